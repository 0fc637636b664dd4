import { z } from 'zod'
import type { MatterHeading } from '../api/index.ts'
import { decodeMatter } from '../channel/index.ts'
import { type ActId, type PartyId, actIdOf, leafHash } from '../record/index.ts'
import type { LiveChannel } from './live-channel.ts'
import type { EntenteNode } from './node.ts'
import type { StoredAct } from './record-readers.ts'
import { parseJson } from './secrets.ts'
import { viewRow } from './view-lists.ts'

/** Of a title: a list shows a line or two of it, and a peer may write a book. */
const TITLE_CHARACTERS_MAX = 300
const NUMBER_CHARACTERS_MAX = 100
/** A longer body is no form whose title anybody waits for in a list. */
const BODY_BYTES_MAX = 256 * 1024
/** Matters that a prefix of an id leads to. */
const LOCATED_MAX = 16
/** A matter begins with its opening, unless a party named it before it could know it. */
const FIRST_ACTS = 64

/** What people call a matter by is a peer's text: a field of another form is as good as absent. */
const text = z.string().trim().min(1).optional().catch(undefined)
const names = z.record(z.string().max(NUMBER_CHARACTERS_MAX), z.string()).optional().catch(undefined)
const form = z
  .object({ title: text, text, names, language: text, ourNumber: text, number: text })
  .catch(() => ({}))

/** A matter of a list with its title and its numbers, from the bodies of the acts that gave them. */
export async function viewHeading(
  node: EntenteNode,
  channel: LiveChannel,
  id: ActId,
): Promise<MatterHeading | undefined> {
  const { clock, store } = node.needs
  await channel.folds.listed()
  const row = await store.matter(channel.id, id)
  if (row === undefined) return undefined
  const { state } = decodeMatter(row.state).now
  const opening = wordsIn(await actOf(node, channel, id, id))
  const numbers: { party: PartyId; number: string }[] = []
  const say = (party: PartyId | undefined, number: string | undefined): void => {
    if (party !== undefined && number !== undefined)
      numbers.push({ party, number: cut(number, NUMBER_CHARACTERS_MAX) })
  }
  say(state?.opened?.by, opening.ourNumber)
  for (const { act, by } of state?.kind === 'case' ? state.numbers : []) {
    const given = wordsIn(await actOf(node, channel, id, act))
    say(by, given.number ?? given.text)
  }
  const [language, name] = nameIn(opening.names)
  const title = opening.title ?? name ?? opening.text
  return {
    matter: viewRow(channel, row, clock.now()),
    title: title === undefined ? null : cut(title, TITLE_CHARACTERS_MAX),
    language: opening.language ?? language ?? null,
    numbers,
  }
}

/** Of an agency: in English where it has such a name, else in the first language that it gives. */
function nameIn(names: Readonly<Record<string, string>> | undefined): readonly [string?, string?] {
  const all = Object.entries(names ?? {})
  return all.find(([language]) => language === 'en') ?? all[0] ?? []
}

/** The matters of all acts whose ids begin so: whoever has the id of an act finds what it is about. */
export async function locateMatters(
  node: EntenteNode,
  channel: LiveChannel,
  prefix: string,
): Promise<readonly ActId[]> {
  const places = await node.needs.store.locate(channel.id, prefix)
  const acts = await Promise.all(
    places.filter(({ seq }) => seq > 0).map(({ party, seq }) => channel.readAct(party, seq)),
  )
  return [...new Set(acts.flatMap((act) => act?.matter ?? []))].slice(0, LOCATED_MAX)
}

/** Looked for first where it nearly always stands: searching the whole record for an id costs with its size. */
async function actOf(
  node: EntenteNode,
  channel: LiveChannel,
  matter: ActId,
  id: ActId,
): Promise<StoredAct | undefined> {
  const { store } = node.needs
  for (const acts of id === matter ? [1, FIRST_ACTS] : [FIRST_ACTS]) {
    const thread = await store.thread(channel.id, matter, 0, acts)
    const found = thread.find(({ bytes }) => actIdOf(leafHash(bytes)) === id)
    if (found !== undefined) return channel.readAct(found.party, found.seq)
  }
  const [place] = await store.locate(channel.id, id)
  return place === undefined ? undefined : channel.readAct(place.party, place.seq)
}

function wordsIn(act: StoredAct | undefined): z.infer<typeof form> {
  if (act?.body === undefined || act.body.bytes.length > BODY_BYTES_MAX) return form.parse({})
  const written = new TextDecoder().decode(act.body.bytes)
  return form.parse(act.leaf.body?.type === 'application/json' ? parseJson(written) : { text: written })
}

/** Never between the two halves of a character. */
function cut(words: string, max: number): string {
  return words.length <= max ? words : `${words.slice(0, max).toWellFormed()}…`
}
