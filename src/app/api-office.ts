import type { MatterKind, MatterState } from '../acts/index.ts'
import type { Folded, FoldedSlice, NoticeDesk, OfficePort, SideInfo } from '../api/index.ts'
import { decodeMatter } from '../channel/index.ts'
import type { EvidenceNeeds } from '../desk/index.ts'
import type { CharterTerms } from '../instruments/index.ts'
import type { ActId, ChannelId, PartyId } from '../record/index.ts'
import { type MatterCursor, cursorIn } from '../store/index.ts'
import { termsOf } from './channel-terms.ts'
import { agenciesOf } from './directory.ts'
import { AppError } from './errors.ts'
import { evidenceRecordOf, exhibitStoreOf } from './evidence.ts'
import type { LiveChannel } from './live-channel.ts'
import type { EntenteNode } from './node.ts'
import type { Office } from './office.ts'
import { openChannel } from './open-channel.ts'

/** The work around the record as the officers' door sees it. Whoever calls has been allowed to. */
export class ApiOffice implements OfficePort {
  readonly notices: NoticeDesk
  readonly #node: EntenteNode
  readonly #office: Office

  constructor(node: EntenteNode, office: Office) {
    this.#node = node
    this.#office = office
    this.notices = office.notices
  }

  terms(channel: ChannelId): Promise<CharterTerms> {
    return termsOf(this.#node, this.#channel(channel).id)
  }

  async folded<K extends MatterKind>(
    id: ChannelId,
    kind: K,
    after: MatterCursor | undefined,
    limit: number,
  ): Promise<FoldedSlice<K>> {
    const channel = this.#channel(id)
    await channel.folds.listed()
    const list = { by: 'opened', newestFirst: true, kind } as const
    const rows = await this.#node.needs.store.listMatters(id, list, after, limit)
    const items = rows.flatMap((row) => {
      const { state } = decodeMatter(row.state).now
      return state !== null && isOf(state, kind) ? [{ id: row.id, state }] : []
    })
    const last = rows.at(-1)
    return { items, next: last === undefined || rows.length < limit ? null : cursorIn(list, last) }
  }

  async one<K extends MatterKind>(id: ChannelId, kind: K, matter: ActId): Promise<Folded<K>> {
    const state = (await this.#channel(id).folds.matter(matter))?.now.state
    if (state === undefined || state === null || !isOf(state, kind))
      throw new AppError(
        'matter-unknown',
        `matter: must be a matter of the kind "${kind}" in this channel.`,
        {
          field: 'matter',
        },
      )
    return { id: matter, state }
  }

  async agencies(id: ChannelId): Promise<readonly Folded<'agency'>[]> {
    const channel = this.#channel(id)
    const found = await agenciesOf(this.#node, channel)
    const isOwn = ({ state }: Folded<'agency'>): boolean => state.owner === channel.held.self
    return found.toSorted((a, b) => Number(isOwn(b)) - Number(isOwn(a)))
  }

  evidence(id: ChannelId): EvidenceNeeds {
    return {
      record: evidenceRecordOf(this.#node, this.#channel(id)),
      exhibits: exhibitStoreOf(this.#node),
      log: this.#office.side.log,
      clock: this.#node.needs.clock,
    }
  }

  sides(): readonly SideInfo[] {
    return this.#node.sides.list()
  }

  async proposeSide(mechanism: ChannelId, parties: readonly PartyId[]): Promise<SideInfo> {
    await this.#requireSidesAllowed(mechanism)
    return this.#node.sides.propose(mechanism, parties)
  }

  async acceptSide(id: ChannelId): Promise<SideInfo> {
    const offered = this.#node.sides.list().find((side) => side.id === id)
    if (offered !== undefined) await this.#requireSidesAllowed(offered.mechanism)
    return this.#node.sides.accept(id)
  }

  declineSide(id: ChannelId): Promise<SideInfo> {
    return this.#node.sides.decline(id)
  }

  async #requireSidesAllowed(mechanism: ChannelId): Promise<void> {
    if ((await this.terms(mechanism)).sideChannels) return
    throw new AppError('side-refused', 'The charter of this mechanism lets no members open side channels.', {
      field: 'channel',
    })
  }

  #channel(id: ChannelId): LiveChannel {
    return openChannel(this.#node, id)
  }
}

function isOf<K extends MatterKind>(state: MatterState, kind: K): state is Extract<MatterState, { kind: K }> {
  return state.kind === kind
}
