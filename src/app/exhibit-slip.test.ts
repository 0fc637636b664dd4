import { describe, expect, it } from 'vitest'
import { slipOf } from './exhibit-slip.ts'

const data = { exhibits: [{ sealed: 'a', mediaType: 'text/plain' }, { sealed: 'b' }] }

describe('what an act says of an exhibit', () => {
  it('is found by hash in the data and by place in the body', () => {
    const body = { exhibits: [{ name: 'first.txt' }, { name: 'second.bin' }] }
    expect(slipOf(data, body, 'a')).toEqual({ name: 'first.txt', mediaType: 'text/plain' })
    expect(slipOf(data, body, 'b')).toEqual({ name: 'second.bin', mediaType: '' })
    expect(slipOf(data, body, 'c')).toBeUndefined()
  })

  it('has no name when the body is gone, and takes none from a neighbour when one is malformed', () => {
    expect(slipOf(data, undefined, 'a')).toEqual({ name: '', mediaType: 'text/plain' })
    expect(slipOf(data, { exhibits: [{ name: 7 }, { name: 'second.bin' }] }, 'b')?.name).toBe('second.bin')
    expect(slipOf({ exhibits: [7, { sealed: 'b' }] }, undefined, 'b')).toEqual({ name: '', mediaType: '' })
    expect(slipOf({ exhibits: 'none' }, undefined, 'b')).toBeUndefined()
  })
})
