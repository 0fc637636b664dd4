import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type ApiClient, createClient } from '../../src/api/index.ts'
import { listenForControl, perform } from '../../src/app/index.ts'
import { OPERATOR } from '../../src/sign-in/index.ts'
import { type Desks, type Seated, newKey, startDesk, until, writable, refusalOf } from './desks.ts'
import { openTwoOfficers, seatOf, tag, TWO_OPEN_A_CASE } from './two-officers.ts'

const CASE = {
  type: 'case.open',
  data: { marks: { handling: [], tlp: 'AMBER' }, offences: ['ransomware'] },
  body: { title: 'Vụ việc thử' },
}

let desks: Desks
let officer: Seated
let second: Seated
let matter = ''

beforeAll(async () => {
  ;({ desks, matter, officer, second } = await openTwoOfficers(TWO_OPEN_A_CASE))
})
afterAll(() => desks?.close())

async function fileOf(client: ApiClient, name: string, bytes: Uint8Array): Promise<string> {
  const { id } = await client.call('uploads.begin', { body: { name, bytes: bytes.length } })
  await client.call('uploads.put', { params: { upload: id }, body: bytes })
  return id
}

describe('a draft with files', () => {
  const bytes = new TextEncoder().encode('sign-in records, line by line\n'.repeat(50))
  const content = (exhibits: readonly string[]) => ({ type: 'evidence.deposit', data: {}, exhibits })

  it('takes only files of who edits it, and is asked about only when they have come in whole', async () => {
    const { channel } = desks
    const foreign = await fileOf(second.client, 'theirs.log', bytes)
    const stolen = officer.client.call('drafts.make', {
      params: { channel },
      body: { content: content([foreign]) },
    })
    expect(await refusalOf(stolen)).toBe('upload-unknown')
    const half = await officer.client.call('uploads.begin', { body: { name: 'half.log', bytes: 1_000 } })
    const draft = await officer.client.call('drafts.make', {
      params: { channel },
      body: { content: content([half.id]) },
    })
    const params = { draft: draft.id }
    const ask = officer.client.call('drafts.ask', { params, ...tag(draft.version) })
    expect(await refusalOf(ask)).toBe('upload-incomplete')
    const { refusal } = await officer.client.call('drafts.check', { params })
    expect(refusal?.code).toBe('upload-incomplete')
    expect((await officer.client.call('drafts.get', { params })).state).toBe('editing')
  })

  it('is submitted by whoever shares its seat, with the files that another brought', async () => {
    const { channel, us } = desks
    const seat = await seatOf(officer)
    const colleague = await us.seated('desk')
    await us.signIn.seats.grant(OPERATOR, { seat, user: colleague.user, channels: '*' })
    const file = await fileOf(officer.client, 'records.log', bytes)
    const open = { type: 'request.supply', about: matter, data: { final: false }, exhibits: [file] }
    const draft = await officer.client.call('drafts.make', { params: { channel }, body: { content: open } })
    const params = { draft: draft.id }
    expect(await refusalOf(colleague.client.call('drafts.get', { params }))).toBe('draft-unknown')
    await officer.client.call('drafts.share', { params, body: { seat } })
    const remark = {
      type: 'remark.post',
      about: matter,
      data: {},
      body: { text: 'See the file.' },
      exhibits: [file],
    }
    const saved = await colleague.client.call('drafts.save', { params, body: remark, ...tag(draft.version) })
    expect(saved).toMatchObject({ editor: colleague.user, content: { exhibits: [file] } })
    // A remark carries no files: the record refuses it, and the draft and its file are still there.
    const refused = colleague.client.call('drafts.submit', { params, ...tag(saved.version), key: newKey() })
    expect(await refusalOf(refused)).toBe('data-invalid')
    expect((await officer.client.call('drafts.get', { params })).state).toBe('editing')
    expect((await officer.client.call('uploads.list')).items.some(({ id }) => id === file)).toBe(true)
    const deposit = { type: 'evidence.deposit', data: {}, exhibits: [file] }
    const next = await colleague.client.call('drafts.save', { params, body: deposit, ...tag(saved.version) })
    expect((await colleague.client.call('drafts.check', { params })).refusal).toBeNull()
    const made = await colleague.client.call('drafts.submit', { params, ...tag(next.version), key: newKey() })
    expect(made).toMatchObject({ type: 'evidence.deposit', matter: made.id })
    expect((await officer.client.call('uploads.list')).items.some(({ id }) => id === file)).toBe(false)
    const { exhibits } = await officer.client.call('matters.get', {
      params: { channel, matter: made.matter },
    })
    expect(exhibits).toMatchObject([{ name: 'records.log', held: true }])
    await until('the file is found by its name', async () => {
      const found = await officer.client.call('search.find', { query: { q: 'records', kind: 'exhibit' } })
      return found.items.some((hit) => hit.act === made.id)
    })
  })
})

