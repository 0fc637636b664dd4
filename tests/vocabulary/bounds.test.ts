import { describe, expect, it } from 'vitest'
import {
  ACT_EXAMPLES,
  EXHIBITS_PER_ACT_MAX,
  type FoldContext,
  type MatterState,
  VOCABULARY,
  actNamed,
} from '../../src/acts/index.ts'
import { type JsonObject, instantFromMs } from '../../src/record/index.ts'
import { foldMatter } from '../../src/channel/index.ts'
import { SeededRng } from '../sim/random.ts'
import { drawnBody, drawnData, hexOf } from './drawn.ts'
import { rotationFor } from './rotations.ts'

/** A matter's state travels through memory with every act about it, and into a row with every save. */
const STATE_BYTES_MAX = 1_000_000
const START_MS = Date.UTC(2030, 0, 1)
const HOUR_MS = 3_600_000
const CONTEXT: FoldContext = {
  channel: 'c'.repeat(64),
  parties: ['cn', 'us', 'sg'],
  fold: 1,
  exhibitBytesMax: 1_000_000,
}

/** Acts of one kind that fill what a matter lists, each as large as its schema lets it be. */
type Filler = readonly [type: string, data: (n: number, state: MatterState, rng: SeededRng) => JsonObject]

const seal = (state: MatterState, n: number): string =>
  state.exhibits[n % Math.max(1, state.exhibits.length)]?.sealed ?? ''
const ANY: readonly Filler[] = [
  [
    'evidence.view',
    (n, state) => ({ purpose: 'examination', sealed: seal(state, n), viewer: 'a'.repeat(64) }),
  ],
  ['evidence.receive', (n, state) => ({ result: 'match', sealed: seal(state, n) })],
  [
    'evidence.permit',
    (_n, state) => ({
      exhibits: state.exhibits.slice(0, EXHIBITS_PER_ACT_MAX).map(({ sealed }) => sealed),
      ways: ['court-bundle', 'community', 'publish'],
      until: instantFromMs(START_MS + 9_000 * HOUR_MS),
    }),
  ],
  ['body.expunge', () => ({ act: 'a'.repeat(64), ground: 'data-subject-right', scope: 'body-and-exhibits' })],
  ['attest.sign', (_n, _state, rng) => attested(rng)],
]
const OWN: Readonly<Partial<Record<MatterState['kind'], readonly Filler[]>>> = {
  request: [
    ['request.supply', (_n, _state, rng) => ({ exhibits: manyExhibits(rng), final: false })],
    ['request.ask', () => ({ what: ['period'] })],
  ],
  case: [['case.link', (_n, _state, rng) => ({ matter: hexOf(rng, 32) })]],
  agency: [
    ['directory.seat.open', () => ({ ...ACT_EXAMPLES['directory.seat.open'], languages: manyLanguages() })],
    [
      'directory.officer.appoint',
      (n, state, rng) => ({
        ...ACT_EXAMPLES['directory.officer.appoint'],
        credential: hexOf(rng, 16),
        seat: state.kind === 'agency' ? (state.seats[n % Math.max(1, state.seats.length)]?.act ?? '') : '',
      }),
    ],
    ['directory.duty.set', (n, state) => rota(n, state)],
  ],
  channel: [
    ['channel.key.rotate', (_n, _state, rng) => rotationFor(CONTEXT.channel, 'us', rng)],
    ['channel.key.revoke', (_n, _state, rng) => ({ keys: hexOf(rng, 32), reason: 'compromised' })],
    ['channel.admit', (n, _state, rng) => ({ keys: hexOf(rng, 32), party: `p${n}` })],
  ],
}
/** Until every list is full: eight entries in the ledger of each of 256 exhibits take longest. */
const ROUNDS_TO_FILL = 800
const ROUNDS_MORE = 80
/** Counters and instants may take a digit more. */
const DIGITS = 400

const OPENERS = VOCABULARY.flatMap((act) =>
  act.about.how === 'opens' ? [[act.about.kind, act.name] as const] : [],
)

describe('the state of a matter', () => {
  it.each<readonly [MatterState['kind'], string]>([...OPENERS, ['channel', '']])(
    '%s stays small whatever is done to it, by %s and all that follows',
    (kind, opener) => {
      const rng = new SeededRng(1, `bounds/${kind}`)
      const flood = new Flood(kind, opener, rng)
      const fill = (from: number, to: number): number => {
        for (let n = from; n < to; n++)
          for (const [type, data] of [...(OWN[kind] ?? []), ...ANY])
            for (const party of CONTEXT.parties) flood.say(type, party, data(n, flood.state, rng))
        return JSON.stringify(flood.state).length
      }
      const filled = fill(0, ROUNDS_TO_FILL)
      expect(fill(ROUNDS_TO_FILL, ROUNDS_TO_FILL + ROUNDS_MORE)).toBeLessThan(filled + DIGITS)
      // After what fills it, whatever the vocabulary has.
      for (let n = 0; n < 1_500; n++) flood.sayAnything(rng.pick(CONTEXT.parties))
      const bytes = JSON.stringify(flood.state).length
      console.log(
        `${kind}: ${flood.effects} acts with effect, at most ${flood.mostBytes} bytes, void ${flood.full} times for being full`,
      )
      expect(flood.mostBytes).toBeLessThan(STATE_BYTES_MAX)
      expect(bytes).toBeLessThan(STATE_BYTES_MAX)
      expect(flood.full).toBeGreaterThan(0)
    },
    180_000,
  )
})

