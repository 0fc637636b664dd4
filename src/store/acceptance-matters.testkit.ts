import { hash } from 'node:crypto'
import { expect, it } from 'vitest'
import type { ChannelId, Hash, PartyId } from '../record/index.ts'
import type {
  AppendBatch,
  ChannelRow,
  MatterCursor,
  MatterList,
  MatterNote,
  MatterRow,
  Store,
  ThreadAct,
} from './port.ts'
import { cursorIn } from './sqlite-lists.ts'

const idOf = (i: number): string => hash('sha256', `matter ${i}`, 'hex')

function note(i: number, more: Partial<MatterNote> = {}): MatterNote {
  return {
    no: 0,
    id: idOf(i),
    kind: 'request',
    status: 'open',
    state: '{}',
    onClock: undefined,
    dueMs: undefined,
    lapsesMs: undefined,
    openedMs: undefined,
    ...more,
  }
}

/** The promises about folded matters, one by one. */
export function matterPromises(
  store: () => Store,
  reopen: () => Promise<void>,
  channel: ChannelId,
  another: ChannelRow,
): void {
  const ids = [0, 1, 2, 3, 4].map(idOf)
  const row = (i: number, more: Partial<MatterNote> = {}): MatterNote =>
    note(i, { state: `{"n":${i}}`, onClock: 'beta', dueMs: 1000 * (5 - i), ...more })

  it('numbers matters at first sight and pages through them', async () => {
    await store().noteMatters(
      channel,
      { alpha: 3, beta: 1 },
      [0, 1, 2, 3, 4].map((i) => row(i)),
    )
    const first = await store().matters(channel, 0, 3)
    expect(first.map(({ id }) => id)).toEqual(ids.slice(0, 3))
    const rest = await store().matters(channel, first.at(-1)?.no ?? 0, 3)
    expect(rest.map(({ id }) => id)).toEqual(ids.slice(3))
    expect(await store().matter(channel, ids[2] ?? '')).toEqual(first[2])
    expect(await store().foldedUpTo(channel)).toEqual({ alpha: 3, beta: 1 })
  })

  it('replaces a folded matter and keeps its number', async () => {
    await store().noteMatters(channel, { alpha: 1 }, [row(0), row(1)])
    const before = await store().matter(channel, ids[0] ?? '')
    await store().noteMatters(channel, { alpha: 2 }, [
      row(0, { state: '{}', onClock: undefined, dueMs: undefined }),
    ])
    await reopen()
    const after = await store().matter(channel, ids[0] ?? '')
    expect(after).toEqual({
      ...before,
      state: '{}',
      onClock: undefined,
      dueMs: undefined,
      changed: after?.changed,
    })
    expect(await store().foldedUpTo(channel)).toEqual({ alpha: 2 })
    await store().noteMatters(channel, { alpha: 3 }, [row(0, { no: before?.no ?? 0, state: '[]' })])
    expect((await store().matter(channel, ids[0] ?? ''))?.state).toBe('[]')
  })

  it('forgets folded matters of one channel only, and their numbers of none', async () => {
    await store().putChannel(another)
    await store().noteMatters(channel, { alpha: 1 }, [row(0), row(1)])
    await store().noteMatters(another.id, { alpha: 4 }, [row(0)])
    const kept = await store().matter(channel, ids[1] ?? '')
    await store().forgetMatters(channel)
    await reopen()
    expect(await store().matters(channel, 0, 10)).toEqual([])
    expect(await store().matter(channel, ids[0] ?? '')).toBeUndefined()
    expect(await store().foldedUpTo(channel)).toEqual({})
    expect(await store().foldedUpTo(another.id)).toEqual({ alpha: 4 })
    await store().noteMatters(channel, { alpha: 1 }, [row(1)])
    const again = await store().matter(channel, ids[1] ?? '')
    expect(again).toEqual({ ...kept, changed: again?.changed })
  })
}

type Walk = (list: MatterList) => Promise<number[]>

/** All rows of a list, two a page, as numbers of the notes. */
function walker(store: () => Store, channel: ChannelId): Walk {
  return async (list) => {
    const found: MatterRow[] = []
    for (let after: MatterCursor | undefined; ;) {
      const page = await store().listMatters(channel, list, after, 2)
      found.push(...page)
      const last = page.at(-1)
      if (last === undefined) break
      after = cursorIn(list, last)
    }
    return found.map(({ no }) => no - 1)
  }
}

