import { mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { initNode, perform } from '../src/app/index.ts'
import type { Costs, NodeCommands } from './node-process.ts'
import { CountingWire } from './counting-wire.ts'
import { Remote } from './remote.ts'

const NODE = new URL('./node-process.ts', import.meta.url)

export type Side = 'author' | 'peer'

export interface PairOptions {
  /** What passes between them goes through a wire that counts it. */
  readonly counted?: boolean
  /** Which of them have a door for their own people, with all that works behind it. */
  readonly desks?: readonly Side[]
}

/** More than any caller of the bench asks in a minute: what is measured is the door, not its guard against floods. */
const PER_MINUTE = 100_000_000

interface Place {
  readonly dir: string
  readonly environment: Readonly<Record<string, string>>
}

/** Two nodes as two processes on real disk and TLS: one whose acts are made by the bench, and its peer. */
export class Pair {
  readonly #folder: string
  readonly #places: Readonly<Record<Side, Place>>
  readonly wires: Readonly<Record<Side, CountingWire>> | undefined
  #nodes: Readonly<Record<Side, Remote<NodeCommands>>>

  static async start({ counted = false, desks = [] }: PairOptions = {}): Promise<Pair> {
    const folder = await mkdtemp(join(tmpdir(), 'entente-bench-'))
    const wires = counted ? { author: await CountingWire.open(), peer: await CountingWire.open() } : undefined
    const places = {
      author: await placeOf(folder, 'author', wires?.author, desks),
      peer: await placeOf(folder, 'peer', wires?.peer, desks),
    }
    return new Pair(folder, places, wires)
  }

  private constructor(folder: string, places: Record<Side, Place>, wires: Pair['wires']) {
    this.#folder = folder
    this.#places = places
    this.wires = wires
    this.#nodes = { author: nodeAt(places.author), peer: nodeAt(places.peer) }
  }

  node(side: Side): Remote<NodeCommands> {
    return this.#nodes[side]
  }

  /** Founds a channel between the two and waits until acts can be made in it. */
  async found(): Promise<string> {
    const { author, peer } = this.#nodes
    const proposed = await peer.ask('propose', { card: await author.ask('card', null) })
    const { founding, channel } = await author.ask('accept', { founding: proposed })
    await peer.ask('open', { founding })
    await author.ask('writable', { channel })
    return channel
  }

  async costs(): Promise<Record<Side, Costs>> {
    const { author, peer } = this.#nodes
    return { author: await author.ask('costs', null), peer: await peer.ask('costs', null) }
  }

  /** Starts one again that was stopped; how long it took until it answered this process. */
  async restart(side: Side): Promise<{ afterMs: number }> {
    await this.#nodes[side].stop()
    const node = nodeAt(this.#places[side])
    this.#nodes = { ...this.#nodes, [side]: node }
    await node.ask('card', null)
    return { afterMs: performance.now() - node.startedMs }
  }

  async stop(): Promise<void> {
    await Promise.all([this.#nodes.author.stop(), this.#nodes.peer.stop()])
  }

  /** Starts both again; the author last, so that its peer is there to be asked. */
  async startAgain(channel: string): Promise<{ writableAfterMs: number }> {
    const peer = nodeAt(this.#places.peer)
    await peer.ask('card', null)
    const author = nodeAt(this.#places.author)
    this.#nodes = { author, peer }
    await author.ask('writable', { channel })
    return { writableAfterMs: performance.now() - author.startedMs }
  }

  /** The channel as a carried file, written while the nodes rest. */
  async exported(channel: string): Promise<string> {
    await this.stop()
    const path = join(this.#folder, 'channel.record')
    await rm(path, { force: true })
    const args = { channel, path, exhibits: false }
    const written = await perform(this.#places.author.dir, 'exportChannel', args, {})
    if ('error' in written) throw new Error(written.error.message)
    await this.startAgain(channel)
    return path
  }

  /** Bytes in the folder of a node. */
  async diskBytes(side: Side): Promise<number> {
    const { dir } = this.#places[side]
    const entries = await readdir(dir, { recursive: true, withFileTypes: true })
    const files = entries.filter((entry) => entry.isFile())
    const sizes = await Promise.all(files.map((file) => stat(join(file.parentPath, file.name))))
    return sizes.reduce((sum, { size }) => sum + size, 0)
  }

  /** Ends both and leaves nothing behind. */
  async dispose(): Promise<void> {
    await this.stop()
    await Promise.all([this.wires?.author.close(), this.wires?.peer.close()])
    await rm(this.#folder, { recursive: true, force: true })
  }
}

async function placeOf(
  folder: string,
  side: Side,
  wire: CountingWire | undefined,
  desks: readonly Side[],
): Promise<Place> {
  const dir = join(folder, side)
  const port = await freePort()
  wire?.leadTo(port)
  await initNode(dir, side, side, `https://127.0.0.1:${wire?.port ?? port}`)
  if (desks.includes(side)) await openDoorIn(dir)
  return { dir, environment: { ENTENTE_LISTEN_PORT: String(port) } }
}

async function openDoorIn(dir: string): Promise<void> {
  const path = join(dir, 'config.json')
  const config: Record<string, unknown> = JSON.parse(await readFile(path, 'utf8'))
  const desk = { port: 0, demo: true, requestsPerMinute: PER_MINUTE, strangersPerMinute: PER_MINUTE }
  await writeFile(path, JSON.stringify({ ...config, desk }))
}

function nodeAt({ dir, environment }: Place): Remote<NodeCommands> {
  return new Remote<NodeCommands>(NODE, [dir], environment)
}

function freePort(): Promise<number> {
  const server = createServer()
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      const port = typeof address === 'object' && address !== null ? address.port : 0
      server.close(() => resolve(port))
    })
  })
}
