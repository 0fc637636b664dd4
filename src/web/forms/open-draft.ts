import { OfflineError } from '../api/client.ts'
import { call } from '../api/client.ts'
import { drawId } from '../effects/draw.ts'
import type { Journal, Unconfirmed } from '../effects/journal.ts'
import { type DraftContent, type DraftInfo, isSame } from './content.ts'
import type { HoldStart } from './hold.ts'
import { draftOf, hasCode } from './node-drafts.ts'

type Noted = Unconfirmed<DraftContent>
interface Keeper {
  readonly journal: Journal<DraftContent>
  readonly user: string
}

const LOCAL = 'here-'
const UNFINISHED_MAX = 100

/** An id for a draft that the node has not heard of. */
export const drawPlace = (): string => `${LOCAL}${drawId()}`
const isLocal = (place: string): boolean => place.startsWith(LOCAL)

/** A draft as it is now: what the node has and what only this browser has, put together. Undefined when neither has it. */
export async function openDraft({ journal, user }: Keeper, place: string): Promise<HoldStart | undefined> {
  const noted = await journal.read(user, place).catch(() => undefined)
  if (isLocal(place)) return noted === undefined ? undefined : found(noted, place)
  try {
    const info = await draftOf(place)
    if (noted !== undefined && isSame(noted.content, info.content))
      await journal.erase(user, place).catch(() => undefined)
    return together(info, noted, user)
  } catch (cause) {
    if (noted === undefined) throw cause
    if (cause instanceof OfflineError) return { ...found(noted, place), info: supposed(noted) }
    // The draft itself is gone for this reader; what was typed is not, and becomes a new one.
    if (hasCode(cause, 'draft-unknown')) return found(noted, drawPlace())
    throw cause
  }
}

function together(info: DraftInfo, noted: Noted | undefined, user: string): HoldStart {
  const start = { place: info.id, info }
  if (noted === undefined || isSame(noted.content, info.content)) return { ...start, content: info.content }
  const isOurs = info.editor === user && isSame(info.content, noted.underWay)
  if (noted.version === info.version || isOurs) return { ...start, content: noted.content, isFound: true }
  return { ...start, content: noted.content, isFound: true, theirs: info }
}

const found = ({ content, underWay }: Noted, place: string): HoldStart => ({
  place,
  content,
  underWay,
  isFound: true,
})

/** What is known of the node's draft while the node is away: its id and the version that was seen. */
function supposed({ channel, content, place, user, version, atMs }: Noted): DraftInfo {
  const at = new Date(atMs).toISOString()
  return {
    id: place,
    channel,
    author: user,
    editor: user,
    seat: null,
    version,
    state: 'editing',
    content: { type: content.type, data: {} },
    made: at,
    changed: at,
    discarded: false,
    reason: null,
    act: null,
  }
}

export interface Unfinished {
  readonly place: string
  readonly channel: string
  readonly content: DraftContent
  readonly changedMs: number
  /** The newest of it is in this browser alone. */
  readonly isHere: boolean
}

/** One's own drafts that have not become acts, on the node and in this browser, newest first. */
export async function unfinished(
  { journal, user }: Keeper,
  wanted: (content: DraftContent, channel: string) => boolean,
): Promise<readonly Unfinished[]> {
  const [noted, listed] = await Promise.all([
    journal.of(user).catch(() => []),
    call('drafts.list', { query: { list: 'mine', limit: UNFINISHED_MAX } }).catch((cause: unknown) => {
      if (cause instanceof OfflineError) return { items: [] }
      throw cause
    }),
  ])
  const here = noted.map(({ atMs, channel, content, place }) => ({
    place,
    channel,
    content,
    changedMs: atMs,
    isHere: true,
  }))
  const there = listed.items
    .filter(({ id, state }) => !CLOSED.includes(state) && !here.some(({ place }) => place === id))
    .map(({ changed, channel, content, id }) => ({
      place: id,
      channel,
      content,
      changedMs: Date.parse(changed),
      isHere: false,
    }))
  return [...here, ...there]
    .filter(({ channel, content }) => wanted(content, channel))
    .toSorted((a, b) => b.changedMs - a.changedMs)
}

const CLOSED: readonly string[] = ['submitted', 'submitting']
