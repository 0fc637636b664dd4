import { randomBytes, randomUUID } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { encodeCard, verifyFile } from '../../src/record/index.ts'
import { entente } from '../cli/entente.ts'
import { endsWell } from './ends.ts'
import { requestTo } from './forms.ts'
import { found, type Mechanism } from './mechanism.ts'
import { type Officer, refused } from './officer.ts'
import { JOURNEY_LIMIT_MS } from './times.ts'

let mechanism: Mechanism
let us: Officer
let cn: Officer

beforeAll(async () => {
  mechanism = await found(['us', 'cn'])
  us = await mechanism.party('us').officer('desk', mechanism.channel)
  cn = await mechanism.party('cn').officer('desk', mechanism.channel)
})
afterAll(() => mechanism?.close())

describe('what one party gave under a mark', { timeout: JOURNEY_LIMIT_MS }, () => {
  it('goes into no court of the other before its owner has permitted it, and then as a file that verifies', async () => {
    const request = await us.act('request.open', requestTo(us, 'cn', { kind: 'content' }))
    await cn.sees(request, 'it was asked', ({ state }) => state !== null)
    const content = randomBytes(50_000)
    await cn.act('request.supply', {
      about: request,
      data: { final: true, exhibits: [], marks: { handling: ['H1'], tlp: 'AMBER' } },
      body: { text: 'Not in court without our word.' },
      uploads: [await cn.upload('mailbox.mbox', content)],
    })
    const { exhibits } = await us.holds(request, 1)
    const sealed = exhibits[0]?.sealed ?? ''
    const params = { channel: us.channel, matter: request }
    const body = { exhibits: { [sealed]: 'plain' as const } }
    const bundle = () => us.client.call('evidence.bundle', { params, body, key: randomUUID() })
    const wish = { exhibits: [sealed], scope: 'matter', way: 'court-bundle' } as const
    const planned = await us.client.call('evidence.plan', { params, body: wish })
    expect(planned).toEqual({ permissions: [], stops: ['tlp-amber', 'handling-h1'] })
    expect(await refused(bundle())).toBe('release-stopped')
    const auditor = await us.party.officer('auditor', us.channel)
    const { items } = await auditor.client.call('access-log.list', { query: { matter: request, limit: 100 } })
    expect(items.filter(({ result, user }) => user === us.user && result === 'release-stopped')).not.toEqual(
      [],
    )

    // Each permits its own: the words of the request are one side's, the file is the other's.
    const permit = { exhibits: [], ways: ['court-bundle' as const], note: 'For this trial.' }
    const permitBy = ({ client }: Officer) =>
      client.call('evidence.permit', { params, body: permit, key: randomUUID() })
    const { id: ours } = await permitBy(us)
    expect(await refused(bundle())).toBe('release-stopped')
    const { id: theirs } = await permitBy(cn)
    await us.sees(request, 'it is permitted', ({ state }) =>
      JSON.stringify(state?.['permits']).includes(theirs),
    )
    const made = await bundle()
    const answer = await us.client.call('downloads.get', { params: { ...params, id: made.download } })
    const file = Buffer.from(await answer.arrayBuffer())
    const path = join(mechanism.dir, made.name)
    await writeFile(path, file)
    const { code, out } = await entente(['verify', path, '--json'])
    expect([code, JSON.parse(out)]).toMatchObject([0, { verdict: 'good', kind: 'bundle' }])
    expect(file.includes(content.subarray(1_000, 1_064))).toBe(true)
    // The owner reads on the record that it went out, and on whose word.
    await cn.sees(request, 'it was released', ({ state }) => JSON.stringify(state).includes('release'))
    const { items: acts } = await cn.client.call('matters.acts', { params, query: { limit: 100 } })
    const release = acts.find(({ id }) => id === made.release)
    expect(release?.data).toMatchObject({ way: 'court-bundle', permissions: [ours, theirs] })
    await endsWell(mechanism, [us, cn])
  })
})

describe('a matter during which both parties changed their keys', { timeout: JOURNEY_LIMIT_MS }, () => {
  it('goes to court as a file that verifies, with the acts before the change and after it', async () => {
    const given: string[] = []
    for (const [i, { opened }] of [us.party, cn.party].entries()) {
      const path = join(mechanism.dir, `founded-with-${i}.card`)
      await writeFile(path, encodeCard(opened.node.card))
      given.push('--card', path)
    }
    const request = await us.act('request.open', requestTo(us, 'cn', { kind: 'content' }))
    await cn.sees(request, 'it was asked', ({ state }) => state !== null)
    const turn = async ({ party, channel }: Officer): Promise<void> => {
      const { channels } = await party.opened.node.changeKeys()
      expect(channels).toEqual([{ channel, refused: null }])
    }
    await turn(cn)
    const content = randomBytes(5_000)
    await cn.act('request.supply', {
      about: request,
      data: { final: true, exhibits: [], marks: { handling: [], tlp: 'CLEAR' } },
      body: { text: 'By our new keys.' },
      uploads: [await cn.upload('after.mbox', content)],
    })
    const { exhibits } = await us.holds(request, 1)
    await turn(us)
    await turn(us)
    const params = { channel: us.channel, matter: request }
    const permit = { exhibits: [], ways: ['court-bundle' as const] }
    for (const { client } of [us, cn])
      await client.call('evidence.permit', { params, body: permit, key: randomUUID() })
    await us.sees(request, 'both have permitted it', ({ state }) => {
      const permits = state?.['permits']
      return Array.isArray(permits) && permits.length === 2
    })
    const body = { exhibits: { [exhibits[0]?.sealed ?? '']: 'plain' as const } }
    const made = await us.client.call('evidence.bundle', { params, body, key: randomUUID() })
    const answer = await us.client.call('downloads.get', { params: { ...params, id: made.download } })
    const file = Buffer.from(await answer.arrayBuffer())
    const path = join(mechanism.dir, `turned-${made.name}`)
    await writeFile(path, file)
    const verify = async (of: string) => {
      const { code, out } = await entente(['verify', of, ...given, '--json'])
      const told: unknown = JSON.parse(out)
      return { code, told }
    }
    const whole = await verify(path)
    expect(whole).toMatchObject({ code: 0, told: { verdict: 'good', kind: 'bundle', findings: [] } })
    const verified = await verifyFile(createReadStream(path))
    if (verified.kind !== 'bundle') throw new Error(verified.kind)
    const authors = Map.groupBy(verified.acts, ({ party }) => party)
    expect([authors.get('us')?.length, authors.get('cn')?.length]).toEqual([made.acts - 2, 2])
    // What a change of keys says is held to: with a byte of it changed, nothing behind it counts.
    const at = file.indexOf('"rotation"') + 400
    file[at] = (file[at] ?? 0) ^ 1
    await writeFile(path, file)
    expect((await verify(path)).code).toBe(1)
    await endsWell(mechanism, [us, cn])
  })
})