/** One matter, and everything that three parties can think of against it. */
class Flood {
  state: MatterState
  effects = 0
  full = 0
  mostBytes = 0
  readonly #id: string
  readonly #rng: SeededRng
  #seq = 1

  constructor(kind: MatterState['kind'], opener: string, rng: SeededRng) {
    this.#rng = rng
    this.#id = kind === 'channel' ? CONTEXT.channel : hexOf(rng, 32)
    const founded = foldMatter(CONTEXT.channel, [], CONTEXT)
    const start = founded.kind === 'folded' ? founded.matter.now.state : null
    const state = kind === 'channel' ? start : this.#opened(opener)
    if (state === null) throw new Error(`nothing opened a ${kind}`)
    this.state = state
  }

  say(type: string, party: string, data: JsonObject): void {
    const act = actNamed(type)
    if (act === undefined) throw new Error(`no act ${type}`)
    const body = act.body.rule === 'required' ? act.body.types[0] : undefined
    this.#take(this.#fold(type, party, data, body, this.state))
  }

  sayAnything(party: string): void {
    const { kind } = this.state
    const fitting = VOCABULARY.filter(
      ({ about, name }) =>
        // What ends a matter would end its growth.
        !/leave|withdraw|close|retire|stand-down|destroy/.test(name) &&
        (about.how === 'any' ||
          (about.how === 'about' && about.kind === kind) ||
          (about.how === 'channel' && kind === 'channel')),
    )
    const act = this.#rng.pick(fitting)
    const scene = {
      rng: this.#rng,
      nowMs: this.#nowMs,
      parties: CONTEXT.parties,
      state: this.state,
      acts: [],
    }
    const data = drawnData(act, scene)
    if (data === undefined) return
    this.#take(this.#fold(act.name, party, data, drawnBody(act, this.#rng), this.state))
  }

  get #nowMs(): number {
    return START_MS + this.#seq * 1_000
  }

  #opened(opener: string): MatterState | null {
    const act = actNamed(opener)
    for (let attempt = 0; attempt < 50; attempt++) {
      const scene = { rng: this.#rng, nowMs: START_MS, parties: CONTEXT.parties, state: null, acts: [] }
      const data = act === undefined ? undefined : drawnData(act, scene)
      const body = act?.body.rule === 'none' ? undefined : act?.body.types[0]
      const made =
        data === undefined ? '' : this.#fold(opener, 'us', { ...data, ...full(data, this.#rng) }, body, null)
      if (typeof made !== 'string') return made
    }
    return null
  }

  #take(outcome: MatterState | string): void {
    if (outcome === 'matter-full') this.full += 1
    if (typeof outcome === 'string') return
    this.state = outcome
    this.effects += 1
    if (this.effects % 50 === 0) this.mostBytes = Math.max(this.mostBytes, JSON.stringify(outcome).length)
  }

  #fold(
    type: string,
    party: string,
    data: JsonObject,
    body: string | undefined,
    state: MatterState | null,
  ): MatterState | string {
    const seq = this.#seq++
    const { parties } = CONTEXT
    const about = actNamed(type)?.about.how
    const leaf = {
      v: 1,
      type,
      party,
      seq,
      made: instantFromMs(this.#nowMs),
      deps: Object.fromEntries(parties.filter((other) => other !== party).map((other) => [other, seq])),
      ...(about === 'opens' || about === 'channel' ? {} : { about: this.#id }),
      ...(body === undefined ? {} : { body: { hmac: '0'.repeat(64), size: 1, type: body } }),
      data,
    } as const
    return actNamed(type)?.fold(state, { id: hexOf(this.#rng, 32), leaf }, CONTEXT) ?? 'type-unknown'
  }
}

/** As many exhibits as one act may list, where it lists any. */
function full(data: JsonObject, rng: SeededRng): JsonObject {
  return 'exhibits' in data ? { exhibits: manyExhibits(rng) } : {}
}

function manyExhibits(rng: SeededRng): JsonObject[] {
  return Array.from({ length: EXHIBITS_PER_ACT_MAX }, () => ({
    hmac: hexOf(rng, 32),
    mediaType: 'application/zip',
    plainBytes: 9,
    sealed: hexOf(rng, 32),
    sealedBytes: 10,
  }))
}

function manyLanguages(): string[] {
  return Array.from({ length: 16 }, (_, n) => `zh-Hans-${String.fromCharCode(65 + n).repeat(2)}`)
}

function attested(rng: SeededRng): JsonObject {
  const text = Buffer.from(rng.bytes(32)).toString('base64url')
  return {
    act: hexOf(rng, 32),
    appointed: hexOf(rng, 32),
    assertion: { authenticatorData: text, clientDataJSON: text, signature: text },
    credential: hexOf(rng, 16),
    key: Buffer.from(rng.bytes(33)).toString('base64'),
    meaning: 'approve',
    rp: 'desk.example',
  }
}

/** A rota with as many shifts as a seat may have. */
function rota(n: number, state: MatterState): JsonObject {
  const seats = state.kind === 'agency' ? state.seats : []
  const officers = state.kind === 'agency' ? state.officers : []
  const officer = officers[n % Math.max(1, officers.length)]?.act ?? ''
  const shifts = Array.from({ length: 128 }, (_, shift) => ({
    from: instantFromMs(START_MS + shift * HOUR_MS),
    line: 'principal',
    officer,
    to: instantFromMs(START_MS + (shift + 1) * HOUR_MS),
  }))
  return { seat: seats[n % Math.max(1, seats.length)]?.act ?? '', shifts }
}
