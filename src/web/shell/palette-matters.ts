import type { ScreenWords } from '../../words/index.ts'
import { call, ProblemError } from '../api/client.ts'
import { recentMatters } from '../effects/kept-lists.ts'
import { plainForeign } from '../look/foreign.tsx'
import { rowsOf } from '../matters/list/fetch-page.ts'
import { type Heading, type MatterName, nameOf, shortId } from '../matters/list/matter-key.ts'

/** A matter that can be gone to, in words of its own; where it was found by an act, that act. */
export interface PaletteMatter extends MatterName {
  readonly title: string
  readonly hint: string
  readonly act?: string
}

const PREFIX = /^[0-9a-f]{4,64}$/
const FOUND_MAX = 8

/** By the first digits of an id, by a number or by words; nothing asked: those opened last. */
export async function mattersFor(
  asked: string,
  channels: readonly string[],
  words: ScreenWords,
): Promise<readonly PaletteMatter[]> {
  if (asked === '') {
    const readable = recentMatters().filter(({ channel }) => channels.includes(channel))
    return (await headingsOf(readable)).map((heading) => shown(heading, words))
  }
  const [byId, byWords] = await Promise.all([withPrefix(asked.toLowerCase(), channels), withWords(asked)])
  const acts = new Map(byWords.map((hit) => [nameOf(hit), hit.act]))
  const byName = new Map(
    [...byId, ...(await headingsOf(byWords.filter(({ channel }) => channels.includes(channel))))].map(
      (heading) => [nameOf(heading), heading],
    ),
  )
  return [...byName.values()].slice(0, FOUND_MAX).map((heading) => {
    const act = acts.get(nameOf(heading))
    const isOpening = act === undefined || act === heading.id
    return { ...shown(heading, words), ...(isOpening ? {} : { act }) }
  })
}

async function headingsOf(names: readonly MatterName[]): Promise<readonly Heading[]> {
  return (await rowsOf(names)) as readonly Heading[]
}

async function withPrefix(prefix: string, channels: readonly string[]): Promise<readonly Heading[]> {
  if (!PREFIX.test(prefix)) return []
  const found = await Promise.all(
    channels.map((channel) => call('headings.list', { params: { channel }, query: { prefix } })),
  )
  return found.flatMap(({ items }) => items)
}

async function withWords(
  asked: string,
): Promise<readonly (MatterName & { readonly act: string | undefined })[]> {
  try {
    const { items } = await call('search.find', { query: { q: asked, limit: FOUND_MAX * 2 } })
    return items.flatMap(({ act, channel, matter }) =>
      matter === null ? [] : [{ channel, id: matter, act: act ?? undefined }],
    )
  } catch (cause) {
    // A word of one letter, or none yet: there is nothing to look for, and nothing to tell.
    if (cause instanceof ProblemError) return []
    throw cause
  }
}

function shown(heading: Heading, words: ScreenWords): PaletteMatter {
  const { channel, id, kind, numbers, requestKind, status, title } = heading
  const what = requestKind === null ? words.term('matter', kind) : words.term('kind', requestKind)
  const told = [what, words.term('stage', status), ...numbers.map(({ number }) => number), shortId(id)]
  return {
    channel,
    id,
    title: plainForeign(title ?? what),
    hint: plainForeign(told.join(' · ')),
  }
}
