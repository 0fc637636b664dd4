import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef } from 'react'
import { numberText } from '../look/time.ts'
import { useWords } from '../look/words.tsx'
import { BarLink } from './bar-link.tsx'
import {
  HEIGHT_PX,
  type Layer,
  LAYERS,
  type Month,
  type MonthLayout,
  monthLayout,
  SIDE_PX,
  TOP_PX,
} from './month-layout.ts'
import { figureName, monthText, monthTick } from './texts.ts'
import { useBars } from './use-bars.ts'
import { drawnSize, useWidth } from './use-width.ts'

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
  const layout = monthLayout(months, highest, room)
  const { askedLine, floorPx, middle, widthPx } = layout
  const frame = useRef<HTMLDivElement>(null)
  useEffect(() => {
    // The newest months are those that one looks for.
    frame.current?.scrollTo({ left: widthPx })
  }, [widthPx])
  return (
    <div ref={place}>
      <div ref={frame} className="figures-scroll">
        <svg
          className="figures-svg"
          {...drawnSize(widthPx, HEIGHT_PX)}
          role="group"
          aria-label={words('figures.plot-months', { party })}
        >
          <Patterns id={id} />
          <line className="figures-axis" x1={SIDE_PX} x2={widthPx - SIDE_PX} y1={floorPx} y2={floorPx} />
          {months.map((month, i) => (
            <MonthBar
              key={month.month}
              id={id}
              month={month}
              at={i}
              layout={layout}
              tabIndex={tabIndexOf(i)}
              onKeyDown={onKeyDown}
            />
          ))}
          <Numbers months={months} layout={layout} />
          <path className="figures-line" d={askedLine} />
          {months.map(({ month }, i) => (
            <g key={month} className="figures-tick" textAnchor="middle">
              <text x={middle(i)} y={floorPx + 16}>
                {monthTick(month, words.language)}
              </text>
              {(i === 0 || month.endsWith('-01')) && (
                <text x={middle(i)} y={floorPx + 31}>
                  {month.slice(0, 4)}
                </text>
              )}
            </g>
          ))}
        </svg>
      </div>
      <Legend id={id} />
    </div>
  )
}

function MonthBar({
  id,
  month: { counts, month },
  at,
  layout: { bandPx, floorPx, heightOf, layers, left },
  tabIndex,
  onKeyDown,
}: {
  readonly id: string
  readonly month: Month
  readonly at: number
  readonly layout: MonthLayout
  readonly tabIndex: number
  readonly onKeyDown: (event: KeyboardEvent<Element>) => void
}): ReactNode {
  const words = useWords()
  return (
    <BarLink
      of={counts.asked.key}
      place={{ x: left(at), width: bandPx, topPx: TOP_PX, floorPx }}
      tabIndex={tabIndex}
      onKeyDown={onKeyDown}
      label={words('figures.month-bar', {
        month: monthText(month, words.language),
        asked: counts.asked.count,
        inTime: counts['answered-in-time'].count,
        late: counts['answered-late'].count,
        overdue: counts['open-overdue'].count,
      })}
    >
      {layers.map(({ layer, spans }) => {
        const [from, to] = spans[at] ?? [0, 0]
        return (
          to > from && (
            <g key={layer} data-layer={layer}>
              <rect
                className="figures-layer"
                x={left(at)}
                y={heightOf(to)}
                width={bandPx}
                height={heightOf(from) - heightOf(to)}
                fill={fillOf(id, layer)}
              />
            </g>
          )
        )
      })}
    </BarLink>
  )
}

/** What each part counts, in it, and how many there were, above it. The links say the same to who cannot see it. */
function Numbers({
  months,
  layout: { heightOf, layers, middle },
}: {
  readonly months: readonly Month[]
  readonly layout: MonthLayout
}): ReactNode {
  const words = useWords()
  return (
    <g className="figures-labels" aria-hidden="true">
      {layers.flatMap(({ layer, spans }) =>
        spans.map(([from, to], i) => {
          const [top, bottom] = [heightOf(to), heightOf(from)]
          return bottom - top < LABEL_MIN_PX ? null : (
            <g key={`${layer} ${months[i]?.month}`} data-layer={layer}>
              <text className="figures-within" x={middle(i)} y={(top + bottom) / 2 + 4} textAnchor="middle">
                {numberText(to - from, words.language)}
              </text>
            </g>
          )
        }),
      )}
      {months.map(({ counts: { asked }, month }, i) => (
        <text
          key={month}
          className="figures-count"
          x={middle(i)}
          y={heightOf(asked.count) - 6}
          textAnchor="middle"
        >
          {asked.count === 0 ? '' : numberText(asked.count, words.language)}
        </text>
      ))}
    </g>
  )
}

function fillOf(id: string, layer: Layer): string | undefined {
  return layer === 'answered-in-time' || layer === 'rest' ? undefined : `url(#${id}${layer})`
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
              <rect className="figures-layer" width="22" height="14" fill={fillOf(id, layer)} />
            </g>
          </svg>
          {layer === 'rest' ? words('figures.rest') : figureName(layer, words)}
        </li>
      ))}
    </ul>
  )
}
