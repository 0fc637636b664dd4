import type { ChannelId, PartyId } from '../record/index.ts'
import type { FigureMatter, Figures, Window } from '../report/index.ts'

/** Where a list of matters behind a figure goes on: after the one opened then, of this number. */
export interface FigurePlace {
  readonly openedMs: number
  readonly no: number
}

export interface FiguresMade {
  readonly figures: Figures
  /** Size of each feed that is counted, and how much of it is settled: the same record gives the same figures. */
  readonly upTo: Readonly<Record<PartyId, number>>
  readonly settled: Readonly<Record<PartyId, number>>
}

/**
 * What is counted of a channel's record. Whoever calls has been allowed to. Methods throw AppError `channel-unknown`, and
 * `figures-too-many` when more was opened in the window than is counted at once.
 */
export interface FiguresPort {
  /** @param atMs the instant that tells what is overdue and what was missed. */
  figures(channel: ChannelId, window: Window, atMs: number): Promise<FiguresMade>
  /** The matters that one figure was added up from, the newest first; none for a figure that nothing stands behind. */
  behind(
    channel: ChannelId,
    window: Window,
    atMs: number,
    key: string,
    after: FigurePlace | undefined,
    limit: number,
  ): Promise<{ readonly items: readonly FigureMatter[]; readonly next: FigurePlace | null }>
}
