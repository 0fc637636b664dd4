import { describe, expect, it } from 'vitest'
import { integer, oid, sequence, time, tlv } from './der.ts'

describe('DER', () => {
  it('writes lengths in the fewest bytes', () => {
    const starts = [0, 127, 128, 255, 256, 65_536].map((size) =>
      tlv(4, Buffer.alloc(size)).toString('hex').slice(0, 10),
    )
    expect(starts).toEqual(['0400', '047f000000', '0481800000', '0481ff0000', '0482010000', '0483010000'])
  })

  it('writes identifiers of one and more bytes per arc', () => {
    expect(oid(1, 2, 840, 10045, 4, 3, 2).toString('hex')).toBe('06082a8648ce3d040302')
    expect(oid(2, 5, 4, 3).toString('hex')).toBe('0603550403')
  })

  it('nests', () => {
    expect(sequence(integer(Buffer.from([2])), sequence()).toString('hex')).toBe('30050201023000')
  })

  it('writes years with two digits until 2049 and four from then on', () => {
    expect(time(Date.UTC(2049, 11, 31, 23, 59, 59)).toString('latin1')).toBe('\x17\x0d491231235959Z')
    expect(time(Date.UTC(2050, 0, 1)).toString('latin1')).toBe('\x18\x0f20500101000000Z')
  })
})
