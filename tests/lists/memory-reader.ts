import type { RecordReader, StoredAct } from '../../src/app/index.ts'
import type { ActId, ChannelId, PartyId } from '../../src/record/index.ts'

/** A reader that keeps texts, as a search index does, and says when it was given what it should not have been. */
export class MemoryReader implements RecordReader {
  readonly name = 'memory'
  readonly texts: Map<ActId, string> = new Map()
  readonly faults: string[] = []
  /** Acts read in all, repeated ones among them. */
  taken = 0
  forgotten: ActId[] = []
  /** Batches that are still to fail, after they were taken or before. */
  failing = 0
  /** Awaited in the middle of each batch. */
  pause: () => Promise<void> = () => Promise.resolve()
  readonly #upTo = new Map<string, number>()

  async upTo(channel: ChannelId): Promise<Record<PartyId, number>> {
    const own = [...this.#upTo].filter(([name]) => name.startsWith(channel))
    return Object.fromEntries(own.map(([name, size]) => [name.slice(channel.length + 1), size]))
  }

  async read(channel: ChannelId, party: PartyId, acts: readonly StoredAct[]): Promise<void> {
    await this.pause()
    if (this.failing > 0) {
      this.failing -= 1
      throw new Error('the reader’s disk is full')
    }
    const name = `${channel}/${party}`
    let at = this.#upTo.get(name) ?? 1
    for (const { id, leaf, body } of acts) {
      if (leaf.seq > at) this.faults.push(`act ${leaf.seq} of ${party} came where ${at} was to come`)
      if (leaf.party !== party)
        this.faults.push(`act ${leaf.seq} of ${leaf.party} came with those of ${party}`)
      at = Math.max(at, leaf.seq + 1)
      this.taken += 1
      if (body !== undefined) this.texts.set(id, new TextDecoder().decode(body.bytes))
    }
    this.#upTo.set(name, at)
  }

  async forgot(_channel: ChannelId, _party: PartyId, act: ActId): Promise<void> {
    this.texts.delete(act)
    this.forgotten.push(act)
  }
}
