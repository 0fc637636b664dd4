import type { Figure } from '../figures.ts'

export interface MeasureOptions {
  /** Shorter and smaller: to see that the bench works, not to judge by. */
  readonly quick: boolean
  /** Acts offered per second. */
  readonly perSecond: number
  /** Says what is going on. */
  readonly say: (line: string) => void
}

/** One group of figures. */
export interface Measure {
  readonly name: string
  readonly what: string
  run(options: MeasureOptions): Promise<Figure[]>
}
