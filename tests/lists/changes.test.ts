import { afterEach, expect, it } from 'vitest'
import type { Change, ChangeKind } from '../../src/app/index.ts'
import { TwoNodes } from './two-nodes.ts'

let two: TwoNodes | undefined
afterEach(() => two?.end())

it('both nodes tell of an act after it is folded, and of its marks as they come', async () => {
  two = await TwoNodes.found()
  const heard: Record<'us' | 'cn', Change[]> = { us: [], cn: [] }
  const { us, cn, id } = two
  let foldedWhenTold = true
  us.node?.onChange((change) => {
    for (const matter of change.matters)
      foldedWhenTold &&= two?.channelOf(us).folds.atHand(matter) !== undefined
    heard.us.push(change)
  })
  cn.node?.onChange((change) => heard.cn.push(change))
  us.node?.onChange(() => {
    throw new Error('a listener of no use')
  })
  const matter = await two.deposit(us, 'ours')
  await two.pass(10_000)
  const told = (side: Change[], what: ChangeKind): Change[] => side.filter((change) => change.what === what)
  for (const side of [heard.us, heard.cn]) {
    expect(side.every(({ channel }) => channel === id)).toBe(true)
    expect(told(side, 'folded').flatMap(({ matters }) => matters)).toContain(matter)
    expect(told(side, 'settled').length).toBeGreaterThan(0)
  }
  expect(told(heard.us, 'received').length).toBeGreaterThan(0)
  expect(foldedWhenTold).toBe(true)
  expect(two.channelOf(us).folds.failed).toBeUndefined()
})

it('a link that breaks and comes back is told once each time', async () => {
  two = await TwoNodes.found()
  const links: (boolean | null)[] = []
  const { us, cn } = two
  us.node?.onChange(({ what }) => {
    const [link] = two?.channelOf(us).links.all() ?? []
    if (what === 'link') links.push(link?.up ?? null)
  })
  expect(two.channelOf(us).links.all()).toMatchObject([{ party: 'cn', up: true, trouble: null }])
  cn.crash()
  await two.pass(30_000)
  expect(two.channelOf(us).links.all()).toMatchObject([{ party: 'cn', up: false }])
  await cn.start()
  await two.pass(30_000)
  expect(links).toEqual([false, true])
})
