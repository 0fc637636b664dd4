import {
  LIVE_STAGES,
  type MatterState,
  type RequestState,
  VOCABULARY,
  actNamed,
} from '../../src/acts/index.ts'
import type { LiveChannel } from '../../src/app/index.ts'
import type { ActId, ChannelId, JsonObject, PartyId } from '../../src/record/index.ts'
import { deskActs, deskData, deskOpening } from './desk-officer.ts'
import type { Ledger } from './ledger.ts'
import type { SeededRng } from './random.ts'
import type { SimNode } from './sim-node.ts'

type Draft = Parameters<LiveChannel['act']>[0]

const HOUR_MS = 3_600_000
/** Of a hundred acts: those of any type, whoever may make them at whatever stage. Most are refused, some turn out void. */
const SENSELESS_PERCENT = 12

/** Someone at a node who makes acts: mostly what the state allows, sometimes what it does not. */
export class Officer {
  readonly #rng: SeededRng
  readonly #ledger: Ledger
  readonly #channel: ChannelId
  readonly #parties: readonly PartyId[]
  #count = 0

  constructor(rng: SeededRng, ledger: Ledger, channel: ChannelId, parties: readonly PartyId[]) {
    this.#rng = rng
    this.#ledger = ledger
    this.#channel = channel
    this.#parties = parties
  }

  /** One act at this node now. Never rejects; what comes of it stands in the ledger. */
  async move(machine: SimNode): Promise<void> {
    const live = machine.node?.channel(this.#channel)
    if (live === undefined) return
    const text = `${machine.host}/${this.#count++}`
    const draft = await this.#draft(live, machine, text)
    await this.#act(live, machine, draft, text)
  }

  async #act(live: LiveChannel, machine: SimNode, draft: Draft, text: string): Promise<void> {
    const life = `${machine.host}/${machine.lives}`
    const attempt = this.#ledger.ask(machine.party, draft.type, life, draft.body === undefined ? '' : text)
    try {
      const { id, seq } = await live.act(draft)
      Object.assign(attempt, { outcome: 'recorded', id, seq })
      const matter = draft.about ?? id
      if (draft.about === undefined) this.#ledger.matters.push(id)
      if (draft.body !== undefined) this.#ledger.withBody.push({ party: machine.party, seq, id, matter })
      void live.received(seq).then(() => (attempt.received = true))
      void live.settled(seq).then(() => (attempt.settled = true))
      if (draft.type === 'body.expunge') await this.#erase(machine, draft)
    } catch (cause) {
      attempt.outcome =
        cause instanceof Error && 'code' in cause ? String(cause.code) : `fault: ${String(cause)}`
    }
  }

  /** As the operation does it: recorded first, then erased. */
  async #erase(machine: SimNode, draft: Draft): Promise<void> {
    const target = this.#ledger.withBody.find((each) => each.id === draft.data['act'])
    if (target === undefined) return
    await machine.node?.needs.store.expunge(this.#channel, target.party, target.seq)
  }