describe('a draft of a call', () => {
  it('rings the lines of the charter from when it is placed, whatever instants it was written with', async () => {
    const { channel } = desks
    const content = {
      type: 'call.place',
      data: {
        drill: true,
        reason: 'other',
        severity: 'moderate',
        steps: [{ at: '2020-01-01T00:00:00.000Z', line: 'principal' }],
        to: 'cn',
      },
      body: { text: 'Thought out before.' },
    }
    const draft = await officer.client.call('drafts.make', { params: { channel }, body: { content } })
    const params = { draft: draft.id }
    const made = await officer.client.call('drafts.submit', { params, ...tag(draft.version), key: newKey() })
    const of = { params: { channel, matter: made.id } }
    const { placed, steps } = await officer.client.call('hotline.call', of)
    const afterMinutes = steps.map(({ at }) =>
      Math.abs(Math.round((Date.parse(at) - Date.parse(placed)) / 60_000)),
    )
    expect(steps.map(({ line }) => line)).toEqual(['seat', 'deputy', 'principal'])
    expect(afterMinutes).toEqual([0, 15, 45])
    await officer.client.call('hotline.stand-down', {
      ...of,
      body: { outcome: 'drill-done', note: 'End of a test.' },
      key: newKey(),
    })
  })
})

describe('the history of a draft', () => {
  it('keeps what was overwritten and what came too late, and either can be made the newest', async () => {
    const { channel } = desks
    const { client } = officer
    const draft = await client.call('drafts.make', { params: { channel }, body: { content: CASE } })
    const params = { draft: draft.id }
    const changed = { ...CASE, body: { title: 'Second thoughts' } }
    const saved = await client.call('drafts.save', { params, body: changed, ...tag(draft.version) })
    const late = { ...CASE, body: { title: 'Too late' } }
    expect(await refusalOf(client.call('drafts.save', { params, body: late, ...tag(draft.version) }))).toBe(
      'draft-stale',
    )
    const { items } = await client.call('drafts.versions', { params })
    const stray = items.find((one) => one.stray)
    const earlier = items.find((one) => !one.stray)
    expect([stray?.version, earlier?.version]).toEqual([1, draft.version])
    const said = await client.call('drafts.version', {
      params: { ...params, version: 1 },
      query: { stray: 'true' },
    })
    expect(said.body).toEqual(late.body)
    const undone = await client.call('drafts.restore', {
      params,
      body: { version: earlier?.version ?? 0 },
      ...tag(saved.version),
    })
    expect(undone.content).toEqual(CASE)
    const none = client.call('drafts.restore', { params, body: { version: 99 }, ...tag(undone.version) })
    expect(await refusalOf(none)).toBe('draft-version-unknown')
  })
})

