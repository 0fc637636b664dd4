import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { type OpenedNode, openNode } from '../../src/app/index.ts'
import { foundPair } from '../kill/pair.ts'

/** Acts that one statement covers here: enough that the node is stopped in the middle of it. */
const ACTS = 400
const ROUNDS = 4

it('a node that is stopped while it states its state ends without a fault', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'entente-stop-'))
  const logged: string[] = []
  const silent = (): void => undefined
  try {
    const { us, cn } = await foundPair(join(dir, 'nodes'))
    const theirs = await openNode(cn, { ENTENTE_SETTLE_AFTER_MS: '60000' }, silent)
    await theirs.start()
    for (let round = 0; round < ROUNDS; round++) {
      const ours = await openNode(us, { ENTENTE_SETTLE_AFTER_MS: '1' }, (event, facts) =>
        logged.push(`${event} ${JSON.stringify(facts)}`),
      )
      await ours.start()
      await deposit(theirs, ACTS)
      await received(ours, theirs)
      await sleep(4 * round)
      await ours.stop()
    }
    await theirs.stop()
    // A check that was still reading would say so by now.
    await sleep(200)
    expect(logged.filter((line) => line.includes('fault') || line.includes('closed'))).toEqual([])
  } finally {
    await rm(dir, { recursive: true, force: true })
  }
})

async function deposit({ node }: OpenedNode, count: number): Promise<void> {
  const [channel] = node.channels
  while (channel?.readiness.writable !== true) await sleep(5)
  const exhibit = { hmac: '0'.repeat(64), mediaType: 'text/plain', plainBytes: 1, sealedBytes: 2 }
  const draft = {
    type: 'evidence.deposit',
    data: { exhibits: [{ ...exhibit, sealed: '1'.repeat(64) }] },
    body: { bytes: Buffer.from('{}'), type: 'application/json' },
  }
  await Promise.all(Array.from({ length: count }, () => channel.act(draft)))
}

/** Until everything of theirs is held here, which is when the statement falls due. */
async function received(ours: OpenedNode, theirs: OpenedNode): Promise<void> {
  const size = (of: OpenedNode): number => of.node.channels[0]?.held.feeds.get('cn')?.tree.size ?? 0
  while (size(ours) < size(theirs)) await sleep(1)
}
