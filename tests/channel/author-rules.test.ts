import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ACT_EXAMPLES } from '../../src/acts/index.ts'
import { AppError } from '../../src/app/index.ts'
import type { JsonObject } from '../../src/record/index.ts'
import { Siege } from '../hostile/siege.ts'
import type { SimNode } from '../sim/sim-node.ts'

let siege: Siege
beforeEach(async () => {
  siege = await Siege.begin()
})
afterEach(() => siege.end())

/** What comes of an act that a node makes in the channel of the two, while simulated time goes on. */
async function make(node: SimNode, type: string, data: JsonObject): Promise<string> {
  const needsBody = ['directory.agency.list', 'evidence.deposit', 'channel.amend'].includes(type)
  const body = needsBody ? { body: { bytes: Buffer.from('{}'), type: 'application/json' } } : {}
  const made = node.node?.channel(siege.other)?.act({ type, data, ...body })
  if (made === undefined) throw new Error('the node does not run')
  const code = made.then(
    () => 'recorded',
    (error: unknown) => (error instanceof AppError ? `${error.code} ${error.field ?? ''}` : String(error)),
  )
  await siege.pass(2_000)
  return code
}

const AGENCY: JsonObject = { ...ACT_EXAMPLES['directory.agency.list'] }
const DEPOSIT: JsonObject = {
  exhibits: [
    { hmac: '1'.repeat(64), mediaType: 'text/plain', plainBytes: 1, sealed: '2'.repeat(64), sealedBytes: 2 },
  ],
}
const deposit = (node: SimNode): Promise<string> => make(node, 'evidence.deposit', DEPOSIT)

describe('a channel that one party has suspended', () => {
  it('has nothing new opened in it by either, but for the hotline and the directory', async () => {
    const { friend, victim } = siege
    expect(await make(victim, 'channel.suspend', { ground: 'policy' })).toBe('recorded')
    for (const node of [victim, friend]) {
      expect(await deposit(node)).toBe('act-not-allowed suspended')
      expect(await make(node, 'directory.agency.list', AGENCY)).toBe('recorded')
    }
    expect(await make(friend, 'channel.resume', {})).toBe('act-not-allowed not-suspended')
    expect(await make(victim, 'channel.resume', {})).toBe('recorded')
    expect(await deposit(friend)).toBe('recorded')
  })

  it('stays suspended for a node that starts again', async () => {
    expect(await make(siege.victim, 'channel.suspend', { ground: 'policy' })).toBe('recorded')
    await siege.pass(3_000)
    siege.friend.crash()
    await siege.friend.start()
    await siege.pass(5_000)
    expect(await deposit(siege.friend)).toBe('act-not-allowed suspended')
  })
})

describe('a node that does not know a fold version', () => {
  it('does not offer it', async () => {
    expect(await make(siege.victim, 'channel.upgrade', { fold: 99 })).toBe('act-not-allowed fold-unknown')
  })
})

describe('terms that name what this version does not know', () => {
  it('are not proposed by its node', async () => {
    const length = { count: 1, unit: 'hours' }
    const terms = (rule: string): JsonObject => ({ terms: { overrides: [{ rule, length }] } })
    expect(await make(siege.victim, 'channel.amend', terms('no-such-rule'))).toMatch(
      /no clock rule is called/,
    )
    expect(await make(siege.victim, 'channel.amend', terms('budapest-29-7'))).toBe('recorded')
  })
})
