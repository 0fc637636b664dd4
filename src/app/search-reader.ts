import type { PrivateSide, SearchDocument } from '../private/index.ts'
import type { ChannelId, PartyId } from '../record/index.ts'
import { msFromInstant } from '../record/index.ts'
import { parseJson } from './secrets.ts'
import type { RecordReader, StoredAct } from './record-readers.ts'

/** Texts of one body that are indexed; a body is a megabyte at most, and nobody searches for its end. */
const TEXT_CHARACTERS_MAX = 200_000
/** Names are short; salts and hashes are not what people look for. */
const SALT = /^[0-9a-f]{64}$/

/** Follows the record for the full-text search: every body becomes findable, and is forgotten when it is expunged. */
export function searchReader(side: PrivateSide): RecordReader {
  return {
    name: 'search',
    upTo: (channel) => Promise.resolve(progressOf(side, channel)),
    read: (channel, party, acts) => {
      const last = acts.at(-1)
      if (last === undefined) return Promise.resolve()
      const documents = acts.flatMap((act) => documentsOf(channel, party, act))
      side.search.index(documents, { channel, party, size: last.leaf.seq + 1 })
      return Promise.resolve()
    },
    forgot: (channel, _party, act) => side.forget(channel, act),
  }
}

/** Parties that the index has never heard of are read from their first act on. */
function progressOf(side: PrivateSide, channel: ChannelId): Readonly<Record<PartyId, number>> {
  return new Proxy<Record<PartyId, number>>(
    {},
    { get: (_, party) => (typeof party === 'string' ? side.search.indexedUpTo(channel, party) : undefined) },
  )
}

function documentsOf(channel: ChannelId, party: PartyId, act: StoredAct): SearchDocument[] {
  const { body, id, leaf, matter } = act
  if (body === undefined) return []
  const common = { channel, matter, act: id, party, type: leaf.type, madeMs: msFromInstant(leaf.made) }
  const text = Buffer.from(body.bytes).toString('utf8')
  const parsed = leaf.body?.type === 'application/json' ? parseJson(text) : undefined
  const words = parsed === undefined ? text : textsIn(parsed).join('\n')
  if (words.trim() === '') return []
  return [{ ...common, kind: 'act', id, text: words.slice(0, TEXT_CHARACTERS_MAX) }]
}

/** Every text that a person wrote into a form, in its order. */
function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return SALT.test(value) ? [] : [value]
  if (Array.isArray(value)) return value.flatMap(textsIn)
  if (typeof value === 'object' && value !== null) return Object.values(value).flatMap(textsIn)
  return []
}
