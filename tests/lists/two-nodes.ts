import type { LiveChannel, RecordReader } from '../../src/app/index.ts'
import type { ChannelId } from '../../src/record/index.ts'
import { EventQueue } from '../sim/event-queue.ts'
import { SeededRng } from '../sim/random.ts'
import { SimNet } from '../sim/sim-net.ts'
import { SimNode } from '../sim/sim-node.ts'

const SEED = 11

/** Two simulated nodes in one channel; the first may have readers. */
export class TwoNodes {
  readonly queue: EventQueue = new EventQueue()
  readonly us: SimNode
  readonly cn: SimNode
  id: ChannelId = ''

  static async found(readers: readonly RecordReader[] = []): Promise<TwoNodes> {
    const two = new TwoNodes(readers)
    const [us, cn] = [await two.us.start(), await two.cn.start()]
    const agreed = await cn.accept(await us.propose([cn.card], Buffer.from('charter')))
    await us.open(agreed)
    two.id = agreed.id
    await two.pass(2_000)
    return two
  }

  private constructor(readers: readonly RecordReader[]) {
    const net = new SimNet(this.queue, new SeededRng(SEED, 'net'))
    this.us = new SimNode('us', SEED, this.queue, net, { readers })
    this.cn = new SimNode('cn', SEED, this.queue, net)
  }

  async pass(ms: number): Promise<void> {
    await this.queue.runUntil(this.queue.nowMs + ms)
  }

  channelOf(machine: SimNode): LiveChannel {
    const node = machine.node
    if (node === undefined) throw new Error(`${machine.host} does not run`)
    return node.channel(this.id)
  }

  /** A deposit that opens a matter, with a text as its body; resolves with its id. */
  async deposit(of: SimNode, text: string): Promise<string> {
    const exhibit = { hmac: '0'.repeat(64), mediaType: 'text/plain', plainBytes: 1, sealedBytes: 2 }
    const act = this.channelOf(of).act({
      type: 'evidence.deposit',
      data: { exhibits: [{ ...exhibit, sealed: '1'.repeat(64) }] },
      body: { bytes: Buffer.from(JSON.stringify({ text })), type: 'application/json' },
    })
    return (await this.during(act)).id
  }

  async remark(of: SimNode, about: string, text: string): Promise<string> {
    const body = { bytes: Buffer.from(text), type: 'text/plain' }
    const act = this.channelOf(of).act({ type: 'remark.post', about, data: {}, body })
    return (await this.during(act)).id
  }

  /** Lets time pass until the promise is settled. */
  async during<T>(work: Promise<T>): Promise<T> {
    let done = false
    const watched = work.finally(() => (done = true))
    watched.catch(() => undefined)
    await this.queue.runUntil(this.queue.nowMs + 60_000, () => done)
    return watched
  }

  async end(): Promise<void> {
    for (const machine of [this.us, this.cn]) {
      if (machine.alive) machine.crash()
      await machine.disk.close()
    }
  }
}
