import type { CSSProperties, ReactNode } from 'react'
import type { MatterState } from '../../../acts/index.ts'
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
            time: leftText.duration((toMs ?? nowMs) - fromMs, words),
          })}{' '}
          <Instant at={instantOf(fromMs)} />
          {toMs !== null && i === clocks.pauses.length - 1 && ` ${words('matter.pause-moved')}`}
        </p>
      ))}
      <h3>{words('matter.dues')}</h3>
      <ol className="matter-dues">
        {clocks.dues.map((due, i) => (
          // Two clocks may end at one instant.
          // oxlint-disable-next-line react/no-array-index-key
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

const A = 97
const LETTERS = 26
function letterOf(i: number): string {
  return i < LETTERS ? String.fromCodePoint(A + i) : `${i + 1}`
}

/** Of the width: nearer to each other they stand in lanes above each other. */
const APART_PERCENT = 5
const LANES_MAX = 7
const EDGE_PERCENT = 3

function Drawing({
  clocks: { done, dues, pauses },
  nowMs,
}: {
  readonly clocks: Clocks
  readonly nowMs: number
}): ReactNode {
  const words = useWords()
  const all = [
    ...dues.map(({ atMs }) => atMs),
    ...dues.flatMap(({ setMs }) => setMs ?? []),
    ...done.map(({ atMs }) => atMs),
    nowMs,
  ]
  const firstMs = Math.min(...all)
  const lastMs = Math.max(...all)
  const percent = (ms: number): number =>
    EDGE_PERCENT + ((ms - firstMs) / Math.max(1, lastMs - firstMs)) * (100 - 2 * EDGE_PERCENT)
  const dueLanes = lanesOf(dues.map(({ atMs }) => percent(atMs)))
  const doneLanes = lanesOf(done.map(({ atMs }) => percent(atMs)))
  return (
    <figure className="matter-line" aria-hidden="true">
      <div
        className="matter-lane"
        style={sizes({ '--lanes': Math.max(1, ...dueLanes.map((lane) => lane + 1)) })}
      >
        {dues.map(({ atMs, isMere, isOver, metMs, what }, i) => (
          <span
            // oxlint-disable-next-line react/no-array-index-key
            key={`${what} ${i}`}
            className="matter-due"
            data-tone={
              metMs === null && !isOver && !isMere && atMs < nowMs
                ? 'bad'
                : metMs !== null || isOver
                  ? 'past'
                  : 'plain'
            }
            style={sizes({ '--at': `${percent(atMs)}%`, '--lane': dueLanes[i] ?? 0 })}
          >
            {i + 1}
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
        {dues.flatMap(({ atMs, setMs }) =>
          setMs === null
            ? []
            : [
                <span
                  key={`${setMs} ${atMs}`}
                  className="matter-moved"
                  style={sizes({
                    '--at': `${percent(Math.min(setMs, atMs))}%`,
                    '--to': `${percent(Math.max(setMs, atMs))}%`,
                  })}
                />,
              ],
        )}
        <span className="matter-now" style={sizes({ '--at': `${percent(nowMs)}%` })}>
          {words('look.now')}
        </span>
      </div>
      <div
        className="matter-lane"
        data-below=""
        style={sizes({ '--lanes': Math.max(1, ...doneLanes.map((lane) => lane + 1)) })}
      >
        {done.map(({ act, atMs }, i) => (
          <span
            key={act}
            className="matter-done"
            style={sizes({ '--at': `${percent(atMs)}%`, '--lane': doneLanes[i] ?? 0 })}
          >
            {letterOf(i)}
          </span>
        ))}
      </div>
    </figure>
  )
}

/** React's types know no names of the style sheet's own. */
function sizes(of: Readonly<Record<`--${string}`, string | number>>): CSSProperties {
  return of as CSSProperties
}

/** Places along a line, from left to right, each put into the lowest lane where nothing is near. */
function lanesOf(places: readonly number[]): readonly number[] {
  const ends: number[] = []
  return places.map((place) => {
    const free = ends.findIndex((end) => place - end >= APART_PERCENT)
    const lane = free === -1 ? Math.min(ends.length, LANES_MAX - 1) : free
    ends[lane] = place
    return lane
  })
}
