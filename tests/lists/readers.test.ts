import { afterEach, expect, it } from 'vitest'
import type { JsonObject } from '../../src/record/index.ts'
import { recordUnasked } from '../sim/rogue.ts'
import { MemoryReader } from './memory-reader.ts'
import { TwoNodes } from './two-nodes.ts'

let two: TwoNodes | undefined
afterEach(() => two?.end())

async function begin(): Promise<{ nodes: TwoNodes; reader: MemoryReader }> {
  const reader = new MemoryReader()
  two = await TwoNodes.found([reader])
  return { nodes: two, reader }
}

it('a reader is given every act of every feed in sequence, with its body', async () => {
  const { nodes, reader } = await begin()
  const matter = await nodes.deposit(nodes.us, 'ours')
  await nodes.pass(2_000)
  const answer = await nodes.remark(nodes.cn, matter, 'theirs')
  await nodes.pass(2_000)
  expect(reader.texts.get(matter)).toContain('ours')
  expect(reader.texts.get(answer)).toBe('theirs')
  expect(reader.faults).toEqual([])
})

it('a reader misses nothing when it fails, and when the node dies before it was asked', async () => {
  const { nodes, reader } = await begin()
  reader.failing = 2
  const matter = await nodes.deposit(nodes.us, 'while it fails')
  await nodes.pass(1_000)
  expect(reader.texts.size).toBe(0)
  await nodes.pass(20_000)
  expect(reader.texts.get(matter)).toContain('while it fails')
  reader.failing = 1_000
  const later = await nodes.remark(nodes.us, matter, 'before the crash')
  nodes.us.crash()
  reader.failing = 0
  expect(reader.texts.has(later)).toBe(false)
  await nodes.us.start()
  await nodes.pass(2_000)
  expect(reader.texts.get(later)).toBe('before the crash')
  expect(reader.faults).toEqual([])
})

it('a reader that lost what it kept is given all of it again', async () => {
  const { nodes, reader } = await begin()
  const matter = await nodes.deposit(nodes.us, 'ours')
  for (let i = 0; i < 600; i++) await nodes.remark(nodes.us, matter, `remark ${i}`)
  await nodes.pass(2_000)
  expect(reader.texts.size).toBe(601)
  const taken = reader.taken
  nodes.us.crash()
  const empty = new MemoryReader()
  Object.assign(reader, { upTo: empty.upTo.bind(empty), read: empty.read.bind(empty) })
  await nodes.us.start()
  await nodes.pass(2_000)
  expect(empty.texts).toEqual(reader.texts)
  expect(empty.taken).toBeGreaterThanOrEqual(taken)
  expect(empty.faults).toEqual([])
})

it('an erased body leaves the reader too, also when it is in its hands at that moment', async () => {
  const { nodes, reader } = await begin()
  const matter = await nodes.deposit(nodes.us, 'to stay')
  await nodes.pass(2_000)
  let letGo = (): void => undefined
  reader.pause = () => new Promise((resolve) => (letGo = resolve))
  const secret = await nodes.remark(nodes.us, matter, 'to be erased')
  await nodes.pass(500)
  const data = { act: secret, ground: 'retention-ended', scope: 'body' }
  await nodes.during(nodes.channelOf(nodes.us).act({ type: 'body.expunge', about: matter, data }))
  await nodes.pass(500)
  // The batch with the text was read before the erasing and is still being taken in; nothing counts as erased yet.
  expect(reader.forgotten).toEqual([])
  reader.pause = () => Promise.resolve()
  letGo()
  await nodes.pass(2_000)
  expect(reader.forgotten).toEqual([secret])
  expect([...reader.texts.keys()]).toEqual([matter])
  expect(reader.faults).toEqual([])
})

it('an act about one matter erases no body of another, neither asked for here nor by a peer', async () => {
  const { nodes, reader } = await begin()
  const matter = await nodes.deposit(nodes.us, 'to stay')
  const other = await nodes.deposit(nodes.us, 'open')
  await nodes.pass(2_000)
  const act = (data: JsonObject, type = 'body.expunge'): Promise<unknown> =>
    nodes.during(nodes.channelOf(nodes.us).act({ type, about: other, data }))
  const asked = { act: matter, ground: 'retention-ended', scope: 'body-and-exhibits' }
  await expect(act(asked)).rejects.toMatchObject({ code: 'act-not-allowed', field: 'act' })
  const theirs = { type: 'body.expunge', about: other, data: asked }
  const peers = await nodes.during(recordUnasked(nodes.cn, nodes.channelOf(nodes.cn), theirs))
  await nodes.pass(2_000)
  const agreed = act({ to: peers?.id ?? '' }, 'body.expunged')
  await expect(agreed).rejects.toMatchObject({ code: 'act-not-allowed', field: 'act' })
  await act({ ...asked, act: other })
  await nodes.pass(2_000)
  expect(reader.forgotten).toEqual([other])
  expect([...reader.texts.keys()]).toEqual([matter])
})
