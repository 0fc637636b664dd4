import { RecordError } from './errors.ts'
import { originOf, receiptName } from './feed-keys.ts'
import type { FeedKeys, NoteKey, RoleKeys } from './feed-keys.ts'
import { importEd25519Public, importMlDsa44Public, MLDSA44_PUBLIC_BYTES } from './keys.ts'
import { COSIGNATURE_ED25519, COSIGNATURE_MLDSA44, NOTE_ED25519 } from './note.ts'
import type { VerifierKey } from './note.ts'
import type { Policy } from './policy.ts'
import type { ChannelId, PartyId } from './types.ts'

const NAME = /^([0-9a-f]{64})\/([a-z0-9][a-z0-9-]{0,31})(\/receipt)?$/

/**
 * The keys that a policy made by `policyFor` names, by party: those of heads for the author, those of receipts for the
 * others. A role that the policy does not name has keys that nobody can sign with. Throws RecordError `policy-malformed`
 * when names or key types are not those of this record, `key-malformed`, `key-weak`.
 */
export function policyKeys(policy: Policy): Map<PartyId, FeedKeys> {
  const found = new Map<string, VerifierKey[]>()
  for (const key of [...policy.logs, ...policy.witnesses.values()]) {
    found.set(key.name, [...(found.get(key.name) ?? []), key])
  }
  const keys = new Map<PartyId, FeedKeys>()
  for (const [name, pair] of found) {
    const [, channel = '', party = '', receipt] = NAME.exec(name) ?? []
    if (party === '')
      throw malformed(`${name.slice(0, 200)} must be the name of a feed or of its owner's receipts`)
    const before = keys.get(party) ?? empty(channel, party)
    keys.set(
      party,
      receipt === undefined
        ? { ...before, head: roleOf('head', name, pair, NOTE_ED25519) }
        : { ...before, receipt: roleOf('receipt', name, pair, COSIGNATURE_ED25519) },
    )
  }
  return keys
}

/** RFC 8032 section 5.1: the encoding of the base point, a key like any other. */
const ANY_ED25519 = Buffer.concat([Buffer.of(0x58), Buffer.alloc(31, 0x66)])
const ANY_MLDSA44 = Buffer.alloc(MLDSA44_PUBLIC_BYTES)
/** Key IDs are not negative, so no line is ever by this key. */
const NO_ID = -1

/** The role of which the policy says nothing: whatever is signed in it is by a foreign key. */
function unnamed(role: RoleKeys['role'], name: string): RoleKeys {
  const key = (raw: Uint8Array, imported: NoteKey['key'], type: number): NoteKey => ({
    raw,
    key: imported,
    type,
    id: NO_ID,
  })
  return {
    role,
    name,
    ed25519: key(ANY_ED25519, importEd25519Public(ANY_ED25519), NOTE_ED25519),
    mldsa44: key(ANY_MLDSA44, importMlDsa44Public(ANY_MLDSA44), COSIGNATURE_MLDSA44),
    misusedIds: new Set(),
  }
}

function empty(channel: ChannelId, party: PartyId): FeedKeys {
  const head = unnamed('head', originOf(channel, party))
  const receipt = unnamed('receipt', receiptName(channel, party))
  return { channel, party, head, receipt, document: undefined, later: [] }
}

function roleOf(role: RoleKeys['role'], name: string, pair: readonly VerifierKey[], type: number): RoleKeys {
  const ed25519 = pair.find((key) => key.type === type)
  const mldsa44 = pair.find((key) => key.type === COSIGNATURE_MLDSA44)
  if (pair.length !== 2 || ed25519 === undefined || mldsa44 === undefined) {
    throw malformed(`${name} must have an Ed25519 and an ML-DSA-44 key of its role, and no other`)
  }
  return {
    role,
    name,
    ed25519: noteKey(ed25519, importEd25519Public(ed25519.publicKey, name)),
    mldsa44: noteKey(mldsa44, importMlDsa44Public(mldsa44.publicKey, name)),
    misusedIds: new Set(),
  }
}

function noteKey({ type, keyId, publicKey }: VerifierKey, key: NoteKey['key']): NoteKey {
  return { type, id: keyId, raw: publicKey, key }
}

function malformed(rule: string): RecordError {
  return new RecordError('policy-malformed', rule)
}
