import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Batch, MAX_BATCH_LEAVES, encodeBatch, parseBatch } from './batch.ts'
import { ExchangeError } from './errors.ts'

const batch: Batch = {
  channel: 'a'.repeat(64),
  party: 'us',
  from: 3,
  leaves: [Buffer.from('{"a":1}'), Buffer.from('{"b":2}')],
  bodies: [undefined, { salt: Buffer.alloc(32, 7), bytes: Buffer.from('body') }],
  head: 'origin\n5\nroot\n',
  proof: [Buffer.alloc(32, 9)],
}

function codeOf(bytes: Uint8Array): string {
  try {
    parseBatch(bytes)
    return 'no error'
  } catch (cause) {
    if (cause instanceof ExchangeError) return cause.code
    throw cause
  }
}

describe('a batch', () => {
  it('comes back as it was sent', () => {
    const again = parseBatch(encodeBatch(batch))
    expect(again.leaves.map((leaf) => Buffer.from(leaf).toString())).toEqual(['{"a":1}', '{"b":2}'])
    expect(Buffer.from(again.bodies[1]?.bytes ?? []).toString()).toBe('body')
    expect([again.channel, again.party, again.from, again.head, again.bodies[0]]).toEqual([
      batch.channel,
      'us',
      3,
      batch.head,
      undefined,
    ])
    expect(Buffer.from(again.proof[0] ?? []).equals(Buffer.alloc(32, 9))).toBe(true)
  })

  it('cut or lengthened anywhere is malformed', () => {
    const bytes = Buffer.from(encodeBatch(batch))
    for (let length = 0; length < bytes.length; length++)
      expect(codeOf(bytes.subarray(0, length))).toBe('batch-malformed')
    expect(codeOf(Buffer.concat([bytes, Buffer.alloc(1)]))).toBe('batch-malformed')
  })

  it('of any bytes at all is refused with one of two codes, or parsed', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
        expect(['batch-malformed', 'batch-too-large', 'no error']).toContain(codeOf(bytes))
      }),
    )
  })

  it('with more leaves than one request may ask work for is too large', () => {
    const leaves = Array.from({ length: MAX_BATCH_LEAVES }, () => Buffer.from('x'))
    const bytes = encodeBatch({ ...batch, leaves, bodies: leaves.map(() => undefined) })
    expect(codeOf(bytes)).toBe('no error')
    const longer = Buffer.from(bytes)
    const at = longer.indexOf(`"count":${MAX_BATCH_LEAVES}`)
    longer.write(`"count":${MAX_BATCH_LEAVES + 1}`, at)
    expect(codeOf(longer)).toBe('batch-too-large')
  })
})
