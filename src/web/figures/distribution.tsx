import { scaleBand, scaleLinear } from 'd3-scale'
import { line } from 'd3-shape'
import type { KeyboardEvent, ReactNode } from 'react'
import { numberText } from '../look/time.ts'
import { useWords } from '../look/words.tsx'
import { BarLink } from './bar-link.tsx'
import type { Count, Timing } from './given.ts'
import { bucketText, figureName, shortSpan, spanText } from './texts.ts'
import { tickRows } from './tick-rows.ts'
import { useBars } from './use-bars.ts'
import { drawnSize, useWidth } from './use-width.ts'

const HEIGHT_PX = 210
const TOP_PX = 52
const BOTTOM_PX = 26
const SIDE_PX = 14
const FLOOR_PX = HEIGHT_PX - BOTTOM_PX
const ROW_EM = 1.25
const WIDEST_PX = 620
/** What is drawn across, and how high its words stand. */
const LINES = [
  { kind: 'median', yPx: 30 },
  { kind: 'p90', yPx: 13 },
] as const
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
  const [place, room, emPx] = useWidth<HTMLDivElement>()
  const { buckets, count, medianMs, p90Ms } = timing
  const { onKeyDown, tabIndexOf } = useBars(buckets.length)
  const width = Math.min(room, WIDEST_PX)
  const bands = scaleBand<number>()
    .domain(buckets.map((_, i) => i))
    .range([SIDE_PX, width - SIDE_PX])
    .paddingInner(0.12)
  const heights = scaleLinear().domain([0, highest]).range([FLOOR_PX, TOP_PX])
  const startOf = (i: number): number => buckets[i - 1]?.upToMs ?? 0
  const xOf = (ms: number): number => {
    const { at, share } = placeIn(buckets, ms)
    return (bands(at) ?? 0) + share * bands.bandwidth()
  }
  const ticks = buckets.slice(0, -1).map(({ upToMs }) => shortSpan(upToMs ?? 0, words))
  const rows = tickRows(ticks, bands.step(), emPx)
  const rowPx = ROW_EM * emPx
  return (
    <div ref={place}>
      <svg
        className="figures-svg"
        {...drawnSize(width, HEIGHT_PX + (rows - 1) * rowPx)}
        role="group"
        aria-label={words('figures.plot-of', { name: figureName(code, words), party, count })}
      >
        <line className="figures-axis" x1={SIDE_PX} x2={width - SIDE_PX} y1={FLOOR_PX} y2={FLOOR_PX} />
        {buckets.map((bucket, i) => (
          <Bar
            key={bucket.key}
            of={bucket}
            span={bucketText(startOf(i), bucket.upToMs, words)}
            x={bands(i) ?? 0}
            top={heights(bucket.count)}
            width={bands.bandwidth()}
            tabIndex={tabIndexOf(i)}
            onKeyDown={onKeyDown}
          />
        ))}
        {ticks.map((tick, i) => (
          <Tick
            key={tick}
            says={tick}
            x={(bands(i + 1) ?? 0) - (bands.step() - bands.bandwidth()) / 2}
            y={HEIGHT_PX - 8 + (i % rows) * rowPx}
          />
        ))}
        {LINES.map(({ kind, yPx }) => {
          const ms = kind === 'median' ? medianMs : p90Ms
          return ms === null ? null : (
            <Across key={kind} x={xOf(ms)} y={yPx} width={width} kind={kind} ms={ms} />
          )
        })}
      </svg>
    </div>
  )
}

function Tick({ says, x, y }: { readonly says: string; readonly x: number; readonly y: number }): ReactNode {
  return (
    <text className="figures-tick" x={x} y={y} textAnchor="middle">
      {says}
    </text>
  )
}

/** In which bar a time lies, and how far along it; the last one has no end, and stands for all of it. */
function placeIn(buckets: Timing['buckets'], ms: number): { readonly at: number; readonly share: number } {
  const at = buckets.findIndex(({ upToMs }) => upToMs === null || ms <= upToMs)
  const startMs = buckets[at - 1]?.upToMs ?? 0
  const endMs = buckets[at]?.upToMs ?? null
  return { at, share: endMs === null ? 0.5 : (ms - startMs) / (endMs - startMs) }
}

function Bar({
  of: { count, key },
  span,
  x,
  top,
  width,
  tabIndex,
  onKeyDown,
}: {
  readonly of: Count
  readonly span: string
  readonly x: number
  readonly top: number
  readonly width: number
  readonly tabIndex: number
  readonly onKeyDown: (event: KeyboardEvent<Element>) => void
}): ReactNode {
  const words = useWords()
  return (
    <BarLink
      of={key}
      label={words('figures.bar', { span, count })}
      place={{ x, width, topPx: TOP_PX, floorPx: FLOOR_PX }}
      tabIndex={tabIndex}
      onKeyDown={onKeyDown}
    >
      <rect className="figures-column" x={x} y={top} width={width} height={FLOOR_PX - top} />
      <text className="figures-count" x={x + width / 2} y={top - 5} textAnchor="middle">
        {count === 0 ? '' : numberText(count, words.language)}
      </text>
    </BarLink>
  )
}

function Across({
  x,
  y,
  width,
  kind,
  ms,
}: {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly kind: 'median' | 'p90'
  readonly ms: number
}): ReactNode {
  const words = useWords()
  const path = straight([
    [x, y + 4],
    [x, FLOOR_PX],
  ])
  const isLeft = x < width / 2
  return (
    <g className="figures-across" data-kind={kind}>
      <path d={path ?? ''} />
      <text x={isLeft ? x + 4 : x - 4} y={y} textAnchor={isLeft ? 'start' : 'end'}>
        {words(`figures.${kind}-is`, { time: spanText(ms, words) })}
      </text>
    </g>
  )
}
