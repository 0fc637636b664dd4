import { mkdtemp, mkdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Limit, median, quantile } from './figures.ts'
import type { LimitCommands } from './limit-process.ts'
import { Remote } from './remote.ts'

const PROCESS = new URL('./limit-process.ts', import.meta.url)

/** About what a line of the access log, or the answer under a key, takes. */
const DOOR_ROW_BYTES = 300

/** What the machine gives at this moment to two processes that do only what cannot be left out. */
export class Limits {
  readonly #folder: string
  readonly #author: Remote<LimitCommands>
  readonly #peer: Remote<LimitCommands>

  static async start(): Promise<Limits> {
    const folder = await mkdtemp(join(tmpdir(), 'entente-bench-limit-'))
    await mkdir(join(folder, 'author'))
    await mkdir(join(folder, 'peer'))
    return new Limits(folder)
  }

  private constructor(folder: string) {
    this.#folder = folder
    this.#author = new Remote(PROCESS, [join(folder, 'author')])
    this.#peer = new Remote(PROCESS, [join(folder, 'peer')])
  }

  /** Acts per second if nothing but hashing, committing and signing existed, both sides at once; the slower side. */
  async actsPerSecond(leafBytes: number, groupActs: number, seconds: number): Promise<Limit> {
    const args = { leafBytes, groupActs: Math.max(1, Math.round(groupActs)), seconds }
    const both = await Promise.all([this.#author.ask('groups', args), this.#peer.ask('groups', args)])
    return { value: Math.min(...both), name: `hash, commit, sign in groups of ${args.groupActs}` }
  }

  /** One act: commit, sign, TLS there, verify, commit, sign, TLS back, verify. */
  async oneActMs(leafBytes: number, samples: number, gapMs: number): Promise<{ median: Limit; p99: Limit }> {
    const port = await this.#peer.ask('listen', null)
    const tookMs = await this.#author.ask('oneByOne', { port, samples, leafBytes, gapMs })
    const name = '2 commits, 2 signatures each way, 1 TLS round trip'
    return {
      median: { value: median(tookMs), name },
      p99: { value: quantile(tookMs, 0.99), name },
    }
  }

  /** Acts per second behind a door that makes so many small commits for each besides its own. */
  async doorWrites(leafBytes: number, inFlight: number, commits: number, seconds: number): Promise<Limit> {
    const args = { leafBytes, inFlight, commits, seconds, rowBytes: DOOR_ROW_BYTES }
    const value = await this.#author.ask('doorWrites', args)
    return { value, name: `${commits + 1} durable commits one after the other, ${inFlight} acts in each` }
  }

  async dispose(): Promise<void> {
    await Promise.all([this.#author.stop(), this.#peer.stop()])
    await rm(this.#folder, { recursive: true, force: true })
  }
}
