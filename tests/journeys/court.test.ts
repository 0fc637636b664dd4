import { randomBytes, randomUUID } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
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