  async #draft(live: LiveChannel, machine: SimNode, text: string): Promise<Draft> {
    const { matters } = this.#ledger
    const rng = this.#rng
    const at = (hours: number): string => new Date(machine.nowMs + Math.round(hours * HOUR_MS)).toISOString()
    const make = (type: string, data: JsonObject, about?: ActId): Draft =>
      withBody(type, data, about, text, rng)
    if (matters.length === 0 || rng.chance(0.15)) return make('request.open', this.#opening(machine, at))
    if (rng.chance(0.03)) return make('evidence.deposit', { exhibits: [exhibitOf(rng)] })
    if (rng.chance(0.06)) {
      const opening = deskOpening(rng)
      return make(opening, this.#data(opening, null, machine.party, at))
    }
    const about = rng.pick(matters)
    const state = (await live.folds.matter(about))?.now.state ?? null
    const chosen = rng.below(100)
    const type =
      chosen < SENSELESS_PERCENT
        ? rng.pick(VOCABULARY.filter((act) => act.about.how !== 'channel')).name
        : rng.pick(plausible(state, machine.party))
    return make(
      type,
      this.#data(type, state, machine.party, at),
      actNamed(type)?.about.how === 'opens' ? undefined : about,
    )
  }

  #opening(machine: SimNode, at: (hours: number) => string): JsonObject {
    const to = this.#rng.pick(this.#parties.filter((party) => party !== machine.party))
    return openingFor(to, at, this.#rng)
  }

  #data(type: string, state: MatterState | null, party: PartyId, at: (hours: number) => string): JsonObject {
    const rng = this.#rng
    const request = state?.kind === 'request' ? state : undefined
    switch (type) {
      case 'request.open':
        return openingFor(rng.pick(this.#parties), at, rng)
      case 'request.acknowledge':
        return rng.chance(0.5) ? {} : { answerBy: at(5) }
      case 'request.ask':
        return { what: ['period'], ...(rng.chance(0.5) ? {} : { by: at(1) }) }
      case 'request.clarify':
        return { exhibits: [], to: request?.asks[0]?.act ?? '0'.repeat(64) }
      case 'request.consult':
        return { on: rng.pick(['scope', 'refusal', 'postponement']) }
      case 'request.accept':
        return { conditions: ['purpose-only'] }
      case 'request.supply':
        return {
          exhibits: rng.chance(0.1) ? [exhibitOf(rng)] : [],
          final: rng.chance(0.5),
          keptUntil: at(90),
        }
      case 'request.decline':
        return { grounds: ['de-minimis'] }
      case 'request.postpone':
        return { grounds: ['ongoing-investigation'], until: at(rng.chance(0.9) ? 40 : -40) }
      case 'request.extend':
        return { until: at(rng.chance(0.8) ? 500 : 0.1), what: rng.pick(['answer', 'keeping']) }
      case 'request.withdraw':
        return { reason: 'other' }
      case 'request.rate':
        return { completeness: 1 + rng.below(5), timeliness: 3, usefulness: rng.chance(0.9) ? 5 : 9 }
      case 'request.close':
        return { outcome: 'answered' }
      case 'evidence.deposit':
        return { exhibits: [exhibitOf(rng)] }
      case 'evidence.receive':
        return {
          result: rng.pick(['match', 'mismatch']),
          sealed: state?.exhibits[0]?.sealed ?? '0'.repeat(64),
        }
      case 'body.expunge':
        return {
          act: this.#ledger.withBody.length === 0 ? '0'.repeat(64) : rng.pick(this.#ledger.withBody).id,
          ground: 'court-order',
          scope: 'body',
        }
      case 'body.expunged':
        return { to: state?.expunges[0]?.id ?? '0'.repeat(64) }
      default: {
        const to = rng.pick(this.#parties.filter((other) => other !== party))
        return deskData(type, state, to, at, rng) ?? {}
      }
    }
  }
}

/** What this party could sensibly do now. */
function plausible(state: MatterState | null, party: PartyId): string[] {
  if (state === null) return ['remark.post']
  const any = [
    'remark.post',
    ...(state.exhibits.some((each) => each.by !== party) ? ['evidence.receive'] : []),
  ]
  if (state.expunges.some((each) => !each.done.includes(party))) any.push('body.expunged', 'body.expunged')
  else if (state.remarks > 0) any.push('body.expunge')
  any.push(...deskActs(state, party))
  return state.kind === 'request' ? [...requestActs(state, party), ...any] : any
}

function requestActs(state: RequestState, party: PartyId): string[] {
  const live = LIVE_STAGES.includes(state.stage)
  if (party === state.requested && live) {
    const answers = ['request.supply', 'request.supply', 'request.postpone', 'request.decline', 'request.ask']
    if (state.stage === 'open')
      return ['request.acknowledge', 'request.acknowledge', 'request.accept', ...answers]
    return [
      ...answers,
      'request.consult',
      'request.consult',
      ...(state.onClock === party ? ['request.expire'] : []),
    ]
  }
  if (party !== state.requester) return []
  if (state.asks.length > 0) return ['request.clarify', 'request.clarify', 'request.withdraw']
  if (live) return ['request.extend', 'request.withdraw', 'request.consult']
  return state.rating === null ? ['request.rate', 'request.rate', 'request.close'] : ['request.close']
}

function openingFor(to: PartyId, at: (hours: number) => string, rng: SeededRng): JsonObject {
  return {
    acknowledgeBy: at(2),
    ...(rng.chance(0.7) ? { answerBy: at(20) } : {}),
    confidentiality: ['confidential'],
    exhibits: rng.chance(0.1) ? [exhibitOf(rng)] : [],
    identifiers: [{ count: 2, type: 'ipv4' }],
    instrument: { article: '29', id: 'budapest' },
    kind: 'preserve',
    marks: { handling: [], tlp: 'AMBER' },
    offences: ['illegal-access'],
    to,
    urgency: 'routine',
  }
}

/** Hashes of files that nobody has: exhibits themselves do not take part in the simulation. */
function exhibitOf(rng: SeededRng): JsonObject {
  const hex = (): string => Buffer.from(rng.bytes(32)).toString('hex')
  return { hmac: hex(), mediaType: 'application/zip', plainBytes: 90, sealed: hex(), sealedBytes: 100 }
}

/** The body that an act needs, with a text that no other act has; now and then a wrong one. */
function withBody(
  type: string,
  data: JsonObject,
  about: ActId | undefined,
  text: string,
  rng: SeededRng,
): Draft {
  const draft = { type, data, ...(about === undefined ? {} : { about }) }
  const rule = actNamed(type)?.body
  const wanted = rule?.rule === 'required' || (rule?.rule === 'optional' && rng.chance(0.3))
  if (!wanted || rng.chance(0.02)) return draft
  return { ...draft, body: { bytes: Buffer.from(JSON.stringify({ text })), type: rng.pick(rule.types) } }
}
