const KiB = 1024
const SEGMENT_LEAST = 512 * KiB
const SEGMENT_FIRST = 2 * 1024 * KiB
/** As much as the node takes in one request. */
const SEGMENT_MOST = 16 * 1024 * KiB
/** Small enough that what is shown moves, large enough that the line is not spent on waiting for answers. */
const SEGMENT_WANTED_MS = 3_000
/** A rate over a few seconds: long enough to be calm, short enough to tell that a line became slow. */
const WINDOW_MS = 12_000

interface Taken {
  readonly atMs: number
  readonly receivedBytes: number
}

/** How fast a file goes, and how much of it is sent at once. */
export class Pace {
  #taken: Taken[] = []
  #segmentBytes = SEGMENT_FIRST

  get segmentBytes(): number {
    return this.#segmentBytes
  }

  /** The line begins anew: what was measured before a break says nothing. */
  begin(atMs: number, receivedBytes: number): void {
    this.#taken = [{ atMs, receivedBytes }]
  }

  take(atMs: number, receivedBytes: number, tookMs: number, bytes: number): void {
    this.#taken = [...this.#taken.filter((each) => atMs - each.atMs <= WINDOW_MS), { atMs, receivedBytes }]
    const fitting = (bytes / Math.max(1, tookMs)) * SEGMENT_WANTED_MS
    this.#segmentBytes = Math.round(Math.min(SEGMENT_MOST, Math.max(SEGMENT_LEAST, fitting)))
  }

  /** After a break of the line: less is lost by the next. */
  slower(): void {
    this.#segmentBytes = Math.max(SEGMENT_LEAST, Math.round(this.#segmentBytes / 4))
  }

  get bytesPerSecond(): number | undefined {
    const [first] = this.#taken
    const last = this.#taken.at(-1)
    if (first === undefined || last === undefined || last.atMs === first.atMs) return undefined
    return ((last.receivedBytes - first.receivedBytes) / (last.atMs - first.atMs)) * 1_000
  }
}
