import { createHash, randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ProblemError } from '../../src/api/index.ts'
import { perform } from '../../src/app/index.ts'
import { newKey, setDesk, until } from '../api/desks.ts'
import { filesWith, holds } from '../exhibit/plain-file.ts'
import { type Pair, foundPair } from '../kill/pair.ts'
import { INSTANTS } from './door-process.ts'
import { DoorStation } from './door-station.ts'

/** Words that stand nowhere else on the machine, and what a search for them asks. */
interface Words {
  readonly body: string
  readonly earlier: string
  readonly note: string
  readonly name: string
  readonly bytes: string
}

let dir = ''
let pair: Pair = { us: '', cn: '', channel: '' }
let us: DoorStation
let cn: DoorStation
let words: Words

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'entente-door-'))
  pair = await foundPair(join(dir, 'nodes'))
  for (const folder of [pair.us, pair.cn])
    await setDesk(folder, { port: 0, demo: true, requestsPerMinute: 100_000, strangersPerMinute: 100_000 })
  ;[us, cn] = [new DoorStation(pair.us), new DoorStation(pair.cn)]
  await Promise.all([us.start(), cn.start()])
  await Promise.all([us.seat(), cn.seat()])
  const word = (): string => `w${randomBytes(12).toString('hex')}`
  words = { body: word(), earlier: word(), note: word(), name: word(), bytes: word() }
})
afterEach(async () => {
  await Promise.all([us.kill(), cn.kill()])
  await rm(dir, { recursive: true, force: true })
})

async function upload(): Promise<string> {
  const content = Buffer.from(`the file says ${words.bytes}`)
  const name = `${words.name}.txt`
  const { id } = await us.client.call('uploads.begin', {
    body: { name, mediaType: 'text/plain', bytes: content.length },
  })
  const headers = { 'content-range': `bytes 0-${content.length - 1}/${content.length}` }
  await us.client.call('uploads.put', { params: { upload: id }, body: content, headers })
  return id
}

const tag = (version: number): { headers: Record<string, string> } => ({
  headers: { 'if-match': `"v${version}"` },
})

interface Secret {
  readonly act: string
  readonly sealed: string
}

/** Writes a draft with a file in two steps; what was said earlier is kept as a version of it. */
async function draft(): Promise<{ id: string; version: number }> {
  const content = {
    type: 'evidence.deposit',
    data: { exhibits: [] },
    body: { text: `first ${words.earlier}` },
  }
  const params = { channel: pair.channel }
  const made = await us.client.call('drafts.make', { params, body: { content } })
  const body = { ...content, body: { text: `it says ${words.body}` }, exhibits: [await upload()] }
  return us.client.call('drafts.save', { params: { draft: made.id }, body, ...tag(made.version) })
}

/** An act that was written as a draft, with a file, and a note about it; the other side holds all of the act. */
async function deposited(): Promise<Secret> {
  const { id, version } = await draft()
  const act = await us.client.call('drafts.submit', {
    params: { draft: id },
    ...tag(version),
    key: newKey(),
  })
  const at = { channel: pair.channel, matter: act.id }
  await us.client.call('notes.write', { params: at, body: { text: `between us: ${words.note}` } })
  // What was searched for is found, so that there is something in the index and in its caches.
  for (const q of [words.body, words.name, words.note])
    await until(`${q} is found`, async () => {
      const { items } = await us.client.call('search.find', { query: { q } })
      return items.length > 0
    })
  let sealed = ''
  await until('the other side has the exhibit', async () => {
    const matter = await cn.client.call('matters.get', { params: at }).catch(() => undefined)
    sealed = matter?.exhibits[0]?.sealed ?? ''
    return matter?.exhibits[0]?.held === true
  })
  await until('the other side finds the text', async () => {
    const { items } = await cn.client.call('search.find', { query: { q: words.body } })
    return items.length > 0
  })
  return { act: act.id, sealed }
}

/** Where any of the words stand, in the raw bytes of every file below a folder. */
async function tracesIn(folder: string, { sealed }: Pick<Secret, 'sealed'>): Promise<string[]> {
  const found: string[] = []
  for (const [what, word] of Object.entries(words))
    for (const path of await filesWith(folder, Buffer.from(word)))
      found.push(`${what} in ${path.slice(folder.length + 1)}`)
  for (const path of await filesWith(folder, new Uint8Array(0)))
    if (sealed !== '' && path.includes(sealed)) found.push('the exhibit')
  return found.toSorted()
}

function expunge(act: string): Promise<{ readonly id: string }> {
  return us.client.call('acts.make', {
    params: { channel: pair.channel },
    body: {
      type: 'body.expunge',
      about: act,
      data: { act, ground: 'retention-ended', scope: 'body-and-exhibits' },
    },
    key: newKey(),
  })
}

/** At the other side, by the command of its operator. */
async function expungeThere(act: string): Promise<void> {
  const asked = { channel: pair.channel, act, ground: 'retention-ended', exhibits: true }
  const done = await perform(pair.cn, 'expunge', asked, {})
  if ('error' in done) throw new Error(done.error.message)
  expect(done.result).toMatchObject({
    removed: true,
    exhibitsRemoved: 1,
    recorded: { type: 'body.expunged' },
  })
}

async function eraseNote(matter: string): Promise<void> {
  const params = { channel: pair.channel, matter }
  const { items } = await us.client.call('notes.list', { params })
  for (const { id } of items) await us.client.call('notes.erase', { params: { ...params, note: id } })
}

