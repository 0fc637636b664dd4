import type { CSSProperties, ReactNode } from 'react'
import type { MatterState } from '../../../acts/index.ts'
import type { ScreenWords } from '../../../words/index.ts'
import { useRead } from '../../api/queries.ts'
import { useNow } from '../../effects/clock.ts'
import { Instant } from '../../look/instant.tsx'
import { Panel } from '../../look/parts.tsx'
import { leftText } from '../../look/time.ts'
import { useWords } from '../../look/words.tsx'
import { type Clocks, clocksOf } from './clocks.ts'
import { DoneRow, DueRow } from './clock-rows.tsx'
import { type Act, type Detail, instantOf } from './given.ts'

/** Clocks of a matter: a drawing for the eye, and the same in words below it, row by row with the same numbers. */
export function Timeline({
  detail,
  state,
  acts,
  isWhole,
}: {
  readonly detail: Detail
  readonly state: MatterState
  readonly acts: readonly Act[]
  /** All acts are here; else what is drawn may lack some. */
  readonly isWhole: boolean
}): ReactNode {
  const words = useWords()
  const nowMs = useNow()
  const params = { channel: detail.channel, matter: detail.id }
  const { data: rules } = useRead('requests.clocks', { params }, { enabled: state.kind === 'request' })
  const clocks = clocksOf(state, acts, rules)
  if (clocks.dues.length === 0) return null
  return (
    <Panel title={words('matter.clocks')}>
      <Drawing clocks={clocks} nowMs={nowMs} />
      {clocks.pauses.map(({ fromMs, toMs }, i) => (
        <p key={fromMs} className="matter-pause-said">
          <span className="matter-pause-sign" aria-hidden="true" />{' '}
          {words(toMs === null ? 'matter.pause-open' : 'matter.pause', {
            time: spanText(Math.max(0, (toMs ?? nowMs) - fromMs), words),
          })}{' '}
          <Instant at={instantOf(fromMs)} />
          {toMs !== null && i === clocks.pauses.length - 1 && ` ${words('matter.pause-moved')}`}
        </p>
      ))}
      <h3>{words('matter.dues')}</h3>
      <ol className="matter-dues">
        {clocks.dues.map((due, i) => (
          // Two clocks may end at one instant.
          <li key={`${due.what} ${i}`}>
            <DueRow due={due} number={i + 1} isStopped={clocks.pauses.some(({ toMs }) => toMs === null)} />
          </li>
        ))}
      </ol>
      <h3>{words('matter.steps')}</h3>
      <ol className="matter-steps">
        {clocks.done.map((one, i) => (
          <li key={one.act}>
            <DoneRow done={one} letter={letterOf(i)} />
          </li>
        ))}
      </ol>
      {!isWhole && <p className="soft small">{words('matter.clocks-part')}</p>}
      {(rules?.unset ?? []).length > 0 && (
        <p className="soft small">{words('matter.clocks-unset', { count: rules?.unset.length ?? 0 })}</p>
      )}
    </Panel>
  )
}

const MINUTE_MS = 60_000
function spanText(spanMs: number, words: ScreenWords): string {
  return spanMs < MINUTE_MS ? words('matter.under-minute') : leftText.duration(spanMs, words)
}

const A = 97
const LETTERS = 26
function letterOf(i: number): string {
  return i < LETTERS ? String.fromCodePoint(A + i) : `${i + 1}`
}

/** Of the width: what stands nearer to each other is drawn as one. */
const APART_PERCENT = 7
const EDGE_PERCENT = 4

type Tone = 'plain' | 'past' | 'bad'

function Drawing({
  clocks: { done, dues, pauses },
  nowMs,
}: {
  readonly clocks: Clocks
  readonly nowMs: number
}): ReactNode {
  const words = useWords()
  const moved = dues.flatMap(({ atMs, setMs }) => (setMs === null ? [] : [{ atMs, setMs }]))
  const all = [...dues, ...done].map(({ atMs }) => atMs).concat(nowMs, ...moved.map(({ setMs }) => setMs))
  const firstMs = Math.min(...all)
  const spanMs = Math.max(1, Math.max(...all) - firstMs)
  const percent = (ms: number): number => EDGE_PERCENT + ((ms - firstMs) / spanMs) * (100 - 2 * EDGE_PERCENT)
  const dueMarks = gathered(
    dues.map((due, i) => ({ at: percent(due.atMs), name: `${i + 1}`, tone: toneOf(due, nowMs) })),
  )
  const doneMarks = gathered(
    done.map(({ atMs }, i) => ({ at: percent(atMs), name: letterOf(i), tone: 'plain' as const })),
  )
  return (
    <figure className="matter-drawing" aria-hidden="true">
      <div className="matter-lane">
        {dueMarks.map(({ at, name, tone }) => (
          <span key={name} className="matter-due" data-tone={tone} style={sizes({ '--at': `${at}%` })}>
            {name}
          </span>
        ))}
      </div>
      <div className="matter-axis">
        {pauses.map(({ fromMs, toMs }) => (
          <span
            key={fromMs}
            className="matter-pause"
            style={sizes({ '--at': `${percent(fromMs)}%`, '--to': `${percent(toMs ?? nowMs)}%` })}
          />
        ))}
        {moved.map(({ atMs, setMs }) => (
          <span
            key={`${setMs} ${atMs}`}
            className="matter-moved"
            style={sizes({
              '--at': `${percent(Math.min(setMs, atMs))}%`,
              '--to': `${percent(Math.max(setMs, atMs))}%`,
            })}
          />
        ))}
        <span
          className="matter-now"
          data-side={percent(nowMs) > 80 ? 'before' : 'after'}
          style={sizes({ '--at': `${percent(nowMs)}%` })}
        >
          {words('look.now')}
        </span>
      </div>
      <div className="matter-lane" data-below="">
        {doneMarks.map(({ at, name }) => (
          <span key={name} className="matter-done" style={sizes({ '--at': `${at}%` })}>
            {name}
          </span>
        ))}
      </div>
    </figure>
  )
}

function toneOf({ atMs, isMere, isOver, metMs }: Clocks['dues'][number], nowMs: number): Tone {
  if (metMs !== null || isOver) return 'past'
  return !isMere && atMs < nowMs ? 'bad' : 'plain'
}

/** React's types know no names of the style sheet's own. */
function sizes(of: Readonly<Record<`--${string}`, string | number>>): CSSProperties {
  return { ...of }
}

interface Mark {
  readonly at: number
  readonly name: string
  readonly tone: Tone
}

/** From left to right; what would stand upon each other is named from the first to the last. */
function gathered(marks: readonly Mark[]): readonly Mark[] {
  const groups: Mark[][] = []
  for (const mark of marks.toSorted((a, b) => a.at - b.at)) {
    const last = groups.at(-1)
    if (last !== undefined && mark.at - (last[0]?.at ?? 0) < APART_PERCENT) last.push(mark)
    else groups.push([mark])
  }
  return groups.flatMap((group) => {
    const [first] = group
    const last = group.at(-1)
    if (first === undefined || last === undefined) return []
    const name = first === last ? first.name : `${first.name}–${last.name}`
    const tone = group.some((one) => one.tone === 'bad')
      ? 'bad'
      : (group.find((one) => one.tone === 'plain')?.tone ?? first.tone)
    return [{ at: first.at, name, tone }]
  })
}
