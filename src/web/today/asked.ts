/** What Today asks first: the matters on our clock, so many of them. Known apart from the screen, so that it can be asked ahead. */
export const MINE = { query: { limit: 50 } } as const
