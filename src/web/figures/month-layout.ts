import { scaleBand, scaleLinear } from 'd3-scale'
import { line, stack } from 'd3-shape'
import type { RequestFigures } from './given.ts'

export type Month = RequestFigures['months'][number]
export const LAYERS = ['answered-in-time', 'answered-late', 'open-overdue', 'rest'] as const
export type Layer = (typeof LAYERS)[number]

export const HEIGHT_PX = 204
export const TOP_PX = 20
export const SIDE_PX = 8
/** Below it the months, and below these the years. */
const FLOOR_PX = HEIGHT_PX - 40
/** A bar can be hit by a finger; more months than there is room for are scrolled to. */
const BAND_MIN_PX = 36

/** Where everything of the plot stands, in CSS pixels. */
export interface MonthLayout {
  readonly widthPx: number
  readonly floorPx: number
  readonly bandPx: number
  readonly left: (month: number) => number
  readonly middle: (month: number) => number
  readonly heightOf: (count: number) => number
  /** Of each layer, for each month, between which counts it lies. */
  readonly layers: readonly {
    readonly layer: Layer
    readonly spans: readonly (readonly [from: number, to: number])[]
  }[]
  readonly askedLine: string
}

export function monthLayout(months: readonly Month[], highest: number, roomPx: number): MonthLayout {
  const widthPx = Math.max(roomPx, months.length * BAND_MIN_PX + 2 * SIDE_PX)
  const bands = scaleBand<number>()
    .domain(months.map((_, i) => i))
    .range([SIDE_PX, widthPx - SIDE_PX])
    .paddingInner(0.2)
  const heights = scaleLinear().domain([0, highest]).range([FLOOR_PX, TOP_PX])
  const bandPx = bands.bandwidth()
  const left = (month: number): number => bands(month) ?? 0
  const middle = (month: number): number => left(month) + bandPx / 2
  const stacked = stack<Month, Layer>().keys(LAYERS).value(countIn)([...months])
  const asked = line<Month>()
    .x((_, i) => middle(i))
    .y(({ counts }) => heights(counts.asked.count))
  return {
    widthPx,
    floorPx: FLOOR_PX,
    bandPx,
    left,
    middle,
    heightOf: (count) => heights(count),
    layers: stacked.map((series) => ({ layer: series.key, spans: series.map(([from, to]) => [from, to]) })),
    askedLine: asked([...months]) ?? '',
  }
}

/** What is neither answered against a due instant nor overdue is the rest of what was asked. */
function countIn({ counts }: Month, layer: Layer): number {
  if (layer !== 'rest') return counts[layer].count
  const told = counts['answered-in-time'].count + counts['answered-late'].count + counts['open-overdue'].count
  return Math.max(0, counts.asked.count - told)
}
