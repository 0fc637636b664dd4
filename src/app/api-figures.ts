import type { FigurePlace, FiguresMade, FiguresPort } from '../api/index.ts'
import { namedSizes } from '../channel/index.ts'
import type { ChannelId } from '../record/index.ts'
import { type FigureMatter, type Window, figureMatter } from '../report/index.ts'
import { FigureBook } from './figure-book.ts'
import { settledOf } from './marks.ts'
import type { EntenteNode } from './node.ts'
import { openChannel } from './open-channel.ts'

/** What is counted, as the officers' door sees it. Whoever calls has been allowed to. */
export class ApiFigures implements FiguresPort {
  readonly #node: EntenteNode
  readonly #book: FigureBook

  constructor(node: EntenteNode) {
    this.#node = node
    this.#book = new FigureBook(node.needs)
  }

  async figures(id: ChannelId, window: Window, atMs: number): Promise<FiguresMade> {
    const { folds, held } = openChannel(this.#node, id)
    await folds.listed()
    const settled = namedSizes(settledOf(held), held.parties)
    const upTo = await this.#node.needs.store.foldedUpTo(id)
    return { figures: await this.#book.figures(id, window, atMs), upTo, settled }
  }

  async behind(
    id: ChannelId,
    window: Window,
    atMs: number,
    key: string,
    after: FigurePlace | undefined,
    limit: number,
  ): Promise<{ items: readonly FigureMatter[]; next: FigurePlace | null }> {
    await openChannel(this.#node, id).folds.listed()
    const facts = await this.#book.behind(id, window, atMs, key)
    const isBefore = ({ no, openedMs }: FigurePlace): boolean =>
      after === undefined || openedMs < after.openedMs || (openedMs === after.openedMs && no < after.no)
    const from = facts.findIndex(isBefore)
    const page = from < 0 ? [] : facts.slice(from, from + limit)
    const last = page.at(-1)
    const isLast = last === undefined || from + limit >= facts.length
    return {
      items: page.map(figureMatter),
      next: isLast ? null : { openedMs: last.openedMs, no: last.no },
    }
  }
}
