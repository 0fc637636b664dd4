import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import {
  actIdOf,
  channelIdOf,
  feedKeys,
  leafHash,
  parseCard,
  parseGenesis,
  parseLeaf,
  parsePolicy,
  readOfficerStep,
  RecordError,
  verifyForkProof,
  verifyHead,
  verifyProofFile,
  verifyReceiptNote,
  verifyRecord,
  type ChannelKeys,
  type JsonObject,
} from '../../src/record/index.ts'
import { makeVectors, type Vector } from '../../vectors/make.ts'
import { found, pieces } from '../archive/made-record.ts'

const FOLDER = join(import.meta.dirname, '../../vectors')
/** They are part of the published package. */
const MAX_TOTAL_BYTES = 1_000_000

const read = (file: string): Promise<Buffer> => readFile(join(FOLDER, file))
const vectors: Vector[] = JSON.parse((await read('index.json')).toString())
const genesis = await read('valid/genesis.json')
const channel = channelIdOf(genesis)
const cards = await Promise.all(
  ['alpha', 'beta'].map(async (party) => parseCard(await read(`valid/card-${party}.json`))),
)
const keys: ChannelKeys = new Map(cards.map((card) => [card.keys.party, feedKeys(channel, card.keys)]))

/** What reading a vector shows; throws RecordError, or gives `code`, when it is refused. */
async function shown({ file, kind, party, policy }: Vector): Promise<Record<string, string | number>> {
  const bytes = await read(file)
  switch (kind) {
    case 'leaf':
      parseLeaf(bytes)
      return { id: actIdOf(leafHash(bytes)) }
    case 'genesis':
      parseGenesis(bytes)
      return { channel: channelIdOf(bytes) }
    case 'card':
      return { party: parseCard(bytes).keys.party }
    case 'head': {
      const { size, root } = verifyHead(bytes, found(keys.get(party ?? '')))
      return { size, root: Buffer.from(root).toString('hex') }
    }
    case 'receipt': {
      const { by, size, at } = verifyReceiptNote(bytes, channel, party ?? '', keys).receipt
      return { by, size, at }
    }
    case 'policy':
      parsePolicy(bytes.toString())
      return {}
    case 'attestation': {
      const { channel: given, data }: { channel: string; data: JsonObject } = JSON.parse(bytes.toString())
      const leaf = { v: 1, type: 'attest.sign', party: 'alpha', seq: 1, made: '', deps: {}, data } as const
      const step = readOfficerStep(given, '0'.repeat(64), leaf)
      return step?.kind === 'sign' ? { appointed: step.appointed } : {}
    }
    case 'fork': {
      const fork = verifyForkProof(bytes)
      return { party: fork.party, older: fork.sizes[0], newer: fork.sizes[1] }
    }
    case 'proof': {
      const { findings, proof } = verifyProofFile(bytes.toString(), {
        policy: (await read(policy ?? '')).toString(),
      })
      const [finding] = findings
      return finding === undefined
        ? { id: found(proof).id, size: found(proof).size, index: found(proof).index }
        : { code: finding.code }
    }
    case 'record': {
      const { findings, feeds, exhibits, ...record } = await verifyRecord(pieces(bytes), { cards })
      const [finding] = findings
      if (finding !== undefined) return { code: finding.code }
      const sizes = Object.fromEntries(feeds.map((feed) => [feed.party, feed.size]))
      return { channel: record.channel ?? '', ...sizes, exhibits: exhibits.held }
    }
  }
}

async function outcome(vector: Vector): Promise<Record<string, string | number>> {
  try {
    return await shown(vector)
  } catch (error) {
    if (error instanceof RecordError) return { code: error.code }
    throw error
  }
}

describe('the vectors', () => {
  it.each(vectors)('$file', async (vector) => {
    const expected = vector.code === undefined ? (vector.shows ?? {}) : { code: vector.code }
    expect(await outcome(vector)).toEqual(expected)
  })

  it('are all in the index, and small enough to be carried along', async () => {
    const files: string[] = []
    for (const part of ['valid', 'invalid']) {
      for (const name of await readdir(join(FOLDER, part))) files.push(`${part}/${name}`)
    }
    expect(files.toSorted()).toEqual(vectors.map(({ file }) => file).toSorted())
    const sizes = await Promise.all(files.map(async (file) => (await stat(join(FOLDER, file))).size))
    const total = sizes.reduce((sum, size) => sum + size, 0)
    expect(total).toBeLessThan(MAX_TOTAL_BYTES)
    const wrong = vectors.filter(({ code }) => code !== undefined).length
    console.log(
      `${vectors.length} vectors: ${vectors.length - wrong} valid, ${wrong} invalid, ${total} bytes`,
    )
  })

  it('are what their generator makes, but for signatures that are never twice the same', async () => {
    const made = await makeVectors()
    expect(made.map(({ line }) => line)).toEqual(vectors)
    for (const { line, bytes } of made) {
      const { file, kind } = line
      if (kind !== 'leaf' && kind !== 'genesis') continue
      expect(Buffer.from(bytes).equals(await read(file)), file).toBe(true)
    }
  })
})
