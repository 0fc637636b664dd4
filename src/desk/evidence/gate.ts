import { exhibitOf, handlingFault, releasePlan } from '../../acts/index.ts'
import type { ExhibitState, MatterState, ReleasePlan, ViewPurpose, VoidCode } from '../../acts/index.ts'
import type { ReleaseWay } from '../../instruments/index.ts'
import type { ActId, Leaf } from '../../record/index.ts'
import { DeskError } from '../errors.ts'
import type { DeskErrorCode } from '../errors.ts'
import type { Asker, EvidenceNeeds } from './ports.ts'

/** What is to be looked at, and what for. */
export interface ViewAsked {
  readonly matter: ActId
  readonly sealed: string
  readonly purpose: ViewPurpose
}

/** Writes a refusal down and gives the error to throw; the log keeps `result`, or else the code. */
export type Refuse = (code: DeskErrorCode, message: string, result?: string) => Promise<DeskError>

/** What is to be let out. */
export interface ReleaseAsked {
  readonly matter: ActId
  readonly exhibits: readonly string[]
  readonly scope: 'matter' | 'exhibits'
  readonly way: ReleaseWay
}

/**
 * The gate that everything passes on its way out of this node: it looks up marks, conditions and permissions, puts the
 * view or the release on the record, and writes down who asked and what was refused.
 */
export class EvidenceGate {
  readonly #needs: EvidenceNeeds

  constructor(needs: EvidenceNeeds) {
    this.#needs = needs
  }

  /** What would stop a release now, and on which permissions it would rest. Nothing is recorded. Throws `matter-unknown`. */
  async plan({ exhibits, matter, scope, way }: ReleaseAsked): Promise<ReleasePlan> {
    const state = await this.#matter(matter)
    return this.#planned(state, { exhibits, matter, scope, way })
  }

  /**
   * Records that an exhibit is looked at. Only once this resolves may its bytes be shown. `check` runs when the gate is open
   * and before the act, for what may still fail. Throws DeskError `matter-unknown`, `exhibit-unknown`, `exhibit-barred`; each refusal is in the access log.
   */
  async view(
    asker: Asker,
    { matter, purpose, sealed }: ViewAsked,
    check?: (exhibit: ExhibitState, refuse: Refuse) => Promise<void>,
  ): Promise<ExhibitState> {
    const refuse = this.#refusalsOf(asker, 'evidence.view', matter, sealed)
    const state = await this.#matter(matter, refuse)
    const exhibit = exhibitOf(state, sealed)
    if (exhibit === undefined)
      throw await refuse('exhibit-unknown', 'exhibit: must be one that the matter lists.')
    const fault = await this.#fault(exhibit)
    if (fault !== undefined)
      throw await refuse('exhibit-barred', `exhibit: it may not be viewed now (${fault}).`, fault)
    await check?.(exhibit, refuse)
    const viewer = asker.viewer === undefined ? {} : { viewer: asker.viewer }
    const data = { purpose, sealed, ...viewer }
    const act = await this.#needs.record.act({ type: 'evidence.view', about: matter, data })
    await this.#note(asker, 'evidence.view', { matter, act, exhibit: sealed, result: 'ok' })
    return exhibit
  }

  /**
   * Records a release. Only once this resolves may anything leave. `check` runs when the gate is open and before the act,
   * for what may still fail: a release that never happened must not stand in the record.
   * Throws DeskError `matter-unknown`, `exhibit-unknown`, `exhibit-barred`, `release-stopped`; each refusal is in the access log.
   */
  async release(
    asker: Asker,
    asked: ReleaseAsked,
    check?: (refuse: Refuse) => Promise<void>,
  ): Promise<ActId> {
    const { exhibits, matter, scope, way } = asked
    const refuse = this.#refusalsOf(asker, `evidence.release.${way}`, matter, exhibits[0])
    const state = await this.#releasable(asked, refuse)
    const permissions = await this.#requireOpen(state, asked, refuse)
    await check?.(refuse)
    const data = { exhibits: [...exhibits], permissions: [...permissions], scope, way }
    const act = await this.#needs.record.act({ type: 'evidence.release', about: matter, data })
    const exhibit = exhibits[0]
    const named = exhibit === undefined ? {} : { exhibit }
    await this.#note(asker, `evidence.release.${way}`, { matter, act, ...named, result: 'ok' })
    return act
  }

