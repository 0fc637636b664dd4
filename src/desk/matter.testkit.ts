import { actNamed } from '../acts/index.ts'
import type { MatterState } from '../acts/index.ts'
import { DEFAULT_TERMS } from '../instruments/index.ts'
import type { CharterTerms } from '../instruments/index.ts'
import { instantFromMs } from '../record/index.ts'
import type { ActId, ChannelId, JsonObject, PartyId } from '../record/index.ts'
import type { SqliteFile } from '../store/index.ts'
import { Desk } from './desk.ts'
import { idOf, realRng } from './desk.testkit.ts'
import type { HandClock } from './desk.testkit.ts'
import { CHANNEL, MATTER, Rota } from './notice.testkit.ts'
import type { ActPort, Deed } from './ports.ts'

export interface Made {
  readonly type: string
  readonly by: PartyId
  readonly atMs: number
  readonly data?: JsonObject
}

/** What acts make of a matter, by the vocabulary's own fold; a void act fails the test. */
export function matterAfter(...acts: readonly Made[]): MatterState {
  let state: MatterState | null = null
  acts.forEach(({ atMs, by, data, type }, index) => {
    const definition = actNamed(type)
    if (definition === undefined) throw new Error(`no act ${type}`)
    const opens = definition.about.how === 'opens'
    const body = definition.body.types[0]
    const seq = index + 1
    const leaf = {
      v: 1 as const,
      type,
      party: by,
      seq,
      made: instantFromMs(atMs),
      deps: Object.fromEntries(
        ['cn', 'us', 'vn'].filter((party) => party !== by).map((party) => [party, seq]),
      ),
      ...(opens ? {} : { about: MATTER }),
      ...(definition.body.rule === 'required' && body !== undefined
        ? { body: { hmac: idOf('body'), size: 1, type: body } }
        : {}),
      data: data ?? {},
    }
    const context = { channel: CHANNEL, parties: ['us', 'cn', 'vn'], fold: 1, exhibitBytesMax: 1 }
    const outcome = definition.fold(state, { id: opens ? MATTER : idOf(`act ${seq}`), leaf }, context)
    if (typeof outcome === 'string') throw new Error(`${type} is void: ${outcome}`)
    state = outcome
  })
  if (state === null) throw new Error('no acts')
  return state
}

/** The own feed as a test sees it: acts that were recorded, and how it fails when told to. */
export class Feed implements ActPort {
  readonly self: string = 'us'
  readonly made: { channel: ChannelId; deed: Deed; atMs: number }[] = []
  fails: Error | undefined
  /** Records, and then the process ends before it learns of it. */
  dies = false
  readonly #clock: HandClock

  constructor(clock: HandClock) {
    this.#clock = clock
  }

  act(channel: ChannelId, deed: Deed): Promise<ActId> {
    if (this.fails !== undefined) return Promise.reject(this.fails)
    this.made.push({ channel, deed, atMs: this.#clock.now() })
    return this.dies
      ? Promise.reject(new Error('killed'))
      : Promise.resolve(idOf(`made ${this.made.length - 1}`))
  }

  recorded(channel: ChannelId, deed: Deed, sinceMs: number): Promise<ActId | undefined> {
    const index = this.made.findIndex(
      (one) =>
        one.channel === channel && one.atMs >= sinceMs && JSON.stringify(one.deed) === JSON.stringify(deed),
    )
    return Promise.resolve(index < 0 ? undefined : idOf(`made ${index}`))
  }

  isFinal(cause: unknown): boolean {
    return cause instanceof Error && cause.message === 'act-not-allowed'
  }
}

export interface DeskBench {
  readonly desk: Desk
  readonly feed: Feed
  readonly rota: Rota
  readonly faults: unknown[]
  change(state: MatterState, matter?: ActId, terms?: CharterTerms): Promise<void>
  /** Kinds of notices in a user's list, with the step of a call. */
  told(user: string): string[]
  /** Stops and closes. Throws when anything went wrong on the way. */
  end(): Promise<void>
}

export async function deskBench(
  file: SqliteFile,
  clock: HandClock,
  feed: Feed = new Feed(clock),
): Promise<DeskBench> {
  const [rota, faults]: [Rota, unknown[]] = [new Rota(), []]
  for (const line of ['seat', 'deputy', 'principal'])
    rota.reach.set(`line/${line}`, [{ user: `u_${line}`, language: 'en' }])
  for (const permission of ['hotline', 'operate', 'directory'])
    rota.reach.set(`permission/${permission}`, [{ user: `u_${permission}`, language: 'en' }])
  rota.reach.set('matter', [{ user: 'u_matter', language: 'en' }])
  const desk = new Desk({
    file,
    clock,
    rng: realRng,
    people: rota,
    acts: feed,
    commands: new Map(),
    linkTo: ({ matter }) => `https://node.example/matters/${matter}`,
    onFault: (cause) => void faults.push(cause),
  })
  await desk.start()
  return {
    desk,
    feed,
    rota,
    faults,
    change: (state, matter = MATTER, terms = DEFAULT_TERMS) =>
      desk.changed(CHANNEL, terms, [{ matter, state }], 1),
    end: async () => {
      await desk.stop()
      await file.close()
      if (faults.length > 0) throw new Error(`faults: ${faults.map(String).join('; ')}`)
    },
    told: (user) =>
      desk.notifications
        .inbox(user, 0, 1_000)
        .map(({ kind, facts }) => (facts.step === undefined ? kind : `${kind} ${facts.step}`)),
  }
}
