/** An id that nobody else draws: for idempotency keys and saved views. */
export const drawId = (): string => crypto.randomUUID()
