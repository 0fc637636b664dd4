import { verifyActProof } from './act-proof.ts'
import type { ActProof } from './act-proof.ts'
import type { ChannelKeys } from './cosignature.ts'
import { RecordError } from './errors.ts'
import { feedKeys } from './feed-keys.ts'
import { parseNote } from './note.ts'
import { isAttestation, readOfficerStep } from './officers.ts'
import { policyKeys } from './policy-keys.ts'
import { meetsQuorum, parsePolicy } from './policy.ts'
import type { Policy } from './policy.ts'
import { parseTlogProof } from './tlog-proof.ts'
import type { Card, Leaf, PartyId } from './types.ts'
import { parseLeaf } from './leaf.ts'
import { Findings } from './verify-report.ts'
import type { Doubt, Finding } from './verify-report.ts'

/** What a proof of one act is verified with besides the file itself. */
export interface ProofOptions {
  /** The leaf, when the proof does not carry it. */
  readonly leaf?: Uint8Array
  /** Cards of the channel's parties that the reader got by another way. */
  readonly cards?: readonly Card[]
  /** A tlog-policy with the channel's keys, from whoever the reader trusts; instead of cards, or for its quorum. */
  readonly policy?: string
}

export interface VerifiedProof {
  readonly kind: 'proof'
  readonly proof: ActProof | undefined
  readonly leaf: Leaf | undefined
  readonly findings: readonly Finding[]
  readonly findingCount: number
  readonly couldNotTell: readonly Doubt[]
}

const WHERE = 'the proof'

/** Verifies a tlog-proof of one act. What is wrong becomes a finding; without keys nothing but the form can be told. */
export function verifyProofFile(text: string, options: ProofOptions): VerifiedProof {
  const findings = new Findings()
  const doubts: Doubt[] = []
  const checked = findings.try(WHERE, () => check(text, options, doubts))
  return {
    kind: 'proof',
    proof: checked?.proof,
    leaf: checked?.leaf,
    findings: findings.list,
    findingCount: findings.count,
    couldNotTell: doubts,
  }
}

function check(
  text: string,
  options: ProofOptions,
  doubts: Doubt[],
): { proof: ActProof | undefined; leaf: Leaf | undefined } {
  const parsed = parseTlogProof(text)
  const bytes = options.leaf ?? parsed.extra
  if (bytes === undefined) {
    doubts.push({ code: 'not-read', message: 'The proof does not carry its act, and none was given.' })
    return { proof: undefined, leaf: undefined }
  }
  const leaf = parsed.index === 0 ? undefined : parseLeaf(bytes)
  const policy = options.policy === undefined ? undefined : parsePolicy(options.policy)
  const note = parseNote(parsed.note)
  const keys = keysFrom(note.text, options.cards ?? [], policy)
  const party = partyIn(note.text.slice(0, note.text.indexOf('\n')))
  // The author's card is not among those given. A proof whose leaf and head name different parties is wrong, though.
  const lacksAuthor = policy === undefined && !keys.has(party) && leaf?.party === party
  if (keys.size === 0 || lacksAuthor) {
    const message = `No card and no policy with the keys of ${party} was given: whose signatures these are cannot be told.`
    doubts.push({ code: 'keys-unanchored', party, message })
    return { proof: undefined, leaf }
  }
  const proof = verifyActProof(bytes, text, keys)
  if (policy !== undefined) checkQuorum(policy, proof)
  // That the officer was in office stands in other leaves of the feed; a whole record shows it.
  if (leaf !== undefined && isAttestation(leaf.type)) readOfficerStep(proof.channel, proof.id, leaf)
  for (const name of proof.strangers) {
    const message = `The keys of ${name.slice(0, 200)} are not known: its cosignature was not looked at.`
    doubts.push({ code: 'keys-unanchored', party: partyIn(name), message })
  }
  doubts.push(...proof.untold.map((by) => untold(by, proof)))
  return { proof, leaf }
}

/** From a key name such as `<channel>/<party>/receipt`; the whole of another maker's. */
function partyIn(name: string): PartyId {
  return (name.split('/')[1] ?? name).slice(0, 200)
}

/** Cards come first: they name all of a party's keys; a policy stands in for those whose card is not there. */
function keysFrom(noteText: string, cards: readonly Card[], policy: Policy | undefined): ChannelKeys {
  const channel = noteText.slice(0, noteText.indexOf('/'))
  const keys = new Map(policy === undefined ? [] : policyKeys(policy))
  for (const card of cards) keys.set(card.keys.party, feedKeys(channel, card.keys))
  return keys
}

function checkQuorum(policy: Policy, proof: ActProof): void {
  const names = new Set(proof.receivedBy.map(({ by }) => `${proof.channel}/${by}/receipt`))
  // A receipt counts when both its keys signed, so each of a party's two witnesses is met or neither.
  const met = [...policy.witnesses].filter(([, key]) => names.has(key.name)).map(([witness]) => witness)
  if (meetsQuorum(policy, new Set(met))) return
  throw new RecordError('receipt-signature-missing', 'the receipts must meet the quorum of the policy')
}

function untold(by: PartyId, { party, index, size }: ActProof): Doubt {
  const message = `The file has no receipt by "${by}" for act ${index} of "${party}".`
  return { code: 'receipt-missing', party, by, count: size, message }
}
