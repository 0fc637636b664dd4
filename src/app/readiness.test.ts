import { describe, expect, it } from 'vitest'
import { Readiness } from './readiness.ts'

describe('a node that has just started', () => {
  it('is read-only until every peer has answered', () => {
    const readiness = new Readiness(['cn', 'vn'], 7, 7)
    readiness.told('cn', 7)
    expect(readiness.writable).toBe(false)
    expect(readiness.reason.waitingFor).toEqual(['vn'])
    readiness.told('vn', 3)
    expect(readiness.writable).toBe(true)
  })

  it('is read-only while a peer, or its own high-water mark, knows more of its feed than it holds', () => {
    const byPeer = new Readiness(['cn'], 7, 7)
    byPeer.told('cn', 9)
    expect([byPeer.writable, byPeer.reason.missing]).toEqual([false, 2])
    byPeer.holds(9)
    expect(byPeer.writable).toBe(true)
    const byMark = new Readiness(['cn'], 7, 8)
    byMark.told('cn', 7)
    expect([byMark.writable, byMark.reason.missing]).toEqual([false, 1])
  })

  it('takes an old carried file for an answer only when its high-water mark vouches for its store', () => {
    const vouched = new Readiness(['cn'], 7, 7)
    vouched.toldByFile('cn', 4)
    expect(vouched.writable).toBe(true)
    const restored = new Readiness(['cn'], 7, 0)
    restored.toldByFile('cn', 4)
    expect(restored.writable).toBe(false)
    restored.toldByFile('cn', 9)
    restored.holds(9)
    expect(restored.writable).toBe(true)
  })

  it('says each time when writing becomes allowed, also after it was taken back', () => {
    const readiness = new Readiness(['cn'], 7, 7)
    let calls = 0
    readiness.whenWritable(() => calls++)
    expect(calls).toBe(0)
    readiness.told('cn', 7)
    readiness.told('cn', 7)
    expect(calls).toBe(1)
    readiness.told('cn', 12)
    expect(readiness.writable).toBe(false)
    readiness.holds(12)
    expect([readiness.writable, calls]).toEqual([true, 2])
  })
})

describe('whoever waits for writing to be allowed', () => {
  it('hears of it, and no more once it has stopped waiting', () => {
    const readiness = new Readiness(['cn'], 7, 7)
    const heard: string[] = []
    readiness.whenWritable(() => heard.push('stays'))
    const stop = readiness.whenWritable(() => heard.push('leaves'))
    stop()
    readiness.told('cn', 7)
    expect(heard).toEqual(['stays'])
  })
})
