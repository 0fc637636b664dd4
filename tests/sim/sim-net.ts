import {
  ExchangeError,
  type Net,
  type PeerAddress,
  type WireGate,
  type WireHandler,
  type WireRequest,
  type WireResponse,
} from '../../src/exchange/index.ts'
import type { EventQueue } from './event-queue.ts'
import type { Life } from './life.ts'
import type { SeededRng } from './random.ts'

export interface Weather {
  readonly minDelayMs: number
  readonly maxDelayMs: number
  /** Probability that a message, a request or an answer, is lost. */
  readonly loss: number
  /** Probability that a request arrives twice. */
  readonly duplication: number
}

export const CALM: Weather = { minDelayMs: 1, maxDelayMs: 5, loss: 0, duplication: 0 }

/** The network between simulated nodes. Hosts are names in URLs; a partition cuts pairs of them. */
export class SimNet {
  readonly queue: EventQueue
  readonly rng: SeededRng
  weather: Weather = CALM
  readonly #handlers = new Map<string, { handler: WireHandler; gate: WireGate | undefined; life: Life }>()
  readonly #cut = new Set<string>()
  /** Every request delivered, for tests that look at or replay what crossed the wire. */
  onDelivered: ((from: string, to: string, request: WireRequest) => void) | undefined
  /** Every answer on its way back to whoever asked. */
  onAnswered: ((to: string, response: WireResponse) => void) | undefined
  delivered = 0
  lost = 0
  duplicated = 0

  constructor(queue: EventQueue, rng: SeededRng) {
    this.queue = queue
    this.rng = rng
  }

  cut(a: string, b: string): void {
    this.cutOneWay(a, b)
    this.cutOneWay(b, a)
  }

  /** What `from` sends no longer reaches `to`; the other way it still does. */
  cutOneWay(from: string, to: string): void {
    this.#cut.add(`${from}|${to}`)
  }

  mend(a: string, b: string): void {
    this.#cut.delete(`${a}|${b}`)
    this.#cut.delete(`${b}|${a}`)
  }

  heal(): void {
    this.#cut.clear()
    this.weather = CALM
  }

  /** The network as one host sees it, for as long as that life of it lasts. */
  of(host: string, life: Life): Net {
    return {
      call: (peer, request, options) => this.#call(host, life, peer, request, options),
      serve: (handler, gate) => {
        this.#handlers.set(host, { handler, gate, life })
        return Promise.resolve({ close: () => Promise.resolve(void this.#handlers.delete(host)) })
      },
    }
  }

  #call(
    from: string,
    life: Life,
    peer: PeerAddress,
    request: WireRequest,
    options: { timeoutMs: number; maxResponseBytes: number },
  ): Promise<WireResponse> {
    const to = new URL(peer.url).hostname
    return new Promise((resolve, reject) => {
      const answered = (settle: () => void): void => {
        cancelTimeout()
        if (life.alive) settle()
      }
      const cancelTimeout = this.queue.schedule(options.timeoutMs, () =>
        answered(() => reject(new ExchangeError('peer-timeout', `"${to}" did not answer in time.`))),
      )
      const arrived = (response: WireResponse): void => {
        if (response.body.length <= options.maxResponseBytes) resolve(response)
        else reject(new ExchangeError('peer-answer-too-large', `"${to}" answered more than was asked for.`))
      }
      const copies = this.rng.chance(this.weather.duplication) ? 2 : 1
      this.duplicated += copies - 1
      for (let copy = 0; copy < copies; copy++)
        this.#carry(from, to, () =>
          this.#deliver(from, to, request, (response) => answered(() => arrived(response))),
        )
    })
  }

  #deliver(from: string, to: string, request: WireRequest, answer: (response: WireResponse) => void): void {
    const host = this.#handlers.get(to)
    if (host?.life.alive !== true) return
    this.delivered += 1
    this.onDelivered?.(from, to, request)
    // Each copy that arrives is a message of its own: nodes tell them apart by their headers.
    const arrived = { ...request, headers: { ...request.headers } }
    const turnedAway = host.gate?.(arrived)
    const answered = turnedAway === undefined ? host.handler(arrived) : Promise.resolve(turnedAway)
    void answered.then((response) => {
      this.onAnswered?.(from, response)
      if (host.life.alive) this.#carry(to, from, () => answer(response))
    })
  }

  #carry(from: string, to: string, arrive: () => void): void {
    const { loss, maxDelayMs, minDelayMs } = this.weather
    const delayMs = minDelayMs + this.rng.below(maxDelayMs - minDelayMs + 1)
    if (this.#cut.has(`${from}|${to}`) || this.rng.chance(loss)) {
      this.lost += 1
      return
    }
    this.queue.schedule(delayMs, () => {
      if (this.#cut.has(`${from}|${to}`)) this.lost += 1
      else arrive()
    })
  }
}