/** The promises about lists of matters: what stands in each, in what order, page by page. */
export function listPromises(
  store: () => Store,
  reopen: () => Promise<void>,
  channel: ChannelId,
  another: ChannelRow,
): void {
  const put = (...notes: MatterNote[]): Promise<void> => store().noteMatters(channel, {}, notes)
  const walk = walker(store, channel)

  it('lists what is on a party’s clock, the earliest first and what has no deadline last', async () => {
    const beta = { onClock: 'beta' }
    await put(note(0, { ...beta, dueMs: 500 }), note(1, beta), note(2, { ...beta, dueMs: 300 }))
    await put(
      note(3, { onClock: 'alpha', dueMs: 100 }),
      note(4, { ...beta, dueMs: 300 }),
      note(5, { dueMs: 1 }),
    )
    await put(...[6, 7, 8].map((i) => note(i, { ...beta, dueMs: 300 })), note(9, beta), note(10, beta))
    await reopen()
    expect(await walk({ by: 'due', onClock: 'beta' })).toEqual([2, 4, 6, 7, 8, 0, 1, 9, 10])
    expect(await walk({ by: 'due', onClock: 'beta', beforeMs: 500 })).toEqual([2, 4, 6, 7, 8])
    expect(await walk({ by: 'due', onClock: 'gamma' })).toEqual([])
    expect(await store().countMatters(channel, { by: 'due', onClock: 'beta', beforeMs: 501 }, 2)).toBe(2)
    expect(await store().countMatters(channel, { by: 'due', onClock: 'beta' }, 100)).toBe(9)
  })

  it('lists what lapses within a span', async () => {
    await put(note(0, { lapsesMs: 30 }), note(1, { lapsesMs: 10 }), note(2), note(3, { lapsesMs: 20 }))
    expect(await walk({ by: 'lapses', fromMs: 0, beforeMs: 31 })).toEqual([1, 3, 0])
    expect(await walk({ by: 'lapses', fromMs: 20, beforeMs: 30 })).toEqual([3])
    expect(await store().countMatters(channel, { by: 'lapses', fromMs: 10, beforeMs: 31 }, 10)).toBe(3)
  })

  it('lists what its authors say they opened within a span, the oldest first', async () => {
    await put(note(0, { openedMs: 30 }), note(1, { openedMs: 10 }), note(2, { openedMs: undefined }))
    await put(note(3, { openedMs: 20 }), note(4, { openedMs: 20, kind: 'call' }), note(5, { openedMs: 20 }))
    expect(await walk({ by: 'made', kind: 'request', fromMs: 0, beforeMs: 31 })).toEqual([1, 3, 5, 0])
    expect(await walk({ by: 'made', kind: 'request', fromMs: 20, beforeMs: 30 })).toEqual([3, 5])
    expect(await walk({ by: 'made', kind: 'call', fromMs: 0, beforeMs: 31 })).toEqual([4])
  })

  it('lists by kind and status in both directions', async () => {
    const more = [{}, { kind: 'call', status: 'ringing' }, { status: 'closed' }, {}, { status: 'declined' }]
    await put(...more.map((each, i) => note(i, each)))
    await store().putChannel(another)
    await store().noteMatters(another.id, {}, [note(8), note(9)])
    const opened = { by: 'opened', newestFirst: true } as const
    expect(await walk({ ...opened, newestFirst: false })).toEqual([0, 1, 2, 3, 4])
    expect(await walk(opened)).toEqual([4, 3, 2, 1, 0])
    expect(await walk({ ...opened, kind: 'request' })).toEqual([4, 3, 2, 0])
    expect(await walk({ ...opened, newestFirst: false, kind: 'call' })).toEqual([1])
    expect(await walk({ ...opened, kind: 'request', statuses: ['open', 'closed'] })).toEqual([3, 2, 0])
    const upwards = { ...opened, newestFirst: false, kind: 'request', statuses: ['declined', 'open', 'open'] }
    expect(await walk(upwards)).toEqual([0, 3, 4])
  })
}

/** The promises about what has changed and how much there is. */
export function changePromises(store: () => Store, reopen: () => Promise<void>, channel: ChannelId): void {
  const put = (...notes: MatterNote[]): Promise<void> => store().noteMatters(channel, {}, notes)
  const walk = walker(store, channel)

  it('numbers changes so that nothing after a cursor is missed, whatever is forgotten or opened again', async () => {
    await put(note(0), note(1), note(2))
    const changed = { by: 'changed', newestFirst: false } as const
    const [last] = await store().listMatters(channel, { by: 'changed', newestFirst: true }, undefined, 1)
    await put(note(1, { status: 'closed' }))
    expect(await walk(changed)).toEqual([0, 2, 1])
    expect(await walk({ ...changed, newestFirst: true })).toEqual([1, 2, 0])
    const since = { at: last?.changed ?? 0, no: 0 }
    expect((await store().listMatters(channel, changed, since, 9)).map(({ no }) => no)).toEqual([2])
    await store().forgetMatters(channel)
    await reopen()
    await put(note(2), note(0))
    const again = await store().listMatters(channel, changed, since, 9)
    expect(again.map(({ no }) => no)).toEqual([3, 1])
  })

  it('keeps count of each kind and status by whose clock it is on', async () => {
    await put(
      note(0, { onClock: 'beta' }),
      note(1, { onClock: 'beta' }),
      note(2),
      note(0, { onClock: 'alpha' }),
    )
    await put(note(1, { onClock: 'beta', state: '[]' }), note(2, { status: 'closed' }))
    await reopen()
    expect(await store().tallyMatters(channel)).toEqual([
      { kind: 'request', status: 'closed', onClock: undefined, count: 1 },
      { kind: 'request', status: 'open', onClock: 'alpha', count: 1 },
      { kind: 'request', status: 'open', onClock: 'beta', count: 1 },
    ])
    await store().forgetMatters(channel)
    expect(await store().tallyMatters(channel)).toEqual([])
  })
}

