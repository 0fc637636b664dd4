import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client'
import type { NodeFigures } from './node-port.ts'

/** From a list out of memory to an act that waits for the other side's receipt. */
const SECONDS_BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10, 30]

export interface MetricSources {
  readonly figures: () => Promise<NodeFigures>
  readonly streams: () => number
}

/** What the operator's monitoring reads. Labels are codes and ids; nobody's name, address or words. */
export class Metrics {
  readonly #registry = new Registry()
  readonly #requests: Counter<'route' | 'status'>
  readonly #seconds: Histogram<'route'>

  constructor(sources: MetricSources) {
    const registers = [this.#registry]
    collectDefaultMetrics({ register: this.#registry, prefix: 'entente_' })
    this.#requests = new Counter({
      name: 'entente_api_requests_total',
      help: 'Requests answered, by route and status.',
      labelNames: ['route', 'status'],
      registers,
    })
    this.#seconds = new Histogram({
      name: 'entente_api_request_seconds',
      help: 'Time from a request to its answer, by route.',
      labelNames: ['route'],
      buckets: SECONDS_BUCKETS,
      registers,
    })
    new Gauge({
      name: 'entente_api_event_streams',
      help: 'Event streams that are open.',
      registers,
      collect() {
        this.set(sources.streams())
      },
    })
    this.#nodeGauges(sources, registers)
  }

  answered(route: string, status: number, seconds: number): void {
    this.#requests.inc({ route, status: String(status) })
    this.#seconds.observe({ route }, seconds)
  }

  text(): Promise<string> {
    return this.#registry.metrics()
  }

  get type(): string {
    return this.#registry.contentType
  }

  /** Read when they are asked for; one reading of the node serves all of them. */
  #nodeGauges({ figures }: MetricSources, registers: Registry[]): void {
    const gauge = <L extends string>(name: string, help: string, labelNames: L[]): Gauge<L> =>
      new Gauge({ name, help, labelNames, registers })
    const size = gauge('entente_feed_leaves', 'Leaves held of a feed.', ['channel', 'party'])
    const frozen = gauge('entente_feed_frozen', '1 when a feed is frozen.', ['channel', 'party'])
    const up = gauge('entente_link_up', '1 when the link to a peer is up.', ['channel', 'party'])
    const writable = gauge('entente_channel_writable', '1 when this node may write there.', ['channel'])
    const wanted = gauge('entente_exhibits_wanted', 'Exhibits named and not wholly here yet.', ['channel'])
    new Gauge({
      name: 'entente_store_bytes',
      help: 'Size of the record on disk.',
      registers,
      async collect() {
        const now = await figures()
        this.set(now.storeBytes)
        for (const { id: channel, feeds, links, ...rest } of now.channels) {
          writable.set({ channel }, Number(rest.writable))
          wanted.set({ channel }, rest.exhibitsWanted)
          for (const feed of feeds) {
            size.set({ channel, party: feed.party }, feed.size)
            frozen.set({ channel, party: feed.party }, Number(feed.frozen))
          }
          for (const link of links) up.set({ channel, party: link.party }, Number(link.up))
        }
      },
    })
  }
}
