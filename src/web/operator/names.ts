import { useNeeded } from '../api/queries.ts'
import { plainForeign } from '../look/foreign.tsx'

export interface Names {
  /** As the charter names it; an operator reads no channel and knows it all the same. */
  party(id: string): string
  /** Its members. */
  channel(id: string): string
  readonly channels: readonly string[]
}

/** How parties and channels are called, for whoever looks after the node. */
export function useNames(): Names {
  const { data } = useNeeded('node.status', {})
  const parties = new Map(data.channels.flatMap((one) => one.parties.map(({ id, name }) => [id, name])))
  parties.set(data.party, data.name)
  const channels = new Map(
    data.channels.map((one) => [one.channel, one.parties.map(({ name }) => plainForeign(name)).join(' – ')]),
  )
  return {
    party: (id) => plainForeign(parties.get(id) ?? id),
    channel: (id) => channels.get(id) ?? shortId(id),
    channels: [...channels.keys()],
  }
}

const SHOWN_DIGITS = 8
/** Enough of an id to tell it from others. */
export const shortId = (id: string): string => id.slice(0, SHOWN_DIGITS)
