import type { DraftInfo } from './content.ts'

/** Where what was typed is kept, at this moment; the state line says exactly this. */
export type Keeping =
  /** Nothing was typed yet. */
  | { readonly where: 'nowhere-yet' }
  /** All of it is on the node. */
  | { readonly where: 'node'; readonly atMs: number }
  /** The newest of it is in this browser and on its way to the node. */
  | { readonly where: 'on-its-way' }
  /** In this browser, where it stays: the reader's seats keep no drafts on the node. */
  | { readonly where: 'here' }
  /** The node is not reached; the newest is in this browser, and tried again. */
  | { readonly where: 'browser'; readonly sinceMs: number }
  /** As `browser`, but this browser keeps nothing: it is in this page alone. */
  | { readonly where: 'page'; readonly sinceMs: number }
  /** The session has ended; what was typed waits in this browser. */
  | { readonly where: 'signed-out' }
  /** The node does not take it as it is, and says why. */
  | { readonly where: 'refused'; readonly cause: unknown }
  /** It was changed from elsewhere too: both texts are there, and somebody has to choose. */
  | { readonly where: 'apart'; readonly theirs: DraftInfo }
  /** It was put aside, or has become an act, and takes no more changes; what was typed since is in this browser. */
  | { readonly where: 'closed'; readonly info: DraftInfo }
