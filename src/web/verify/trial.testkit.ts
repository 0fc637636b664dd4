import type { VerifyProgress, VerifyRequest } from './messages.ts'

/** For tests only: what a page of ours can do with a file, to be called from outside the browser. */
export interface TrialPage {
  /** The report on what stands at a URL of this origin. */
  verifyUrl(url: string, request?: VerifyRequest): Promise<unknown>
  /** The report on the file that was put into the page's field, and how it went. */
  verifyFile(request?: VerifyRequest): Promise<TrialRun>
  /** What it ends with when it is stopped once so many bytes were read, and how the source was left. */
  stopAfter(bytes: number): Promise<readonly [error: string, source: string]>
}

export interface TrialRun {
  readonly report: unknown
  readonly progress: readonly VerifyProgress[]
  readonly seconds: number
}

declare global {
  var trial: TrialPage
}

/** A report as JSON can hold it, whether it has crossed from a worker or not: bytes as hex. */
export function plainOf(value: unknown): unknown {
  if (value instanceof Uint8Array)
    return Array.from(value, (byte) => byte.toString(16).padStart(2, '0')).join('')
  if (Array.isArray(value)) return value.map(plainOf)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, plainOf(each)]))
}
