import type { PrivateSide, SearchDocument } from '../private/index.ts'
import { type ChannelId, type JsonObject, type PartyId, isRotation, msFromInstant } from '../record/index.ts'
import { slipsOf } from './exhibit-slip.ts'
import { parseJson } from './secrets.ts'
import type { RecordReader, StoredAct } from './record-readers.ts'

/** Texts of one body that are indexed; a body is a megabyte at most, and nobody searches for its end. */
const TEXT_CHARACTERS_MAX = 200_000
/** Of a commitment: nobody looks for it, and it must not outlive its body in an index. */
const SALT_FIELD = 'salt'
/** Documents put into the index in one transaction: the node breathes in between. */
const DOCUMENTS_AT_ONCE = 50

/** Follows the record for the full-text search: every body becomes findable, and is forgotten when it is expunged. */
export function searchReader(side: PrivateSide): RecordReader {
  return {
    name: 'search',
    upTo: (channel) => Promise.resolve(progressOf(side, channel)),
    async read(channel, party, acts) {
      const last = acts.at(-1)
      if (last === undefined) return
      const documents = acts.flatMap((act) => documentsOf(channel, party, act))
      // How far the feed was read goes in with the last of them: after a crash all are put in again, each instead of itself.
      while (documents.length > DOCUMENTS_AT_ONCE) {
        side.search.index(documents.splice(0, DOCUMENTS_AT_ONCE))
        await new Promise((resolve) => setImmediate(resolve))
      }
      side.search.index(documents, { channel, party, size: last.leaf.seq + 1 })
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
  // A card goes along with new keys: nobody looks for its numbers.
  if (body === undefined || isRotation(leaf.type)) return []
  const common = { channel, matter, act: id, party, type: leaf.type, madeMs: msFromInstant(leaf.made) }
  const text = Buffer.from(body.bytes).toString('utf8')
  const parsed = leaf.body?.type === 'application/json' ? parseJson(text) : undefined
  const words = parsed === undefined ? text : textsIn(parsed).join('\n')
  const names = exhibitNames(leaf.data, parsed)
  return [
    ...(words.trim() === '' ? [] : [{ ...common, kind: 'act' as const, id, text: cut(words) }]),
    ...names.map((name, at) => ({ ...common, kind: 'exhibit' as const, id: `${id}:${at}`, text: cut(name) })),
  ]
}

/** Every text that a person wrote into a form, in its order, as far as it is indexed. */
function textsIn(form: unknown): string[] {
  const texts: string[] = []
  let left = TEXT_CHARACTERS_MAX
  // Into one list: a peer's body of many brackets must not be copied once for each of them.
  const gather = (value: unknown): void => {
    if (typeof value === 'string') {
      texts.push(value)
      left -= value.length + 1
    } else if (typeof value === 'object' && value !== null)
      for (const [field, within] of Object.entries(value)) {
        if (left <= 0) return
        if (field !== SALT_FIELD) gather(within)
      }
  }
  gather(form)
  return texts
}

/** As their author calls them, each a document of its own, by the places of the exhibits in the act's data; a peer's text, and maybe shorter than it says. */
function exhibitNames(data: JsonObject, body: unknown): string[] {
  return slipsOf(data, body).flatMap(({ name }) => (name.trim() === '' ? [] : [name]))
}

function cut(text: string): string {
  return text.slice(0, TEXT_CHARACTERS_MAX)
}
