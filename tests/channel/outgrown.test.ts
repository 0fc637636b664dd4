import { afterEach, expect, it } from 'vitest'
import { FOLD_VERSION } from '../../src/acts/index.ts'
import { type LiveChannel, refusalOf } from '../../src/app/index.ts'
import type { JsonObject } from '../../src/record/index.ts'
import { bytesOf } from '../hostile/history.ts'
import { Siege } from '../hostile/siege.ts'
import type { SimNode } from '../sim/sim-node.ts'

let siege: Siege
afterEach(() => siege.end())

function live(of: SimNode = siege.victim): LiveChannel {
  const channel = of.node?.channel(siege.channel)
  if (channel === undefined) throw new Error('the node does not run')
  return channel
}

async function make(type: string, data: JsonObject, of?: SimNode): Promise<string> {
  const made = live(of).act({ type, data })
  const code = made.then(
    () => 'recorded',
    (cause: unknown) => refusalOf(cause).code,
  )
  await siege.pass(8_000)
  return code
}

/** What the folded channel says of its fold version, and how many have suspended it. */
function folded(): unknown {
  const { state } = live().folds.ownMatter.now
  return state?.kind === 'channel' ? [state.fold, state.left.length, state.suspensions.length] : undefined
}

it('a fold that all agreed on and this version does not know ends the folding at that very act', async () => {
  siege = await Siege.begin()
  const { friend, victim } = siege
  const offer = bytesOf(siege.leaf(1, { type: 'channel.upgrade', data: { fold: FOLD_VERSION + 1 } }))
  const proposed = siege.base.with(offer)
  for (const node of [victim, friend]) expect((await siege.push(proposed.batch(1), node)).status).toBe(200)
  expect(await make('channel.leave', { reason: 'withdrawal' }, friend)).toBe('recorded')
  expect([live().folds.upgradeNeeded, folded()]).toEqual([undefined, [null, 1, 0]])
  // The last whose consent was lacking leaves, so the proposal holds.
  expect(await make('channel.leave', { reason: 'withdrawal' })).toBe('recorded')
  expect(live().folds.upgradeNeeded).toBe(FOLD_VERSION + 1)
  expect(await make('channel.rename', {})).toBe('fold-failed')

  const suspended = proposed.with(
    bytesOf(siege.leaf(2, { type: 'channel.suspend', data: { ground: 'policy' } })),
  )
  expect((await siege.push(suspended.batch(2))).status).toBe(200)
  await siege.pass(8_000)
  expect(siege.held().tree.size).toBe(3)
  // Nothing of what this version may not fold is folded, whatever it meets first after a start.
  expect(folded()).toEqual([null, 1, 0])
  victim.crash()
  await victim.start()
  await siege.pass(8_000)
  expect([live().folds.upgradeNeeded, folded()]).toEqual([FOLD_VERSION + 1, [null, 1, 0]])
})
