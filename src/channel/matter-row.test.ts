import { describe, expect, it } from 'vitest'

import { contextOf } from './context.ts'
import { ChannelError } from './errors.ts'
import { foldMatter, newMatter } from './fold.ts'
import type { FoldedMatter } from './fold.ts'
import { decodeMatter, encodeMatter, summaryOf } from './matter-row.ts'
import { CHANNEL, contextFor, hexOf, World } from './record.testkit.ts'

const [OPEN, ASK, REMARK, RECEIVE] = [0, 1, 14, 16]

function folded(world: World): FoldedMatter {
  const extension = foldMatter(world.matters[0] ?? '', world.acts, world.context)
  if (extension.kind !== 'folded') throw new Error(extension.kind)
  return extension.matter
}

describe('a kept matter', () => {
  it('comes back as it was kept', () => {
    const world = new World(2)
    world.make(0, OPEN, 1)
    expect(decodeMatter(encodeMatter(folded(world)))).toEqual(folded(world))
  })

  it('keeps the newest two marks of a long unsettled matter', () => {
    const world = new World(2)
    for (let n = 0; n < 1300; n++) world.make(0, n === 0 ? OPEN : REMARK, 1)
    const whole = folded(world)
    expect(whole.marks.length).toBeGreaterThan(2)
    expect(decodeMatter(encodeMatter(whole))).toEqual({ ...whole, marks: whole.marks.slice(-2) })
  })

  it.each([
    '',
    'null',
    '{}',
    '{"id":"x"}',
    '{"id":"x","marks":[],"now":null}',
    '{"id":"x","marks":1,"now":{}}',
  ])('is refused when it reads %j, so that it is folded again', (text) => {
    expect(() => decodeMatter(text)).toThrow(ChannelError)
  })
})

describe('what a list shows of a matter', () => {
  it('is whose clock runs and until when', () => {
    const world = new World(2)
    world.make(0, OPEN, 1)
    const open = summaryOf(folded(world))
    expect(open).toMatchObject({ kind: 'request', status: 'open', onClock: 'aa' })
    expect(open.dueMs).toBe(Date.UTC(2016, 5, 14) + 500)
    world.sync(1, 0)
    world.make(1, ASK, 1)
    expect(summaryOf(folded(world))).toEqual({
      kind: 'request',
      status: 'clarifying',
      onClock: 'mm',
      dueMs: undefined,
      lapsesMs: undefined,
      openedMs: Date.UTC(2016, 5, 14),
    })
  })

  it('says when nothing valid opened it', () => {
    const unknown = summaryOf(newMatter(hexOf(3), contextFor(2)))
    expect(unknown).toEqual({ kind: 'unknown', status: 'void' })
  })

  it('has the channel itself from the genesis on', () => {
    expect(summaryOf(newMatter(CHANNEL, contextFor(2)))).toMatchObject({ kind: 'channel', status: 'founded' })
  })

  it('tells evidence that arrived whole from evidence that did not', () => {
    const world = new World(2)
    const exhibit = {
      hmac: hexOf(1),
      mediaType: 'text/plain',
      plainBytes: 1,
      sealed: hexOf(1),
      sealedBytes: 9,
    }
    const base = world.make(0, OPEN, 1)
    const deposit = {
      ...base,
      leaf: { ...base.leaf, type: 'evidence.deposit', data: { exhibits: [exhibit] } },
    }
    world.sync(1, 0)
    const receipt = world.make(1, RECEIVE, 1)
    const status = (acts: typeof world.acts): string => {
      const extension = foldMatter(base.id, acts, world.context)
      return extension.kind === 'folded' ? summaryOf(extension.matter).status : extension.kind
    }
    expect(status([deposit])).toBe('deposited')
    expect(status([deposit, receipt])).toBe('received')
    const bad = { ...receipt, leaf: { ...receipt.leaf, data: { result: 'mismatch', sealed: hexOf(1) } } }
    expect(status([deposit, bad])).toBe('refused')
  })
})

describe('what folding needs of a genesis', () => {
  it('is its parties in order, the fold version and the limit on exhibits', () => {
    const genesis = {
      v: 1,
      type: 'channel.found',
      made: '2016-06-14T00:00:00.000Z',
      data: {
        parties: [
          { id: 'us', keys: hexOf(1) },
          { id: 'cn', keys: hexOf(2) },
        ],
        fold: 1,
        limits: { leafBytes: 60_000, bodyBytes: 1000, exhibitBytes: 77 },
        charter: hexOf(3),
      },
    } as const
    expect(contextOf(CHANNEL, genesis)).toEqual({
      channel: CHANNEL,
      parties: ['us', 'cn'],
      fold: 1,
      exhibitBytesMax: 77,
    })
  })
})