/** The promises about the acts of one matter in the order of the fold. */
export function threadPromises(
  store: () => Store,
  reopen: () => Promise<void>,
  channel: ChannelId,
  feedOf: (party: PartyId) => { batch(count: number, head?: string, matter?: Hash): AppendBatch },
): void {
  const matter = hash('sha256', 'a thread', 'buffer')
  const id = matter.toString('hex')
  const write = (from: number, acts: readonly [number, string?][]): Promise<void> =>
    store().noteMatters(channel, {}, [
      {
        ...note(0),
        id,
        thread: { from, acts: acts.map(([seq, code]) => ({ party: 'alpha', seq, code: code ?? null })) },
      },
    ])
  const seqs = async (from: number, limit: number): Promise<number[]> =>
    (await store().thread(channel, id, from, limit)).map(({ seq }) => seq)

  it('pages through the acts of a matter in the order it was given, with bodies and voids', async () => {
    await store().append(feedOf('alpha').batch(300, undefined, matter))
    const downwards = Array.from({ length: 200 }, (_, i): [number] => [299 - i])
    await write(0, downwards)
    await write(200, [[7, 'not-at-this-stage'], [6]])
    await reopen()
    expect(await seqs(0, 3)).toEqual([299, 298, 297])
    expect(await seqs(62, 4)).toEqual([237, 236, 235, 234])
    expect(await seqs(190, 100)).toEqual([109, 108, 107, 106, 105, 104, 103, 102, 101, 100, 7, 6])
    expect(await seqs(202, 5)).toEqual([])
    const [voided, sound] = await store().thread(channel, id, 200, 2)
    expect(voided).toMatchObject({ place: 200, party: 'alpha', code: 'not-at-this-stage', body: undefined })
    expect(sound).toMatchObject({ place: 201, code: null })
    expect(sound?.body?.bytes.length).toBeGreaterThan(0)
    expect(await store().thread(channel, idOf(1), 0, 5)).toEqual([])
  })

  it('puts a late act in its place, and moves those after it', async () => {
    await store().append(feedOf('alpha').batch(300, undefined, matter))
    await write(
      0,
      Array.from({ length: 130 }, (_, i): [number] => [i]),
    )
    await write(63, [[250], ...Array.from({ length: 67 }, (_, i): [number] => [63 + i])])
    expect(await seqs(60, 6)).toEqual([60, 61, 62, 250, 63, 64])
    expect(await seqs(126, 100)).toEqual([125, 126, 127, 128, 129])
    expect(await seqs(0, 500)).toHaveLength(131)
  })

  it('finds what became of one party’s acts between those of others, wherever they stand', async () => {
    const others = (from: number, count: number): ThreadAct[] =>
      Array.from({ length: count }, (_, i) => ({ party: 'beta', seq: from + i, code: null }))
    const own = (seq: number, code: string | null = null): ThreadAct => ({ party: 'alpha', seq, code })
    const acts = [own(3), ...others(1, 300), own(9, 'matter-full'), own(20), ...others(301, 200), own(31)]
    await store().noteMatters(channel, {}, [{ ...note(0), id, thread: { from: 0, acts } }])
    const found = async (from: number, to: number): Promise<number[]> =>
      (await store().verdicts(channel, id, 'alpha', from, to)).map(({ seq }) => seq)
    expect(await found(0, 100)).toEqual([3, 9, 20, 31])
    expect(await found(4, 31)).toEqual([9, 20])
    expect(await found(32, 99)).toEqual([])
    expect(await store().verdicts(channel, id, 'alpha', 9, 10)).toEqual([own(9, 'matter-full')])
    expect(await store().verdicts(channel, id, 'beta', 500, 501)).toEqual(others(500, 1))
    expect(await store().verdicts(channel, idOf(1), 'alpha', 0, 9)).toEqual([])
  })

  it('refuses a thread with a gap, and writes nothing of it', async () => {
    await expect(write(3, [[1]])).rejects.toMatchObject({ code: 'store-damaged' })
    expect(await store().matter(channel, id)).toBeUndefined()
  })
}
