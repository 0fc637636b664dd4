import { outlineOf } from '../acts/index.ts'
import type { MatterKind } from '../acts/index.ts'
import type { PartyId } from '../record/index.ts'
import { ChannelError } from './errors.ts'
import type { FoldedMatter } from './fold.ts'

/** What lists show and sort by; all of it follows from the state. */
export interface MatterSummary {
  /** `unknown`: acts name this matter but nothing valid opened it. */
  readonly kind: MatterKind | 'unknown'
  readonly status: string
  readonly onClock: PartyId | undefined
  readonly dueMs: number | undefined
  readonly lapsesMs: number | undefined
  /** As its author says; undefined for the channel itself and for what nothing valid opened. */
  readonly openedMs: number | undefined
}

/** Marks kept in a row, the newest: enough to go on; older ones only save time, and are made again when needed. */
const ROW_MARKS_MAX = 2

/** The text kept for a matter between folds: canonical JSON. */
export function encodeMatter(matter: FoldedMatter): string {
  const { id, marks, now } = matter
  return JSON.stringify({ id, marks: marks.slice(-ROW_MARKS_MAX), now })
}

/** Reads what `encodeMatter` wrote. Throws ChannelError `matter-malformed`; the matter can then be folded from its acts. */
export function decodeMatter(text: string): FoldedMatter {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (cause) {
    throw new ChannelError('matter-malformed', 'the kept matter is not JSON', { cause })
  }
  if (!isFolded(value)) throw new ChannelError('matter-malformed', 'the kept matter lacks its fields')
  return value
}

/** The text is this node's own and derived, not a peer's: its outline is enough to notice a foreign or older format. */
function isFolded(value: unknown): value is FoldedMatter {
  if (typeof value !== 'object' || value === null) return false
  if (!('id' in value && 'marks' in value && 'now' in value)) return false
  const { id, marks, now } = value
  if (typeof id !== 'string' || !Array.isArray(marks) || typeof now !== 'object' || now === null) return false
  return 'count' in now && 'last' in now && 'state' in now && 'voidCount' in now && 'voids' in now
}

/** What a list shows of a folded matter. */
export function summaryOf(matter: FoldedMatter): MatterSummary {
  const { state } = matter.now
  if (state === null) {
    const instants = { dueMs: undefined, lapsesMs: undefined, openedMs: undefined }
    return { kind: 'unknown', status: 'void', onClock: undefined, ...instants }
  }
  const { dueMs, lapsesMs, onClock, status } = outlineOf(state)
  return {
    kind: state.kind,
    status,
    onClock: onClock ?? undefined,
    dueMs: dueMs ?? undefined,
    lapsesMs: lapsesMs ?? undefined,
    openedMs: state.opened?.madeMs,
  }
}
