/** Bounds of the door. A test may set them lower; an operator has no reason to. */
export interface ApiLimits {
  /** One JSON body: an act's body of 1 MiB in Base64 with its form. */
  readonly jsonBytes: number
  /** Headers must be there within this time, and the whole request within the next: whoever dawdles holds a socket. */
  readonly headersTimeoutMs: number
  readonly requestTimeoutMs: number
  /** How often sockets are looked at for those two. */
  readonly checkEveryMs: number
  /** Longest a handler may take before the caller is told so. Above the longest wait for a mark. */
  readonly answerTimeoutMs: number
  /** Requests per minute of one session or key, and of one address that has none. */
  readonly requestsPerMinute: number
  readonly strangersPerMinute: number
  readonly connections: number
}

const MiB = 1024 * 1024

export const API_LIMITS: ApiLimits = {
  jsonBytes: 3 * MiB,
  headersTimeoutMs: 10_000,
  requestTimeoutMs: 120_000,
  checkEveryMs: 2_000,
  answerTimeoutMs: 60_000,
  requestsPerMinute: 3_000,
  strangersPerMinute: 120,
  connections: 2_000,
}
