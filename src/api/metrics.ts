import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client'
import type { NodeFigures } from './node-port.ts'

/** From a list out of memory to an act that waits for the other side's receipt. */
const SECONDS_BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10, 30]

export interface MetricInfo {
  readonly name: string
  readonly help: string
  readonly type: string
  readonly values: readonly { readonly labels: Readonly<Record<string, string>>; readonly value: number }[]
}

export interface MetricSources {
  readonly figures: () => Promise<NodeFigures>
  readonly streams: () => number
}

interface Gauges {
  readonly size: Gauge<'channel' | 'party'>
  readonly frozen: Gauge<'channel' | 'party'>
  readonly up: Gauge<'channel' | 'party'>
  readonly writable: Gauge<'channel'>
  readonly wanted: Gauge<'channel'>
  readonly store: Gauge
  readonly streams: Gauge
}

/** What the operator's monitoring reads. Labels are codes and ids; nobody's name, address or words. */
export class Metrics {
  readonly #registry = new Registry()
  readonly #requests: Counter<'route' | 'status'>
  readonly #seconds: Histogram<'route'>
  readonly #sources: MetricSources
  readonly #gauges: Gauges

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
    this.#sources = sources
    this.#gauges = gaugesIn(registers)
  }

  answered(route: string, status: number, seconds: number): void {
    this.#requests.inc({ route, status: String(status) })
    this.#seconds.observe({ route }, seconds)
  }

  async text(): Promise<string> {
    await this.#read()
    return this.#registry.metrics()
  }

  /** The same figures as data. */
  async list(): Promise<MetricInfo[]> {
    await this.#read()
    return (await this.#registry.getMetricsAsJSON()).map(({ help, name, type, values }) => ({
      name,
      help,
      type: String(type),
      // What was never measured is no number, and JSON has no word for that.
      values: values
        .filter(({ value }) => Number.isFinite(value))
        .map(({ labels, value }) => ({ labels: labelsIn(labels), value })),
    }))
  }

  get type(): string {
    return this.#registry.contentType
  }

  /** One reading of the node serves all its figures. What is not there any more is not told any more. */
  async #read(): Promise<void> {
    const { storeBytes, channels } = await this.#sources.figures()
    const { size, frozen, up, writable, wanted, store, streams } = this.#gauges
    for (const gauge of [size, frozen, up, writable, wanted]) gauge.reset()
    store.set(storeBytes)
    streams.set(this.#sources.streams())
    for (const { id: channel, feeds, links, exhibitsWanted, ...rest } of channels) {
      writable.set({ channel }, Number(rest.writable))
      wanted.set({ channel }, exhibitsWanted)
      for (const feed of feeds) {
        size.set({ channel, party: feed.party }, feed.size)
        frozen.set({ channel, party: feed.party }, Number(feed.frozen))
      }
      for (const link of links) up.set({ channel, party: link.party }, Number(link.up))
    }
  }
}

function labelsIn(labels: Readonly<Record<string, string | number | undefined>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(labels).flatMap(([name, label]) => (label === undefined ? [] : [[name, String(label)]])),
  )
}

function gaugesIn(registers: Registry[]): Gauges {
  const gauge = <L extends string>(name: string, help: string, labelNames: L[]): Gauge<L> =>
    new Gauge({ name, help, labelNames, registers })
  return {
    size: gauge('entente_feed_leaves', 'Leaves held of a feed.', ['channel', 'party']),
    frozen: gauge('entente_feed_frozen', '1 when a feed is frozen.', ['channel', 'party']),
    up: gauge('entente_link_up', '1 when the link to a peer is up.', ['channel', 'party']),
    writable: gauge('entente_channel_writable', '1 when this node may write there.', ['channel']),
    wanted: gauge('entente_exhibits_wanted', 'Exhibits named and not wholly here yet.', ['channel']),
    store: gauge('entente_store_bytes', 'Size of the record on disk.', []),
    streams: gauge('entente_api_event_streams', 'Event streams that are open.', []),
  }
}