describe('an approval', () => {
  it('is of one content: what is changed after it must be approved anew', async () => {
    const { channel } = desks
    const draft = await officer.client.call('drafts.make', { params: { channel }, body: { content: CASE } })
    const params = { draft: draft.id }
    await officer.client.call('drafts.ask', { params, ...tag(draft.version) })
    await until('the second officer has heard of it', async () => {
      const { items } = await second.client.call('notices.list')
      return items.some(({ kind }) => kind === 'approval-asked')
    })
    await second.client.call('drafts.approve', { params, ...tag(draft.version) })
    const changed = { ...CASE, body: { title: 'Another title' } }
    const saved = await officer.client.call('drafts.save', { params, body: changed, ...tag(draft.version) })
    expect(saved.state).toBe('editing')
    const submit = officer.client.call('drafts.submit', { params, ...tag(saved.version), key: newKey() })
    expect(await refusalOf(submit)).toBe('draft-state-wrong')
    await officer.client.call('drafts.ask', { params, ...tag(saved.version) })
    const rejected = await second.client.call('drafts.reject', {
      params,
      body: { reason: 'Name the offence.' },
      ...tag(saved.version),
    })
    expect(rejected).toMatchObject({ state: 'rejected', reason: 'Name the offence.' })
  })

  it('is not got around by a command at the machine itself', async () => {
    const { us, channel, dir } = desks
    const control = await listenForControl(us.opened)
    const { type, data } = CASE
    const body = { type: 'application/json', base64: Buffer.from('{"title":"x"}').toString('base64') }
    const act = { channel, type, data, body, exhibits: [], until: 'recorded', waitMs: 0 } as const
    const performed = await perform(join(dir, 'us'), 'act', act, {})
    await control.close()
    expect(performed).toMatchObject({ error: { room: 'app', code: 'approval-needed' } })
  })

  it('is given only where the seat of the second officer reaches', async () => {
    const { channel, us } = desks
    const elsewhere = await us.seated('coordinator', { channels: ['e'.repeat(64)] })
    const draft = await officer.client.call('drafts.make', { params: { channel }, body: { content: CASE } })
    const params = { draft: draft.id }
    await officer.client.call('drafts.ask', { params, ...tag(draft.version) })
    const list = await elsewhere.client.call('drafts.list', { query: { list: 'to-approve' } })
    expect(list.items).toEqual([])
    expect(await refusalOf(elsewhere.client.call('drafts.approve', { params, ...tag(draft.version) }))).toBe(
      'draft-unknown',
    )
  })
})

describe('a draft on its way when the node went down', () => {
  it('is tied to its act when that is in the record, and is its author’s again when it is not', async () => {
    const { us, cn, channel, dir } = desks
    const { client, user } = officer
    const remark = (text: string) => ({ type: 'remark.post', about: matter, data: {}, body: { text } })
    const made = await Promise.all(
      ['This one arrived.', 'This one did not.', 'This one arrived.'].map((text) =>
        client.call('drafts.make', { params: { channel }, body: { content: remark(text) } }),
      ),
    )
    const none = { id: '', version: 0 }
    const [arrived = none, lost = none, twin = none] = made
    const door = us.opened.door()
    const side = door?.office.side
    const viewer = { user, seats: [] }
    for (const draft of [arrived, lost, twin])
      await side?.approvals.take(viewer, draft.id, draft.version, false)
    // As a crash between the record and the draft leaves it.
    const { id } = await us.node.channel(channel).act({
      type: 'remark.post',
      about: matter,
      data: {},
      body: {
        type: 'application/json',
        bytes: new TextEncoder().encode(JSON.stringify({ text: 'This one arrived.' })),
      },
    })
    await us.opened.stop()
    const back = await startDesk(join(dir, 'us'))
    try {
      await Promise.all([writable(back.node.channel(channel)), writable(cn.node.channel(channel))])
      const again = createClient(back.origin, { cookie: officer.cookie })
      const states = (): Promise<string[]> =>
        Promise.all(
          [arrived, lost, twin].map(
            async ({ id: draft }) => (await again.call('drafts.get', { params: { draft } })).state,
          ),
        )
      await until('all are settled', async () => !(await states()).includes('submitting'))
      const [first, middle, third] = await states()
      // One of the two that say the same became the act, and only one.
      expect(middle).toBe('editing')
      expect(new Set([first, third])).toEqual(new Set(['editing', 'submitted']))
      const bound = first === 'submitted' ? arrived : twin
      const settled = await again.call('drafts.get', { params: { draft: bound.id } })
      expect(settled.act).toBe(id)
      const told = await again.call('drafts.submit', {
        params: { draft: bound.id },
        ...tag(bound.version),
        key: newKey(),
      })
      expect(told.id).toBe(id)
    } finally {
      await back.opened.stop()
    }
  })
})
