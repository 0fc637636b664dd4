import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { MatterCursor } from '../store/index.ts'
import { ApiError } from './errors.ts'
import { type MergedPlace, type PartList, mergedCursor, mergedPage, mergedPlace } from './merged-list.ts'
import type { MatterSlice } from './node-port.ts'
import type { MatterInfo } from './views.ts'

const LIST = { by: 'due', onClock: 'cn' } as const

function matterOf(id: string): MatterInfo {
  const none = { onClock: null, due: null, lapses: null, opened: null, openedBy: null, notice: null }
  const flags = { overdue: false, lapsed: false, expiringSoon: false, extended: false }
  return {
    id,
    kind: 'request',
    status: 'open',
    changed: 1,
    requestKind: null,
    urgency: null,
    ...none,
    ...flags,
  }
}

/** As a store answers: strictly after a place, in the order of instant and number. */
function sliceOf(
  instants: readonly number[],
  channel: string,
  after: MatterCursor | undefined,
  limit: number,
): MatterSlice {
  const rows = instants
    .map((at, no) => ({ at, no: no + 1 }))
    .toSorted((a, b) => a.at - b.at || a.no - b.no)
    .filter(({ at, no }) => after === undefined || at > after.at || (at === after.at && no > after.no))
  const page = rows.slice(0, limit)
  const last = page.at(-1)
  return {
    items: page.map(({ no }) => matterOf(`${channel}/${no}`)),
    places: page,
    next: rows.length <= limit || last === undefined ? null : last,
  }
}

describe('several lists as one', () => {
  it('are paged in order, and each matter that may be seen comes once, however many share an instant', async () => {
    // Few instants, so that many matters of several lists have the same one.
    const lists = fc.array(fc.array(fc.integer({ min: 0, max: 4 }), { maxLength: 12 }), {
      minLength: 1,
      maxLength: 5,
    })
    await fc.assert(
      fc.asyncProperty(lists, fc.integer({ min: 1, max: 7 }), fc.nat(3), async (all, limit, hidden) => {
        const parts = all.map((_, at): PartList => ({ channel: `c${at}`, list: LIST, key: `c${at} cn` }))
        const isSeen = (id: string): boolean => hidden === 0 || Number(id.split('/')[1]) % (hidden + 1) !== 0
        const found: string[] = []
        let after: MergedPlace | undefined
        for (let pages = 0; pages < 200; pages++) {
          const { items, next } = await mergedPage(
            (channel, _list, from, count) =>
              Promise.resolve(sliceOf(all[Number(channel.slice(1))] ?? [], channel, from, count)),
            parts,
            (_channel, { id }) => Promise.resolve(isSeen(id)),
            after,
            limit,
          )
          expect(items.length).toBeLessThanOrEqual(limit)
          found.push(...items.map(({ id }) => id))
          if (next === undefined) break
          // Through text, as a caller hands it back.
          after = mergedPlace('mine', mergedCursor('mine', next) ?? undefined)
        }
        const wanted = all
          .flatMap((instants, list) => instants.map((at, no) => ({ at, list, id: `c${list}/${no + 1}`, no })))
          .toSorted((a, b) => a.at - b.at || a.list - b.list || a.no - b.no)
          .map(({ id }) => id)
          .filter(isSeen)
        expect(found).toEqual(wanted)
      }),
      { numRuns: 200 },
    )
  })

  it('refuse a place in another list, and what is none', () => {
    const cursor = mergedCursor('mine', { at: 1, no: 2, key: 'c0 cn' }) ?? ''
    expect(mergedPlace('mine', cursor)).toEqual({ at: 1, no: 2, key: 'c0 cn' })
    for (const [name, given] of [
      ['theirs', cursor],
      ['mine', 'not a cursor'],
      ['mine', Buffer.from('["mine",1,"x",3]').toString('base64url')],
    ] as const)
      expect(() => mergedPlace(name, given)).toThrow(ApiError)
  })
})
