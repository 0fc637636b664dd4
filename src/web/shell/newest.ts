/** The notices that the frame shows; the rest stands under /you. */
export const NEWEST = { query: { limit: 20 } } as const
