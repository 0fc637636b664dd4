const ENDED: readonly string[] = ['closed', 'declined', 'withdrawn', 'expired', 'retired']

/** Nothing of it is urgent any more. */
export const isEnded = (status: string): boolean => ENDED.includes(status)
