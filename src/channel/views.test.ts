import { describe, expect, it } from 'vitest'

import type { RequestState } from '../acts/index.ts'
import { foldMatter } from './fold.ts'
import { World } from './record.testkit.ts'
import { actMark, requestView } from './views.ts'

const [OPEN, ACKNOWLEDGE, ASK, CONSULT, DECLINE] = [0, 18, 1, 3, 7]
const OPENED_MS = Date.UTC(2016, 5, 14)

function requestAfter(...picks: readonly number[]): RequestState {
  const world = new World(2)
  picks.forEach((pick, index) => {
    world.make(index === 0 ? 0 : 1, pick, 1)
    world.sync(1, 0)
  })
  const folded = foldMatter(world.matters[0] ?? '', world.acts, world.context)
  if (folded.kind !== 'folded' || folded.matter.now.state?.kind !== 'request')
    throw new Error('not a request')
  return folded.matter.now.state
}

describe('how a request stands', () => {
  it('tells the five kinds of silence and answer apart', () => {
    const open = requestAfter(OPEN)
    expect(requestView(open, false, OPENED_MS).status).toBe('not-seen')
    expect(requestView(open, true, OPENED_MS).status).toBe('seen')
    expect(requestView(requestAfter(OPEN, ACKNOWLEDGE), true, OPENED_MS).status).toBe('acknowledged')
    expect(requestView(requestAfter(OPEN, ASK), true, OPENED_MS).status).toBe('clarifying')
    expect(requestView(requestAfter(OPEN, CONSULT, DECLINE), true, OPENED_MS).status).toBe('declined')
  })

  it('is overdue only after the instant, by the clock it is asked with', () => {
    const open = requestAfter(OPEN)
    expect(requestView(open, true, OPENED_MS + 500)).toMatchObject({
      overdue: false,
      leftMs: 0,
      onClock: 'aa',
    })
    expect(requestView(open, true, OPENED_MS + 501)).toMatchObject({ overdue: true, leftMs: -1 })
    expect(requestView(requestAfter(OPEN, CONSULT, DECLINE), true, OPENED_MS + 501)).toMatchObject({
      overdue: false,
      leftMs: null,
      dueMs: null,
    })
  })

  it('says how long data will last, as long as an answer is owed', () => {
    const lost = { ...requestAfter(OPEN), dataLostByMs: OPENED_MS + 90 }
    expect(requestView(lost, true, OPENED_MS + 100).dataLostInMs).toBe(-10)
    expect(requestView({ ...lost, stage: 'declined' }, true, OPENED_MS).dataLostInMs).toBeNull()
    expect(requestView(requestAfter(OPEN), true, OPENED_MS).dataLostInMs).toBeNull()
  })
})

describe('the marks of an act', () => {
  it('are recorded, received and settled, each its own promise', () => {
    expect(actMark(4, 4, 4)).toBe('recorded')
    expect(actMark(4, 5, 4)).toBe('received')
    expect(actMark(4, 5, 5)).toBe('settled')
  })
})
