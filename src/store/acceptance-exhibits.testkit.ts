import { expect, it } from 'vitest'
import type { Store } from './port.ts'

const CHANNEL = 'c'.repeat(64)

/** What is kept of exhibits. */
export function exhibitPromises(store: () => Store, reopen: () => Promise<void>): void {
  it('keeps the state of exhibits', async () => {
    const named = { namedBy: 'cn', namedAt: 7, checked: false }
    const part = { sealed: '1'.repeat(64), sealedBytes: 5e9, heldBytes: 12, complete: false, ...named }
    const whole = {
      sealed: '0'.repeat(64),
      sealedBytes: 8,
      heldBytes: 8,
      complete: true,
      ...named,
      checked: true,
    }
    await store().putExhibit(CHANNEL, part)
    await store().putExhibit(CHANNEL, whole)
    await store().putExhibit(CHANNEL, { ...part, heldBytes: 4e9 })
    await reopen()
    expect(await store().exhibits(CHANNEL)).toEqual([whole, { ...part, heldBytes: 4e9 }])
    expect(await store().exhibit(CHANNEL, part.sealed)).toEqual({ ...part, heldBytes: 4e9 })
    expect(await store().exhibit(CHANNEL, '2'.repeat(64))).toBeUndefined()
  })

  it('lists the exhibits that one feed names, the newest first, from any place on', async () => {
    const named = async (by: string, at: number, digit: string): Promise<void> =>
      store().putExhibit(CHANNEL, {
        sealed: digit.repeat(64),
        sealedBytes: 1,
        heldBytes: 0,
        complete: false,
        namedBy: by,
        namedAt: at,
        checked: false,
      })
    await named('alpha', 3, '1')
    await named('alpha', 9, '2')
    await named('alpha', 3, '3')
    await named('beta', 5, '4')
    const listed = async (after?: { namedAt: number; sealed: string }): Promise<string[]> =>
      (await store().namedExhibits(CHANNEL, 'alpha', after, 2)).map(({ sealed }) => sealed[0] ?? '')
    expect(await listed()).toEqual(['2', '3'])
    expect(await listed({ namedAt: 3, sealed: '3'.repeat(64) })).toEqual(['1'])
    expect(await listed({ namedAt: 3, sealed: '1'.repeat(64) })).toEqual([])
  })

  it('keeps every act that names an exhibit, once each', async () => {
    const sealed = '5'.repeat(64)
    const row = { sealed, sealedBytes: 1, heldBytes: 0, complete: false, checked: false }
    await store().putExhibit(CHANNEL, { ...row, namedBy: 'beta', namedAt: 2 })
    const again = { sealed, namedBy: 'alpha', namedAt: 7 }
    await store().noteExhibitNames(CHANNEL, [again, { ...again, sealed: '6'.repeat(64) }])
    await store().noteExhibitNames(CHANNEL, [again])
    await reopen()
    expect(await store().exhibitNames(CHANNEL, sealed)).toEqual([
      again,
      { sealed, namedBy: 'beta', namedAt: 2 },
    ])
    expect(await store().exhibitNames(CHANNEL, '7'.repeat(64))).toEqual([])
  })

  it('keeps which exhibits wait for a seal to come off', async () => {
    const [waits, other] = ['8'.repeat(64), '9'.repeat(64)]
    await store().noteShut(CHANNEL, waits, true)
    await store().noteShut(CHANNEL, waits, true)
    await store().noteShut(CHANNEL, other, true)
    await store().noteShut(CHANNEL, other, false)
    await reopen()
    expect(await store().isShut(CHANNEL, waits)).toBe(true)
    expect(await store().isShut(CHANNEL, other)).toBe(false)
    expect(await store().isShut('d'.repeat(64), waits)).toBe(false)
  })
}
