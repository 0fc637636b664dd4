import { RecordError } from './errors.ts'
import { feedKeys } from './feed-keys.ts'
import type { DocumentKeys, FeedKeys, LaterKeys } from './feed-keys.ts'
import { keyDocumentHash } from './key-document.ts'
import { readRotation, verifyRotation } from './key-rotation.ts'
import type { NoteLine, SignedNote } from './note.ts'
import type { KeyDocument, Leaf, PartyId } from './types.ts'

/** Times that a party may change its keys in one channel. Each costs every reader of the feed seven signature checks. */
export const MAX_ROTATIONS = 16

const ROTATE_TYPE = 'channel.key.rotate'
const REVOKE_TYPE = 'channel.key.revoke'

/** Whether an act of this type puts new keys in the place of the author's. */
export function isRotation(type: string): boolean {
  return type === ROTATE_TYPE
}

/** Hash of the key document that an act disowns; undefined for any other act, and for one that says it ill: it has no effect. */
export function disownedBy({ type, data }: Pick<Leaf, 'type' | 'data'>): string | undefined {
  if (type !== REVOKE_TYPE) return undefined
  const { keys } = data
  return typeof keys === 'string' && /^[0-9a-f]{64}$/.test(keys) ? keys : undefined
}

/** The keys that sign the head of so many leaves. */
export function keysAt(keys: FeedKeys, size: number): DocumentKeys {
  return keys.later.findLast(({ from }) => from <= size) ?? keys
}

/** The newest keys. */
export function keysInForce(keys: FeedKeys): DocumentKeys {
  return keys.later.at(-1) ?? keys
}

/** The keys of which one made these lines; the newest when none did. No key is in two documents of a party. */
export function keysOfLines(
  keys: FeedKeys,
  role: 'head' | 'receipt',
  lines: readonly NoteLine[],
): DocumentKeys {
  const made = (one: DocumentKeys): boolean =>
    lines.some(({ keyId }) => keyId === one[role].ed25519.id || keyId === one[role].mldsa44.id)
  return keys.later.findLast(made) ?? (made(keys) ? keys : keysInForce(keys))
}

/** Of each party those keys that signed this note, as if it had never had others: what a policy can name. */
export function keysOfNote(
  keys: ReadonlyMap<PartyId, FeedKeys>,
  { lines }: SignedNote,
): Map<PartyId, FeedKeys> {
  const own = (name: string): NoteLine[] => lines.filter((line) => line.name === name)
  return new Map(
    [...keys].map(([party, all]) => [
      party,
      {
        ...all,
        head: keysOfLines(all, 'head', own(all.head.name)).head,
        receipt: keysOfLines(all, 'receipt', own(all.receipt.name)).receipt,
        later: [],
      },
    ]),
  )
}

/** Hash of the document of such keys; undefined for those that a policy names. */
export function documentHashOf({ document }: DocumentKeys): string | undefined {
  return document === undefined ? undefined : keyDocumentHash(document)
}

/**
 * The keys of the feed after its leaf `seq`, a rotation with this data. Whatever calls, peers with transport and exhibit
 * keys was agreed when the channel was founded, so a rotation changes head and receipt keys only.
 * Throws RecordError `rotation-refused`, and what `verifyRotation` throws.
 */
export function withRotation(keys: FeedKeys, seq: number, data: unknown): FeedKeys {
  const { document: current } = keysInForce(keys)
  if (current === undefined) throw refused('keys that a policy names cannot be followed', 'document')
  if (keys.later.length >= MAX_ROTATIONS)
    throw refused(`a party changes its keys at most ${MAX_ROTATIONS} times in one channel`, 'document')
  const document = verifyRotation(keys.channel, current, data)
  checkStaying(current, document)
  const earlier = [keys, ...keys.later].map((one) => one.document)
  const used = new Set(earlier.flatMap((one) => (one === undefined ? [] : signingKeysOf(one))))
  // A key in two documents could not be disowned with one of them.
  if (signingKeysOf(document).some((key) => used.has(key)))
    throw refused('each head and receipt key must be new', 'document')
  const { head, receipt } = feedKeys(keys.channel, document)
  const next: LaterKeys = { head, receipt, document, from: seq + 2, rotation: readRotation(data) }
  return { ...keys, later: [...keys.later, next] }
}

function checkStaying(current: KeyDocument, next: KeyDocument): void {
  const stays =
    current.transport.ed25519 === next.transport.ed25519 &&
    current.transport.tls === next.transport.tls &&
    current.exhibit.age === next.exhibit.age
  if (!stays)
    throw refused('transport and exhibit keys change with a successor channel only', 'document.transport')
}

function signingKeysOf({ head, receipt }: KeyDocument): string[] {
  return [head.ed25519, head.mldsa44, receipt.ed25519, receipt.mldsa44]
}

function refused(rule: string, field: string): RecordError {
  return new RecordError('rotation-refused', rule, { field })
}