describe('an act written as a draft, with a file and a note, on two nodes with doors', () => {
  it('leaves no word in any file or in memory once both sides have expunged it', async () => {
    const secret = await deposited()
    const before = await tracesIn(pair.us, secret)
    for (const trace of [
      'body in store',
      'body in private',
      'earlier in private',
      'note in private',
      'name in',
    ])
      expect(before.join('\n')).toContain(trace)
    expect((await tracesIn(pair.cn, secret)).join('\n')).toContain('body in search')

    await expunge(secret.act)
    await eraseNote(secret.act)
    expect(await tracesIn(pair.us, secret)).toEqual([])
    await until('the other side has heard', async () => {
      const at = { channel: pair.channel, matter: secret.act }
      const { items } = await cn.client.call('matters.acts', { params: at })
      return items.some(({ type }) => type === 'body.expunge')
    })
    await expungeThere(secret.act)
    expect(await tracesIn(pair.cn, secret)).toEqual([])

    for (const station of [us, cn]) {
      for (const q of [words.body, words.name, words.note, words.earlier])
        expect((await station.client.call('search.find', { query: { q } })).items).toEqual([])
      // What was just asked is remembered a moment by whoever answers it.
      await station.client.call('search.find', { query: { q: 'something else' } })
    }
    // Of the node that knew most. The words that were searched for are in the requests that its runtime keeps.
    const heap = join(dir, 'us.heapsnapshot')
    await us.ask('heap', heap)
    for (const [what, text] of Object.entries({
      body: `says ${words.body}`,
      note: `us: ${words.note}`,
      draft: `first ${words.earlier}`,
      file: `${words.name}.txt`,
    }))
      expect(`${what}: ${String(await holds(heap, Buffer.from(text)))}`).toBe(`${what}: false`)
    await Promise.all([us.kill(), cn.kill()])
    await Promise.all([us.start(), cn.start()])
    await Promise.all([us.ask('idle', null), cn.ask('idle', null)])
    for (const folder of [pair.us, pair.cn]) expect(await tracesIn(folder, secret)).toEqual([])
    await Promise.all([us.stop(), cn.stop()])
    for (const folder of [pair.us, pair.cn]) expect(await tracesIn(folder, secret)).toEqual([])
  }, 150_000)

  it.each(INSTANTS)(
    'is gone after the next start when the node was killed %s',
    async (instant) => {
      const secret = await deposited()
      await eraseNote(secret.act)
      await us.ask('die-at', instant)
      await expunge(secret.act).catch(() => undefined)
      await us.gone()
      await us.start()
      await us.ask('idle', null)
      expect(await tracesIn(pair.us, secret)).toEqual([])
      await us.stop()
      expect(await tracesIn(pair.us, secret)).toEqual([])
    },
    150_000,
  )

  it('takes its draft and its file along though the node was killed before it knew what they became', async () => {
    const { id, version } = await draft()
    await us.ask('die-recorded', null)
    await us.client
      .call('drafts.submit', { params: { draft: id }, ...tag(version), key: newKey() })
      .catch(() => undefined)
    await us.gone()
    expect((await tracesIn(pair.us, { sealed: '' })).join('\n')).toContain('bytes in incoming')
    await us.start()
    const known = await us.client.call('drafts.get', { params: { draft: id } })
    expect(known.state).toBe('submitted')
    expect((await tracesIn(pair.us, { sealed: '' })).join('\n')).not.toContain('incoming')
    await expunge(known.act ?? '')
    expect(await tracesIn(pair.us, { sealed: '' })).toEqual([])
  }, 150_000)

  it('is not told from the fingerprint of the request that made it, and is not made again by it', async () => {
    const key = newKey()
    const call = {
      params: { channel: pair.channel },
      body: {
        type: 'remark.post',
        about: pair.channel,
        data: {},
        body: { type: 'text/plain', text: words.body },
      },
      key,
    } as const
    const { id } = await us.client.call('acts.make', call)
    const print = createHash('sha256')
      .update(`POST /api/v1/channels/${pair.channel}/acts\n${JSON.stringify(call.body)}`)
      .digest('hex')
    expect(await filesWith(pair.us, Buffer.from(print))).not.toEqual([])
    expect((await us.client.call('acts.make', call)).id).toBe(id)
    await us.client.call('acts.make', {
      params: call.params,
      body: {
        type: 'body.expunge',
        about: pair.channel,
        data: { act: id, ground: 'sent-in-error', scope: 'body' },
      },
      key: newKey(),
    })
    expect(await filesWith(pair.us, Buffer.from(print))).toEqual([])
    const again: unknown = await us.client.call('acts.make', call).catch((cause: unknown) => cause)
    expect(again instanceof ProblemError ? again.problem.code : again).toBe('key-reused')
  }, 150_000)
})

describe('an exhibit whose copy a party has destroyed', () => {
  it('is gone from that node and stays with the other', async () => {
    const { act, sealed } = await deposited()
    await us.client.call('acts.make', {
      params: { channel: pair.channel },
      body: { type: 'evidence.destroy', about: act, data: { ground: 'court-order', sealed } },
      key: newKey(),
    })
    const named = async (folder: string): Promise<string[]> =>
      (await filesWith(folder, new Uint8Array(0))).filter((path) => path.includes(sealed))
    expect(await named(pair.us)).toEqual([])
    expect(await named(pair.cn)).toHaveLength(1)
    const at = { channel: pair.channel, matter: act, exhibit: sealed }
    const opening: unknown = await us.client
      .call('exhibits.content', { params: at })
      .catch((cause: unknown) => cause)
    expect(opening instanceof ProblemError ? opening.problem.code : opening).toBe('exhibit-barred')
  }, 150_000)
})
