import type { MatterKind, MatterState } from '../acts/index.ts'
import type { ChannelId } from '../record/index.ts'
import type { OfficePort } from './office-port.ts'

/** Matters that one report looks at; a channel in daily use has some hundreds in a year. */
const REPORT_MAX = 5_000
const PAGE = 200

/** All matters of a kind for a report, newest first; `whole` is false when there are more than are looked at. */
export async function allFolded<K extends MatterKind>(
  office: OfficePort,
  channel: ChannelId,
  kind: K,
): Promise<{ readonly states: readonly Extract<MatterState, { kind: K }>[]; readonly whole: boolean }> {
  const states: Extract<MatterState, { kind: K }>[] = []
  let page = await office.folded(channel, kind, undefined, PAGE)
  for (;;) {
    states.push(...page.items.map(({ state }) => state))
    if (page.next === null || states.length >= REPORT_MAX) return { states, whole: page.next === null }
    page = await office.folded(channel, kind, page.next, PAGE)
  }
}
