import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type * as record from '../../src/record/index.ts'
import type { Vector } from '../../vectors/make.ts'
import { found, pieces } from '../archive/made-record.ts'

export const VECTORS: string = join(import.meta.dirname, '../../vectors')

export const readVector = (file: string): Promise<Buffer> => readFile(join(VECTORS, file))

export type Outcome = Readonly<Record<string, string | number>>

/** What reading the vectors shows to one build of the record's room: what each says, or the code by which it is refused. */
export async function outcomesBy(room: typeof record): Promise<(vector: Vector) => Promise<Outcome>> {
  const channel = room.channelIdOf(await readVector('valid/genesis.json'))
  const cards = await Promise.all(
    ['alpha', 'beta'].map(async (party) => room.parseCard(await readVector(`valid/card-${party}.json`))),
  )
  const keys = new Map(cards.map((card) => [card.keys.party, room.feedKeys(channel, card.keys)]))
  const given = { cards, channel, keys, room }
  return async (vector) => {
    try {
      return await shown(vector, given)
    } catch (error) {
      if (error instanceof room.RecordError) return { code: error.code }
      throw error
    }
  }
}

interface Given {
  readonly cards: readonly record.Card[]
  readonly channel: record.ChannelId
  readonly keys: record.ChannelKeys
  readonly room: typeof record
}

async function shown(
  { file, kind, party, policy }: Vector,
  { cards, channel, keys, room }: Given,
): Promise<Outcome> {
  const bytes = await readVector(file)
  switch (kind) {
    case 'leaf':
      room.parseLeaf(bytes)
      return { id: room.actIdOf(room.leafHash(bytes)) }
    case 'genesis':
      room.parseGenesis(bytes)
      return { channel: room.channelIdOf(bytes) }
    case 'card':
      return { party: room.parseCard(bytes).keys.party }
    case 'head': {
      const { size, root } = room.verifyHead(bytes, found(keys.get(party ?? '')))
      return { size, root: Buffer.from(root).toString('hex') }
    }
    case 'receipt': {
      const { by, size, at } = room.verifyReceiptNote(bytes, channel, party ?? '', keys).receipt
      return { by, size, at }
    }
    case 'policy':
      room.parsePolicy(bytes.toString())
      return {}
    case 'attestation': {
      const { channel: given, data }: { channel: string; data: record.JsonObject } = JSON.parse(
        bytes.toString(),
      )
      const leaf = { v: 1, type: 'attest.sign', party: 'alpha', seq: 1, made: '', deps: {}, data } as const
      const step = room.readOfficerStep(given, '0'.repeat(64), leaf)
      return step?.kind === 'sign' ? { appointed: step.appointed } : {}
    }
    case 'fork': {
      const fork = room.verifyForkProof(bytes)
      return { party: fork.party, older: fork.sizes[0], newer: fork.sizes[1] }
    }
    case 'proof': {
      const { findings, proof } = room.verifyProofFile(bytes.toString(), {
        policy: (await readVector(policy ?? '')).toString(),
      })
      const [finding] = findings
      return finding === undefined
        ? { id: found(proof).id, size: found(proof).size, index: found(proof).index }
        : { code: finding.code }
    }
    case 'record': {
      const { findings, feeds, exhibits, ...record } = await room.verifyRecord(pieces(bytes), { cards })
      const [finding] = findings
      if (finding !== undefined) return { code: finding.code }
      const sizes = Object.fromEntries(feeds.map((feed) => [feed.party, feed.size]))
      return { channel: record.channel ?? '', ...sizes, exhibits: exhibits.held }
    }
  }
}
