import type { Clock } from '../exchange/index.ts'

/** What a promise comes to within a time; undefined when it has not by then. It is not ended: whoever made it owns it. */
export async function within<T>(clock: Clock, ms: number, work: Promise<T>): Promise<T | undefined> {
  let cancel: () => void = () => undefined
  const late = new Promise<undefined>((resolve) => {
    cancel = clock.after(ms, () => resolve(undefined))
  })
  try {
    return await Promise.race([work, late])
  } finally {
    cancel()
  }
}
