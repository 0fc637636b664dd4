import { Link } from '@tanstack/react-router'
import { scaleBand, scaleLinear } from 'd3-scale'
import { line } from 'd3-shape'
import type { ReactNode } from 'react'
import { numberText } from '../look/time.ts'
import { useWords } from '../look/words.tsx'
import type { Timing } from './given.ts'
import { bucketText, figureName, shortSpan, spanText } from './texts.ts'
import { useBars } from './use-bars.ts'
import { useWidth } from './use-width.ts'

const HEIGHT_PX = 210
const TOP_PX = 52
const BOTTOM_PX = 26
const SIDE_PX = 14
const WIDEST_PX = 620
const straight = line()

/** How many took how long, with the middle and the point that nine in ten keep to drawn across. Each bar is a link. */
export function Distribution({
  timing,
  code,
  party,
  highest,
}: {
  readonly timing: Timing
  readonly code: string
  readonly party: string
  /** The tallest bar of all plots beside it, so that they can be compared. */
  readonly highest: number
}): ReactNode {
  const words = useWords()
  const [place, room] = useWidth<HTMLDivElement>()
  const { buckets, count, medianMs, p90Ms } = timing
  const { onKeyDown, tabIndexOf } = useBars(buckets.length)
  const width = Math.min(room, WIDEST_PX)
  const bands = scaleBand<number>()
    .domain(buckets.map((_, i) => i))
    .range([SIDE_PX, width - SIDE_PX])
    .paddingInner(0.12)
  const heights = scaleLinear()
    .domain([0, highest])
    .range([HEIGHT_PX - BOTTOM_PX, TOP_PX])
  const floor = HEIGHT_PX - BOTTOM_PX
  const startOf = (i: number): number => buckets[i - 1]?.upToMs ?? 0
  const xOf = (ms: number): number => {
    const i = buckets.findIndex(({ upToMs }) => upToMs === null || ms <= upToMs)
    const end = buckets[i]?.upToMs ?? null
    const share = end === null ? 0.5 : (ms - startOf(i)) / (end - startOf(i))
    return (bands(i) ?? 0) + share * bands.bandwidth()
  }
  return (
    <div ref={place}>
      <svg
        className="figures-svg"
        width={width}
        height={HEIGHT_PX}
        role="group"
        aria-label={words('figures.plot-of', { name: figureName(code, words), party, count })}
        onKeyDown={onKeyDown}
      >
        <line className="figures-axis" x1={SIDE_PX} x2={width - SIDE_PX} y1={floor} y2={floor} />
        {buckets.map((bucket, i) => {
          const x = bands(i) ?? 0
          const top = heights(bucket.count)
          const span = bucketText(startOf(i), bucket.upToMs, words)
          return (
            <Link
              key={bucket.key}
              to="/figures"
              search={(before) => ({ ...before, key: bucket.key })}
              resetScroll={false}
              className="figures-bar"
              tabIndex={tabIndexOf(i)}
              aria-label={words('figures.bar', { span, count: bucket.count })}
            >
              <rect
                className="figures-touch"
                x={x}
                y={TOP_PX}
                width={bands.bandwidth()}
                height={floor - TOP_PX}
              />
              <rect className="figures-column" x={x} y={top} width={bands.bandwidth()} height={floor - top} />
              <text className="figures-count" x={x + bands.bandwidth() / 2} y={top - 5} textAnchor="middle">
                {bucket.count === 0 ? '' : numberText(bucket.count, words.language)}
              </text>
            </Link>
          )
        })}
        {buckets.slice(0, -1).map(({ key, upToMs }, i) => (
          <text
            key={key}
            className="figures-tick"
            x={(bands(i + 1) ?? 0) - (bands.step() - bands.bandwidth()) / 2}
            y={HEIGHT_PX - 8}
            textAnchor="middle"
          >
            {shortSpan(upToMs ?? 0, words)}
          </text>
        ))}
        {medianMs !== null && (
          <Across
            x={xOf(medianMs)}
            y={30}
            floor={floor}
            width={width}
            kind="median"
            text={words('figures.median-is', { time: spanText(medianMs, words) })}
          />
        )}
        {p90Ms !== null && (
          <Across
            x={xOf(p90Ms)}
            y={13}
            floor={floor}
            width={width}
            kind="p90"
            text={words('figures.p90-is', { time: spanText(p90Ms, words) })}
          />
        )}
      </svg>
    </div>
  )
}

function Across({
  x,
  y,
  floor,
  width,
  kind,
  text,
}: {
  readonly x: number
  readonly y: number
  readonly floor: number
  readonly width: number
  readonly kind: 'median' | 'p90'
  readonly text: string
}): ReactNode {
  const path = straight([
    [x, y + 4],
    [x, floor],
  ])
  const isLeft = x < width / 2
  return (
    <g className="figures-across" data-kind={kind}>
      <path d={path ?? ''} />
      <text x={isLeft ? x + 4 : x - 4} y={y} textAnchor={isLeft ? 'start' : 'end'}>
        {text}
      </text>
    </g>
  )
}
