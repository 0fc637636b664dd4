/** In the order in which a call escalates. */
export const LINES = ['seat', 'deputy', 'principal'] as const
export type Line = (typeof LINES)[number]
