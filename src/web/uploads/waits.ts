import { after } from '../effects/clock.ts'

/** Rejects with the signal's reason. Ends early when `soonest` calls back. */
export function waitFor(
  delayMs: number,
  signal: AbortSignal,
  soonest: (wake: () => void) => () => void = () => () => undefined,
): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) {
      reject(signal.reason as Error)
      return
    }
    const stop = after(delayMs, () => end(resolve))
    const forget = soonest(() => end(resolve))
    const gone = (): void => end(() => reject(signal.reason as Error))
    signal.addEventListener('abort', gone)
    function end(then: () => void): void {
      stop()
      forget()
      signal.removeEventListener('abort', gone)
      then()
    }
  })
}

/** When the browser says that there is a network again. */
export function whenOnline(wake: () => void): () => void {
  addEventListener('online', wake)
  return () => removeEventListener('online', wake)
}

/** Gives up after a time, or when `signal` does. */
export async function within<T>(
  limitMs: number,
  signal: AbortSignal,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const late = new AbortController()
  const stop = after(limitMs, () => late.abort())
  try {
    return await work(AbortSignal.any([signal, late.signal]))
  } finally {
    stop()
  }
}

/** So many at once; the others wait in the order in which they came. */
export class Slots {
  #free: number
  readonly #waiting: (() => void)[] = []

  constructor(count: number) {
    this.#free = count
  }

  /** Gives what frees the slot again. Rejects with the signal's reason. */
  take(signal: AbortSignal): Promise<() => void> {
    return new Promise((resolve, reject) => {
      const free = (): void => {
        const next = this.#waiting.shift()
        if (next === undefined) this.#free += 1
        else next()
      }
      const enter = (): void => {
        signal.removeEventListener('abort', leave)
        resolve(free)
      }
      const leave = (): void => {
        const at = this.#waiting.indexOf(enter)
        if (at >= 0) this.#waiting.splice(at, 1)
        reject(signal.reason as Error)
      }
      if (signal.aborted) {
        reject(signal.reason as Error)
      } else if (this.#free > 0) {
        this.#free -= 1
        resolve(free)
      } else {
        this.#waiting.push(enter)
        signal.addEventListener('abort', leave)
      }
    })
  }
}

/** Runs `work` while no other tab of this browser does; false when one does. Without locks, tabs are not told apart. */
export async function alone(name: string, work: () => Promise<void>): Promise<boolean> {
  const { locks } = navigator as { locks?: LockManager }
  if (locks === undefined) {
    await work()
    return true
  }
  return locks.request(name, { ifAvailable: true }, async (lock) => {
    if (lock !== null) await work()
    return lock !== null
  })
}
