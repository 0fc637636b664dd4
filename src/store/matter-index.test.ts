import { hash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { MatterIndex } from './matter-index.ts'

const idOf = (n: number): Buffer => hash('sha256', `matter ${n}`, 'buffer')

describe('the index of matters', () => {
  it('finds each of many numbers by its id, also when it has grown, and no other', () => {
    const index = new MatterIndex()
    for (let no = 1; no <= 50_000; no++) index.add(idOf(no), no)
    for (let no = 1; no <= 50_000; no += 7) expect(index.find(idOf(no), (found) => found === no)).toBe(no)
    const asked: number[] = []
    expect(index.find(idOf(0), (no) => asked.push(no) < 0)).toBeUndefined()
    expect(asked.length).toBeLessThan(3)
  })

  it('tells ids of one fingerprint apart by what the caller confirms', () => {
    const index = new MatterIndex()
    const twins = [1, 2, 3].map((last) => new Uint8Array(32).fill(9).fill(last, 31))
    twins.forEach((id, i) => index.add(id, i + 1))
    twins.forEach((id, i) => expect(index.find(id, (no) => twins[no - 1] === id)).toBe(i + 1))
    expect(index.find(new Uint8Array(32).fill(9), () => false)).toBeUndefined()
    expect(index.find(new Uint8Array(4), () => true)).toBeUndefined()
  })
})
