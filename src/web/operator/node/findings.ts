import type { ScreenKey, ScreenWords } from '../../../words/index.ts'
import type { Reply } from '../../api/client.ts'
import { plainForeign } from '../../look/foreign.tsx'
import type { Names } from '../names.ts'

export type Finding = Reply<'node.doctor'>['findings'][number]

/** What to do about what the doctor finds amiss, by code. */
const ADVICE: Readonly<Record<string, ScreenKey>> = {
  'disk-space': 'operator.do-disk',
  'disk-speed': 'operator.do-disk-speed',
  'keys-exposed': 'operator.do-keys-exposed',
  'keys-behind': 'operator.do-keys-behind',
  'keys-disowned': 'operator.do-ask-peer',
  certificate: 'operator.do-certificate',
  'door-certificate': 'operator.do-certificate',
  'store-damaged': 'operator.do-restore',
  'private-damaged': 'operator.do-restore',
  'read-only-waiting': 'operator.do-peer',
  'read-only-missing': 'operator.do-wait',
  'feed-frozen': 'operator.do-frozen',
  'state-mismatch': 'operator.do-mismatch',
  'exhibits-wanted': 'operator.do-wait',
  'search-behind': 'operator.do-wait',
  'erasures-owed': 'operator.do-wait',
  unreceipted: 'operator.do-peer',
  'peer-unreached': 'operator.do-peer',
  'peer-silent': 'operator.do-peer',
  'clock-unknown': 'operator.do-peer',
  clock: 'operator.do-clock',
  'timers-late': 'operator.do-timers',
  'deliveries-failing': 'operator.do-deliveries',
  'deliveries-dead': 'operator.do-deliveries',
  'door-silent': 'operator.do-door',
  restored: 'operator.do-wait',
  'no-channel': 'operator.do-found',
}

/** What is to be done about a finding; undefined where nothing is. */
export function adviceOf({ code, level }: Finding): ScreenKey | undefined {
  if (level === 'good') return undefined
  return ADVICE[code] ?? (code.startsWith('access-log') ? 'operator.do-log' : undefined)
}

/** The sentence of a finding. Codes of errors are read as words; what a peer could have written is shown for what it is. */
export function findingText({ code, values }: Finding, words: ScreenWords, names: Names): string {
  const shown = Object.entries(values).map(([key, value]): readonly [string, string | number] => {
    if (typeof value !== 'string') return [key, value]
    if (key === 'channel')
      return [key, names.channel(names.channels.find((id) => id.startsWith(value)) ?? value)]
    if (key === 'party') return [key, names.party(value)]
    if (key === 'error' || key === 'reason')
      return [key, words.knows('error', value) ? words.term('error', value) : plainForeign(value)]
    return [key, plainForeign(value)]
  })
  return words.term('doctor', code, Object.fromEntries(shown))
}

/** The worst first. */
export function byLevel(some: Finding, other: Finding): number {
  const order = ['wrong', 'warning', 'unknown', 'good']
  return order.indexOf(some.level) - order.indexOf(other.level)
}
