import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { DEFAULT_TERMS } from '../instruments/index.ts'
import { callDraft } from './call-draft.ts'
import { deskFile, HandClock, MINUTE, NOON } from './desk.testkit.ts'
import { deskBench, matterAfter } from './matter.testkit.ts'

let dir = ''
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'desk-'))
})
afterEach(() => rm(dir, { recursive: true }))

describe('the desk’s tables and what goes out', () => {
  it('hold no word of what a matter is about, so that expunging has nothing to remove there', async () => {
    const bodies: string[] = []
    const server = createServer((request, response) => {
      request.on('data', (chunk: Buffer) => bodies.push(chunk.toString()))
      request.on('end', () => response.writeHead(200).end('Nguyen Van Secret, who answered'))
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const address = server.address()
    const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}/`
    const [file, clock] = [deskFile(join(dir, 'private.sqlite')), new HandClock(NOON)]
    const at = await deskBench(file, clock)
    await file.write(() => at.desk.ways.add('u_seat', { kind: 'webhook', url }, 'routine'))
    const { data, type } = callDraft(
      { to: 'us', reason: 'incident', severity: 'critical', drill: false },
      DEFAULT_TERMS,
      NOON,
    )
    // A state that a hostile or careless fold has filled with words: nothing of it gets further than this.
    const state = Object.assign(matterAfter({ type, by: 'cn', atMs: NOON, data }), {
      title: 'About Nguyen Van Secret',
    })
    await at.change(state)
    await vi.waitFor(
      async () => {
        await clock.pass(0)
        expect(
          at.desk.deliveries.of(at.desk.notifications.inbox('u_seat', 0, 1)[0]?.id ?? '')[0]?.state,
        ).toBe('sent')
      },
      { timeout: 30_000 },
    )
    await clock.pass(20 * MINUTE)
    await at.desk.stop()
    await file.close()
    await new Promise((resolve) => server.close(resolve))
    expect(bodies.join('')).toContain('call-ringing')
    expect(bodies.join('')).not.toMatch(/secret|nguyen/i)
    const files = await readdir(dir)
    expect(files).toContain('private.sqlite')
    for (const name of files)
      expect((await readFile(join(dir, name))).toString('latin1')).not.toMatch(/van secret|nguyen/i)
  })

  it('take no party, code or id that is not of its form', async () => {
    const [file, clock] = [deskFile(), new HandClock(NOON)]
    const at = await deskBench(file, clock)
    const put = (facts: object): unknown =>
      at.desk.notifications.put({
        key: 'k',
        kind: 'trial',
        urgency: 'routine',
        audience: { to: 'users', users: ['u_1'] },
        channel: null,
        matter: null,
        dueMs: null,
        facts,
      })
    expect(() => put({ party: 'Nguyen Van Secret' })).toThrow('notice.facts.party')
    expect(() => put({ title: 'x' })).toThrow('notice.facts.title')
    expect(put({ party: 'cn' })).toBe(true)
    await at.desk.stop()
    await file.close()
  })
})