  /**
   * As `release`, for one of this party that stands in the record already and covers all of this: no second one is made. What
   * has been put under seal or destroyed since then stays where it is.
   * Throws DeskError as `release`, and `release-unknown`.
   */
  async underRelease(
    asker: Asker,
    asked: ReleaseAsked,
    release: ActId,
    check?: (refuse: Refuse) => Promise<void>,
  ): Promise<ActId> {
    const { exhibits, matter, way } = asked
    const refuse = this.#refusalsOf(asker, `evidence.release.${way}`, matter, exhibits[0])
    const state = await this.#releasable(asked, refuse)
    // Words and marks may have come since.
    await this.#requireOpen(state, asked, refuse)
    const acts = await this.#needs.record.acts(matter)
    const made = acts.find(({ code, id }) => id === release && code === null)
    if (made === undefined || made.leaf.party !== this.#needs.record.self || !covers(made.leaf, asked))
      throw await refuse(
        'release-unknown',
        'release: must be a release of this party in this matter, by this way, of all that is to go out.',
      )
    await check?.(refuse)
    const exhibit = exhibits[0]
    const named = exhibit === undefined ? {} : { exhibit }
    await this.#note(asker, `evidence.release.${way}`, { matter, act: release, ...named, result: 'ok' })
    return release
  }

  /** The permissions that it rests on. */
  async #requireOpen(state: MatterState, asked: ReleaseAsked, refuse: Refuse): Promise<readonly ActId[]> {
    const { permissions, stops } = this.#planned(state, asked)
    const [first] = stops
    if (first === undefined) return permissions
    throw await refuse(
      'release-stopped',
      `way: ${asked.way} is stopped by ${stops.join(', ')}; ask the owner for evidence.permit.`,
      first,
    )
  }

  async #releasable({ exhibits, matter }: ReleaseAsked, refuse: Refuse): Promise<MatterState> {
    const state = await this.#matter(matter, refuse)
    for (const sealed of exhibits) {
      const exhibit = exhibitOf(state, sealed)
      if (exhibit === undefined)
        throw await refuse('exhibit-unknown', 'exhibits: each must be one that the matter lists.')
      const fault = await this.#fault(exhibit)
      if (fault !== undefined)
        throw await refuse(
          'exhibit-barred',
          `exhibits: ${sealed.slice(0, 12)} may not go out (${fault}).`,
          fault,
        )
    }
    return state
  }

  /** A seal is on the file: it goes out by no other matter that names the same one. */
  async #fault(exhibit: ExhibitState): Promise<VoidCode | undefined> {
    const { record } = this.#needs
    const fault = handlingFault(exhibit, record.self)
    if (fault !== undefined) return fault
    return (await record.shutBy(exhibit.sealed)) === undefined ? undefined : 'exhibit-under-seal'
  }

  /** Between the view or release and its bytes minutes may pass. Throws DeskError `exhibit-barred`, which is in the access log. */
  async requireStill(asker: Asker, matter: ActId, what: string, sealed: readonly string[]): Promise<void> {
    const state = await this.#needs.record.matter(matter)
    for (const name of sealed) {
      const exhibit = state === undefined ? undefined : exhibitOf(state, name)
      const fault = exhibit === undefined ? 'exhibit-unknown' : await this.#fault(exhibit)
      if (fault === undefined) continue
      const refuse = this.#refusalsOf(asker, what, matter, name)
      throw await refuse('exhibit-barred', `exhibit: it may not go out any more (${fault}).`, fault)
    }
  }

  #refusalsOf(asker: Asker, what: string, matter: ActId, exhibit: string | undefined): Refuse {
    // What is no hash can be no exhibit, and must not reach the log as if it were one.
    const named = exhibit !== undefined && /^[0-9a-f]{64}$/.test(exhibit) ? { exhibit } : {}
    return async (code, message, result = code) => {
      await this.#note(asker, what, { matter, ...named, result })
      return new DeskError(code, message, { field: message.slice(0, message.indexOf(':')) })
    }
  }

  #planned(state: MatterState, { exhibits, scope, way }: ReleaseAsked): ReleasePlan {
    const { clock, record } = this.#needs
    return releasePlan(state, { atMs: clock.now(), by: record.self, exhibits, scope, way })
  }

  async #matter(id: ActId, refuse?: Refuse): Promise<MatterState> {
    const state = await this.#needs.record.matter(id)
    if (state !== undefined) return state
    const message = 'matter: must be one of this channel.'
    throw (
      (await refuse?.('matter-unknown', message)) ??
      new DeskError('matter-unknown', message, { field: 'matter' })
    )
  }

  #note(
    { by, how, user }: Asker,
    what: string,
    entry: { matter: ActId; act?: ActId; exhibit?: string; result: string },
  ): Promise<void> {
    const { channel } = this.#needs.record
    return this.#needs.log.note({ user, how, what, channel, ...(by === undefined ? {} : { by }), ...entry })
  }
}

/** Whether an act is a release of that way whose words, and exhibits, hold all that is asked. */
function covers({ data, type }: Leaf, { exhibits, scope, way }: ReleaseAsked): boolean {
  const listed: readonly unknown[] = Array.isArray(data['exhibits']) ? data['exhibits'] : []
  const isWide = data['scope'] === 'matter' || data['scope'] === scope
  return (
    type === 'evidence.release' &&
    data['way'] === way &&
    isWide &&
    exhibits.every((sealed) => listed.includes(sealed))
  )
}
