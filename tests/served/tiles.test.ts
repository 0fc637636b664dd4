import { beforeAll, describe, expect, it } from 'vitest'
import { keyIdOf, recipientOf, signRequest, type Net } from '../../src/exchange/index.ts'
import { encodeEntries, leafHash, signersFromSeeds, TILE_WIDTH } from '../../src/record/index.ts'
import { EventQueue } from '../sim/event-queue.ts'
import { Life } from '../sim/life.ts'
import { SeededRng } from '../sim/random.ts'
import { SimNet } from '../sim/sim-net.ts'
import { EPOCH_MS, SimNode, seedsOf } from '../sim/sim-node.ts'

const ACTS = 600
const queue = new EventQueue()
const simNet = new SimNet(queue, new SeededRng(7, 'net'))
const us = new SimNode('us', 7, queue, simNet)
const cn = new SimNode('cn', 7, queue, simNet)
let channelId = ''
let leaves: Uint8Array[] = []

async function get(path: string): Promise<{ status: number; body: Uint8Array }> {
  const net: Net = simNet.of('reader.example', new Life())
  const { transport } = signersFromSeeds(seedsOf(7, 'cn'))
  const signer = { keyid: keyIdOf(transport.ed25519.publicKey), sign: transport.ed25519.sign }
  const recipient = recipientOf('us', keyIdOf(signersFromSeeds(seedsOf(7, 'us')).transport.ed25519.publicKey))
  const request = signRequest(
    { method: 'GET', path: `/entente/v1/${channelId}/feeds/us/${path}`, headers: {}, body: new Uint8Array() },
    { recipient, channel: channelId },
    { signer, nowMs: EPOCH_MS + queue.nowMs, rng: new SeededRng(7, `nonce/${path}`) },
  )
  const peer = { url: 'https://us.example:8443', tls: '' }
  const asked = net.call(peer, request, { timeoutMs: 1_000, maxResponseBytes: 10_000_000 })
  let answer: { status: number; body: Uint8Array } | undefined
  void asked.then((response) => (answer = response))
  await queue.runUntil(queue.nowMs + 2_000, () => answer !== undefined)
  if (answer === undefined) throw new Error(`no answer for ${path}`)
  return answer
}

beforeAll(async () => {
  const [a, b] = [await us.start(), await cn.start()]
  const proposed = await a.propose([b.card], Buffer.from('charter'))
  await a.open(await b.accept(proposed))
  channelId = proposed.id
  await queue.runUntil(1_000)
  const channel = a.channel(channelId)
  const exhibit = {
    hmac: '0'.repeat(64),
    mediaType: 'text/plain',
    plainBytes: 1,
    sealed: '1'.repeat(64),
    sealedBytes: 2,
  }
  const body = { bytes: Buffer.from('{}'), type: 'application/json' }
  await Promise.all(
    Array.from({ length: ACTS }, () =>
      channel.act({ type: 'evidence.deposit', data: { exhibits: [exhibit] }, body }),
    ),
  )
  await queue.runUntil(queue.nowMs + 10_000)
  leaves = (await us.disk.leaves(channelId, 'us', 0, 10_000, Number.MAX_SAFE_INTEGER)).map(
    (leaf) => leaf.bytes,
  )
})

describe('a feed, as a reader of tlog-tiles sees it', () => {
  it('begins with its checkpoint', async () => {
    const { status, body } = await get('checkpoint')
    const [origin, size] = Buffer.from(body).toString().split('\n')
    expect([status, origin, Number(size)]).toEqual([200, `${channelId}/us`, leaves.length])
    expect(leaves.length).toBeGreaterThan(2 * TILE_WIDTH)
  })

  it('has full and partial tiles of hashes, and bundles of entries, at exactly those paths', async () => {
    const hashes = leaves.map((leaf) => Buffer.from(leafHash(leaf)))
    const rest = leaves.length - 2 * TILE_WIDTH
    for (const [path, from, width] of [
      ['000', 0, TILE_WIDTH],
      ['001', TILE_WIDTH, TILE_WIDTH],
      [`002.p/${rest}`, 2 * TILE_WIDTH, rest],
    ] as const) {
      const tile = await get(`tile/0/${path}`)
      expect([path, tile.status]).toEqual([path, 200])
      expect(Buffer.concat(hashes.slice(from, from + width)).equals(tile.body)).toBe(true)
      const entries = await get(`tile/entries/${path}`)
      expect(Buffer.from(encodeEntries(leaves.slice(from, from + width))).equals(entries.body)).toBe(true)
    }
    const top = await get('tile/1/000.p/2')
    expect([top.status, top.body.length]).toEqual([200, 64])
  })

  it('has nothing anywhere else', async () => {
    const rest = leaves.length - 2 * TILE_WIDTH
    const absent = [
      'tile/0/003',
      'tile/0/002',
      `tile/0/002.p/${rest + 1}`,
      'tile/1/000',
      'tile/1/001.p/1',
      'tile/2/000.p/1',
      'tile/entries/002',
    ]
    for (const path of absent) expect([path, (await get(path)).status]).toEqual([path, 404])
    for (const path of [
      'tile/0/1',
      'tile/0/000.p/0',
      'tile/0/000.p/256',
      'tile/entries/x000/001',
      'tile/x/000',
    ])
      expect([path, (await get(path)).status >= 400]).toEqual([path, true])
  })
})
