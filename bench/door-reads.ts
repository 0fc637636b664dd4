import { type Figure, figure, median, quantile } from './figures.ts'
import type { HttpCommands } from './http-process.ts'
import type { Flat } from './measures/flat.ts'
import type { Seated } from './node-process.ts'
import type { Pair } from './pair.ts'
import type { Remote } from './remote.ts'
import { EVERYWHERE, QUERIES } from './texts.ts'

/** Acts written per second at the same door while pages are read. */
const WRITES_PER_SECOND = 50
const WRITERS = 8
/** Pages read per second meanwhile. */
const SAMPLES_PER_SECOND = 50
const SECONDS_MAX = 60
const PAGE = 50
const LONG_MIDDLE_PAGES = 10
/** Pages into the inbox. */
const FURTHER_PAGES = 5

/** Where it is read, and which matter is the long one. */
export interface DoorPlace {
  readonly acts: number
  readonly channel: string
  readonly long: string
  readonly desk: Seated
}

/** What screens ask of the door, one after the other, while officers of the same party write at the same door. */
export async function readAtDoor(
  pair: Pair,
  callers: Remote<HttpCommands>,
  place: DoorPlace,
  samples: number,
  flat: Flat[],
): Promise<Figure[]> {
  const { acts, channel, desk } = place
  const figures: Figure[] = []
  const at = `at ${acts.toLocaleString('en')} acts, over HTTP while ${WRITES_PER_SECOND} acts/s are written`
  await pair.node('peer').ask('loop', null)
  for (const [name, path] of await pathsOf(callers, place)) {
    const load = { desk, path, inFlight: 1, seconds: SECONDS_MAX, tagged: false }
    await callers.ask('reads', { ...load, samples: 20 })
    const writing = callers.ask('writes', {
      desk,
      channel,
      to: 'author',
      inFlight: WRITERS,
      perSecond: WRITES_PER_SECOND,
      seconds: samples / SAMPLES_PER_SECOND,
    })
    const reading = callers.ask('reads', { ...load, samples, perSecond: SAMPLES_PER_SECOND })
    const [{ ms }] = await Promise.all([reading, writing])
    flat.push({ name: `${name}, over HTTP`, size: acts, ms })
    figures.push(figure(`${at}: ${name}, median`, median(ms), 'ms'))
    figures.push(figure(`${at}: ${name}, p99`, quantile(ms, 0.99), 'ms'))
  }
  const { longestMs, longestWorkMs, p99Ms } = await pair.node('peer').ask('loop', null)
  return [
    ...figures,
    figure(`${at}: wait for a turn, p99`, p99Ms, 'ms'),
    figure(`${at}: longest wait for a turn`, longestMs, 'ms'),
    figure(`${at}: longest that the node kept its turn`, longestWorkMs, 'ms'),
  ]
}

async function pathsOf(
  callers: Remote<HttpCommands>,
  { channel, desk, long }: DoorPlace,
): Promise<readonly (readonly [string, string])[]> {
  const inbox = `/api/v1/inbox/mine?limit=${PAGE}`
  const acts = `/api/v1/channels/${channel}/matters/${long}/acts?limit=${PAGE}`
  const further = async (path: string, pages: number): Promise<string> => {
    const after = await callers.ask('cursorAfter', { desk, path, pages })
    return after === null ? path : `${path}&after=${encodeURIComponent(after)}`
  }
  const named = await callers.ask('idsOn', { desk, path: inbox })
  const searched = (query: string): string => `/api/v1/search?limit=${PAGE}&q=${encodeURIComponent(query)}`
  return [
    ['inbox, first page', inbox],
    ['titles of that page', `/api/v1/channels/${channel}/headings?matters=${named.join(',')}`],
    ['inbox, a page further down', await further(inbox, FURTHER_PAGES)],
    ['overdue, first page', `/api/v1/inbox/overdue?limit=${PAGE}`],
    ['changed last', `/api/v1/inbox/changed?limit=${PAGE}`],
    ['a matter with 1,000 acts', `/api/v1/channels/${channel}/matters/${long}`],
    ['its first 50 acts', acts],
    ['50 acts from its middle', await further(acts, LONG_MIDDLE_PAGES)],
    ['search, two words', searched(QUERIES['two words'] ?? '')],
    ['search, a word in every text', searched(EVERYWHERE)],
  ]
}
