import { Link } from '@tanstack/react-router'
import { scaleBand, scaleLinear } from 'd3-scale'
import { line, stack } from 'd3-shape'
import { type ReactNode, useId } from 'react'
import type { RequestFigures } from './given.ts'
import { numberText } from '../look/time.ts'
import { useWords } from '../look/words.tsx'
import { figureName, monthText } from './texts.ts'
import { useBars } from './use-bars.ts'
import { useWidth } from './use-width.ts'

type Month = RequestFigures['months'][number]
const LAYERS = ['answered-in-time', 'answered-late', 'open-overdue', 'rest'] as const
type Layer = (typeof LAYERS)[number]

const HEIGHT_PX = 190
const TOP_PX = 20
const BOTTOM_PX = 26
const SIDE_PX = 8
/** A bar can be hit by a finger; more months than there is room for are scrolled to. */
const BAND_MIN_PX = 40
/** Lower than this a number does not stand within its bar. */
const LABEL_MIN_PX = 15

/** What came of each month's requests, one upon the other, under the line of how many were asked. Each month is a link. */
export function ByMonth({
  months,
  party,
  highest,
}: {
  readonly months: readonly Month[]
  readonly party: string
  readonly highest: number
}): ReactNode {
  const words = useWords()
  const id = useId()
  const [place, room] = useWidth<HTMLDivElement>()
  const { onKeyDown, tabIndexOf } = useBars(months.length)
  const width = Math.max(room, months.length * BAND_MIN_PX + 2 * SIDE_PX)
  const bands = scaleBand<number>()
    .domain(months.map((_, i) => i))
    .range([SIDE_PX, width - SIDE_PX])
    .paddingInner(0.2)
  const heights = scaleLinear()
    .domain([0, highest])
    .range([HEIGHT_PX - BOTTOM_PX, TOP_PX])
  const floor = HEIGHT_PX - BOTTOM_PX
  const layers = stack<Month, Layer>().keys(LAYERS).value(countIn)([...months])
  const middle = (i: number): number => (bands(i) ?? 0) + bands.bandwidth() / 2
  const askedLine = line<Month>()
    .x((_, i) => middle(i))
    .y(({ counts }) => heights(counts.asked.count))([...months])
  return (
    <div ref={place}>
      <div className="figures-scroll">
        <svg
          className="figures-svg"
          width={width}
          height={HEIGHT_PX}
          role="group"
          aria-label={words('figures.plot-months', { party })}
          onKeyDown={onKeyDown}
        >
          <Patterns id={id} />
          <line className="figures-axis" x1={SIDE_PX} x2={width - SIDE_PX} y1={floor} y2={floor} />
          {months.map(({ counts, month }, i) => (
            <Link
              key={month}
              to="/figures"
              search={(before) => ({ ...before, key: counts.asked.key })}
              resetScroll={false}
              className="figures-bar"
              tabIndex={tabIndexOf(i)}
              aria-label={words('figures.month-bar', {
                month: monthText(month, words.language),
                asked: counts.asked.count,
                inTime: counts['answered-in-time'].count,
                late: counts['answered-late'].count,
                overdue: counts['open-overdue'].count,
              })}
            >
              <rect
                className="figures-touch"
                x={bands(i) ?? 0}
                y={TOP_PX}
                width={bands.bandwidth()}
                height={floor - TOP_PX}
              />
              {layers.map((layer) => {
                const [from = 0, to = 0] = layer[i] ?? []
                if (to === from) return null
                const [top, bottom] = [heights(to), heights(from)]
                return (
                  <g key={layer.key} data-layer={layer.key}>
                    <rect
                      className="figures-layer"
                      x={bands(i) ?? 0}
                      y={top}
                      width={bands.bandwidth()}
                      height={bottom - top}
                      fill={
                        layer.key === 'answered-in-time' || layer.key === 'rest'
                          ? undefined
                          : `url(#${id}${layer.key})`
                      }
                    />
                  </g>
                )
              })}
            </Link>
          ))}
          <g className="figures-labels" aria-hidden="true">
            {layers.flatMap((layer) =>
              layer.map(([from, to], i) => {
                const [top, bottom] = [heights(to), heights(from)]
                return bottom - top < LABEL_MIN_PX ? null : (
                  <g key={`${layer.key} ${i}`} data-layer={layer.key}>
                    <text
                      className="figures-within"
                      x={middle(i)}
                      y={(top + bottom) / 2 + 4}
                      textAnchor="middle"
                    >
                      {numberText(to - from, words.language)}
                    </text>
                  </g>
                )
              }),
            )}
            {months.map(({ counts, month }, i) => (
              <text
                key={month}
                className="figures-count"
                x={middle(i)}
                y={heights(counts.asked.count) - 6}
                textAnchor="middle"
              >
                {counts.asked.count === 0 ? '' : numberText(counts.asked.count, words.language)}
              </text>
            ))}
          </g>
          <path className="figures-line" d={askedLine ?? ''} />
          {months.map(({ month }, i) => (
            <text key={month} className="figures-tick" x={middle(i)} y={HEIGHT_PX - 8} textAnchor="middle">
              {monthText(month, words.language, true)}
            </text>
          ))}
        </svg>
      </div>
      <Legend id={id} />
    </div>
  )
}

/** What is neither answered against a due instant nor overdue is the rest of what was asked. */
function countIn({ counts }: Month, layer: Layer): number {
  if (layer !== 'rest') return counts[layer].count
  const told = counts['answered-in-time'].count + counts['answered-late'].count + counts['open-overdue'].count
  return Math.max(0, counts.asked.count - told)
}

/** Told apart by what they look like and not by colour alone. */
function Patterns({ id }: { readonly id: string }): ReactNode {
  return (
    <defs>
      <pattern
        id={`${id}answered-late`}
        width="7"
        height="7"
        patternUnits="userSpaceOnUse"
        patternTransform="rotate(45)"
      >
        <rect className="figures-late-ground" width="7" height="7" />
        <rect className="figures-late-mark" width="3" height="7" />
      </pattern>
      <pattern id={`${id}open-overdue`} width="7" height="7" patternUnits="userSpaceOnUse">
        <rect className="figures-overdue-ground" width="7" height="7" />
        <path className="figures-overdue-mark" d="M0 0L7 7M7 0L0 7" />
      </pattern>
    </defs>
  )
}

function Legend({ id }: { readonly id: string }): ReactNode {
  const words = useWords()
  return (
    <ul className="figures-legend small">
      <li>
        <svg width="22" height="14" aria-hidden="true">
          <path className="figures-line" d="M1 7L21 7" />
        </svg>
        {figureName('asked', words)}
      </li>
      {LAYERS.map((layer) => (
        <li key={layer}>
          <svg width="22" height="14" aria-hidden="true">
            <g data-layer={layer}>
              <rect
                className="figures-layer"
                width="22"
                height="14"
                fill={layer === 'answered-in-time' || layer === 'rest' ? undefined : `url(#${id}${layer})`}
              />
            </g>
          </svg>
          {layer === 'rest' ? words('figures.rest') : figureName(layer, words)}
        </li>
      ))}
    </ul>
  )
}
