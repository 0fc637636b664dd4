import type { AdmittedAct, FoldContext } from '../../src/acts/index.ts'
import { type FoldedMatter, foldMatter, standingOf, summaryOf } from '../../src/channel/index.ts'
import type { ActId } from '../../src/record/index.ts'
import { type MatterList, type MatterRow, type Store, cursorIn } from '../../src/store/index.ts'
import { byMatter } from './refold.ts'

/** A page so small that every list takes several. */
const PAGE = 3
const SOON_MS = 3_600_000

/**
 * Holds what the store lists against what folding from nothing gives: rows, tallies, every list in its order, and the
 * order of each matter's acts. The answer is the same text on every node that holds the same acts.
 */
export async function checkLists(
  store: Store,
  acts: readonly AdmittedAct[],
  context: FoldContext,
  nowMs: number,
  say: (what: string) => void,
): Promise<string> {
  const rows = await store.matters(context.channel, 0, 10_000)
  const told: string[] = []
  for (const [id, of] of byMatter(acts, context)) {
    const folded = foldMatter(id, of, context)
    if (folded.kind !== 'folded') throw new Error(`matter ${id} did not fold: ${folded.kind}`)
    const row = rows.find((each) => each.id === id)
    if (row === undefined) {
      say(`lists no matter ${id.slice(0, 12)}`)
      continue
    }
    const { kind, status, onClock, dueMs, lapsesMs, openedMs } = row
    const listed = { kind, status, onClock, dueMs, lapsesMs, openedMs }
    if (JSON.stringify(listed) !== JSON.stringify(inOrder(summaryOf(folded.matter))))
      say(`lists matter ${id.slice(0, 12)} as ${JSON.stringify(listed)}`)
    const thread = await store.thread(context.channel, id, 0, of.length + 1)
    const order = thread.map(({ party, seq, code, place }) => [place, party, seq, code])
    const expected = folded.verdicts.map(({ act, code }, i) => [i, act.leaf.party, act.leaf.seq, code])
    if (JSON.stringify(order) !== JSON.stringify(expected))
      say(`keeps the acts of matter ${id.slice(0, 12)} in another order than the fold's`)
    told.push(standingsText(id, folded.matter, context, nowMs))
  }
  await checkPages(store, rows, context, nowMs, say)
  await checkTallies(store, rows, context, say)
  return told.sort().join('\n')
}

function inOrder({ kind, status, onClock, dueMs, lapsesMs, openedMs }: ReturnType<typeof summaryOf>): object {
  return { kind, status, onClock, dueMs, lapsesMs, openedMs }
}

/** At several instants: now, and around the matter's own. */
function standingsText(id: ActId, matter: FoldedMatter, { parties }: FoldContext, nowMs: number): string {
  const { dueMs, lapsesMs } = summaryOf(matter)
  const instants = [nowMs, (dueMs ?? 0) + 1, (lapsesMs ?? 0) - 1, (lapsesMs ?? 0) + 1]
  return `${id} ${JSON.stringify(instants.map((ms) => standingOf(matter, parties, () => parties, ms, SOON_MS)))}`
}

async function checkPages(
  store: Store,
  rows: readonly MatterRow[],
  { channel, parties }: FoldContext,
  nowMs: number,
  say: (what: string) => void,
): Promise<void> {
  const far = Number.MAX_SAFE_INTEGER
  const by = (value: (row: MatterRow) => number) => (a: MatterRow, b: MatterRow) =>
    value(a) - value(b) || a.no - b.no
  const lists: [MatterList, MatterRow[]][] = [
    [{ by: 'opened', newestFirst: true }, [...rows].sort(by((row) => -row.no))],
    [{ by: 'changed', newestFirst: false }, [...rows].sort(by((row) => row.changed))],
    [{ by: 'changed', newestFirst: true }, [...rows].sort(by((row) => -row.changed))],
    [
      { by: 'lapses', fromMs: 0, beforeMs: far },
      rows.filter((row) => row.lapsesMs !== undefined).sort(by((row) => row.lapsesMs ?? 0)),
    ],
  ]
  for (const kind of new Set(rows.map((row) => row.kind)))
    lists.push([
      { by: 'made', kind, fromMs: 0, beforeMs: far },
      rows
        .filter((row) => row.kind === kind && row.openedMs !== undefined)
        .sort(by((row) => row.openedMs ?? 0)),
    ])
  for (const party of parties) {
    const mine = rows.filter((row) => row.onClock === party).sort(by((row) => row.dueMs ?? far))
    lists.push([{ by: 'due', onClock: party }, mine])
    const late = mine.filter((row) => (row.dueMs ?? far) < nowMs)
    lists.push([{ by: 'due', onClock: party, beforeMs: nowMs }, late])
  }
  for (const [list, expected] of lists) {
    const found = await walk(store, channel, list)
    if (found.join() !== expected.map(({ id }) => id).join())
      say(`gives other matters, or in another order, for ${JSON.stringify(list)}`)
  }
}

async function walk(store: Store, channel: string, list: MatterList): Promise<ActId[]> {
  const found: ActId[] = []
  for (let page = await store.listMatters(channel, list, undefined, PAGE); page.length > 0;) {
    found.push(...page.map(({ id }) => id))
    const last = page.at(-1)
    page = last === undefined ? [] : await store.listMatters(channel, list, cursorIn(list, last), PAGE)
  }
  return found
}

async function checkTallies(
  store: Store,
  rows: readonly MatterRow[],
  { channel }: FoldContext,
  say: (what: string) => void,
): Promise<void> {
  const counted = new Map<string, number>()
  for (const { kind, status, onClock } of rows) {
    const name = JSON.stringify([kind, status, onClock ?? null])
    counted.set(name, (counted.get(name) ?? 0) + 1)
  }
  const kept = (await store.tallyMatters(channel)).map(
    ({ kind, status, onClock, count }) => [JSON.stringify([kind, status, onClock ?? null]), count] as const,
  )
  const byName = (a: readonly [string, number], b: readonly [string, number]): number =>
    a[0] < b[0] ? -1 : 1
  if (JSON.stringify(kept.toSorted(byName)) !== JSON.stringify([...counted].toSorted(byName)))
    say(`counts ${JSON.stringify(kept)} where ${JSON.stringify([...counted])} are listed`)
}
