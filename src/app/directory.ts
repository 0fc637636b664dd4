import { type AgencyState, onDuty } from '../acts/index.ts'
import type { HotlineLine } from '../instruments/index.ts'
import type { ActId, PartyId } from '../record/index.ts'
import { type MatterCursor, cursorIn } from '../store/index.ts'
import type { LiveChannel } from './live-channel.ts'
import type { EntenteNode } from './node.ts'

/** Agencies of one channel that are looked at: a directory is read whole to know who is on duty. */
const AGENCIES_MAX = 500
const PAGE = 100

/** Every agency listed in a channel by one party, or by all. Retired ones are left out. */
export async function agenciesOf(
  node: EntenteNode,
  channel: LiveChannel,
  party?: PartyId,
): Promise<readonly { readonly id: ActId; readonly state: AgencyState }[]> {
  const { store } = node.needs
  // A rota that was set a moment ago counts.
  await channel.folds.listed()
  const found: { id: ActId; state: AgencyState }[] = []
  let after: MatterCursor | undefined
  for (;;) {
    const list = { by: 'opened', newestFirst: false, kind: 'agency', statuses: ['listed'] } as const
    const rows = await store.listMatters(channel.id, list, after, PAGE)
    for (const row of rows) {
      const state = (await channel.folds.matter(row.id))?.now.state
      if (state?.kind === 'agency' && (party === undefined || state.owner === party))
        found.push({ id: row.id, state })
    }
    const last = rows.at(-1)
    if (last === undefined || rows.length < PAGE || found.length >= AGENCIES_MAX) return found
    after = cursorIn(list, last)
  }
}

/** Officers of the own party on duty on one line: of that seat, or of every seat that somebody can be called in. */
export async function officersOnDuty(
  node: EntenteNode,
  channel: LiveChannel,
  seat: ActId | null,
  line: HotlineLine,
  atMs: number,
): Promise<readonly ActId[]> {
  const agencies = await agenciesOf(node, channel, channel.held.self)
  const officers = agencies.flatMap(({ state }) =>
    state.seats
      .filter((one) => seat === null || one.act === seat)
      .flatMap((one) => onDuty(state, one.act, line, atMs)),
  )
  return [...new Set(officers)]
}
