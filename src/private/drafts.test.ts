import { beforeEach, describe, expect, it } from 'vitest'
import type { SqliteFile } from '../store/index.ts'
import { Approvals } from './approvals.ts'
import type { DraftContent, Viewer } from './draft-content.ts'
import { VERSIONS_MAX } from './draft-versions.ts'
import { DISCARDED_KEPT_MS, Drafts } from './drafts.ts'
import { CHANNEL, StandingNeeds, actId, privateFile } from './private.testkit.ts'

const lan: Viewer = { user: 'u_lan', seats: ['desk'] }
const minh: Viewer = { user: 'u_minh', seats: ['desk'] }
const thu: Viewer = { user: 'u_thu', seats: ['lead'], approves: [CHANNEL] }
const stranger: Viewer = { user: 'u_stranger', seats: ['other'], approves: ['e'.repeat(64)] }
const content = (facts: string): DraftContent => ({
  type: 'request.open',
  data: { kind: 'preserve' },
  body: { facts },
})

describe('drafts', () => {
  let needs = new StandingNeeds()
  let file: SqliteFile = privateFile()
  let drafts = new Drafts(file, needs)
  beforeEach(() => {
    needs = new StandingNeeds()
    file = privateFile()
    drafts = new Drafts(file, needs)
  })
  const shared = (): ReturnType<Drafts['make']> =>
    drafts.make(lan, { channel: CHANNEL, seat: 'desk', content: content('one') })

  it('are seen and edited by their author and by the seat they are shared in, and by nobody else', async () => {
    const own = await drafts.make(lan, { channel: CHANNEL, content: content('mine') })
    const ours = await shared()
    expect((await drafts.save(minh, ours.id, 1, content('two'))).editor).toBe('u_minh')
    for (const draft of [own, ours])
      for (const viewer of [stranger, thu])
        await expect(drafts.get(viewer, draft.id)).rejects.toMatchObject({ code: 'draft-unknown' })
    await expect(drafts.get(minh, own.id)).rejects.toMatchObject({ code: 'draft-unknown' })
    await expect(drafts.share(lan, own.id, 'lead')).rejects.toMatchObject({
      code: 'text-invalid',
      field: 'seat',
    })
    await drafts.share(lan, own.id, 'desk')
    expect((await drafts.get(minh, own.id)).content).toEqual(content('mine'))
  })

  it('refuse a save upon an old version, and keep both texts', async () => {
    const { id } = await shared()
    await drafts.save(lan, id, 1, content('of Lan'))
    await expect(drafts.save(minh, id, 1, content('of Minh'))).rejects.toMatchObject({ code: 'draft-stale' })
    expect((await drafts.get(minh, id)).content).toEqual(content('of Lan'))
    const [stray] = (await drafts.versions(lan, id)).filter((one) => one.stray)
    expect(stray).toMatchObject({ editor: 'u_minh' })
    expect(await drafts.version(lan, id, stray ?? { version: 0, stray: true })).toEqual(content('of Minh'))
  })

  it('keep two late texts of two people beside each other', async () => {
    const { id } = await shared()
    await drafts.save(lan, id, 1, content('newest'))
    for (const viewer of [minh, lan])
      await expect(drafts.save(viewer, id, 1, content(viewer.user))).rejects.toMatchObject({
        code: 'draft-stale',
      })
    const strays = (await drafts.versions(lan, id)).filter((one) => one.stray)
    const texts = await Promise.all(strays.map((one) => drafts.version(lan, id, one)))
    expect(texts).toEqual([content('u_lan'), content('u_minh')])
  })

  it('let one go back step by step, not letter by letter, and never lose what was there before', async () => {
    const { id } = await shared()
    for (const [at, text] of ['o', 'on', 'one more', 'one more step'].entries()) {
      if (at === 2) needs.pass(10_000)
      await drafts.save(lan, id, at + 1, content(text))
    }
    const steps = await drafts.versions(lan, id)
    expect(steps.map(({ version }) => version)).toEqual([3, 1])
    const restored = await drafts.restore(lan, id, 5, { version: 3, stray: false })
    expect(restored).toMatchObject({ version: 6, content: content('on') })
    expect(await drafts.version(lan, id, { version: 5, stray: false })).toEqual(content('one more step'))
    await expect(drafts.restore(lan, id, 6, { version: 99, stray: false })).rejects.toMatchObject({
      code: 'draft-version-unknown',
    })
  })

  it('keep a bounded number of versions', async () => {
    const { id } = await shared()
    for (let at = 1; at <= VERSIONS_MAX + 10; at++) {
      needs.pass(5000)
      await drafts.save(lan, id, at, content(String(at)))
    }
    const kept = await drafts.versions(lan, id)
    expect(kept).toHaveLength(VERSIONS_MAX)
    expect(kept[0]?.version).toBe(VERSIONS_MAX + 10)
  })

  it('can be discarded and taken back, and are erased with all versions a month later', async () => {
    const { id } = await shared()
    await drafts.save(lan, id, 1, content('two'))
    expect(await drafts.discard(lan, id)).toMatchObject({ discarded: true })
    await expect(drafts.save(lan, id, 2, content('three'))).rejects.toMatchObject({
      code: 'draft-state-wrong',
    })
    expect((await drafts.list(lan, 'discarded', { limit: 5 })).items).toHaveLength(1)
    expect(await drafts.takeBack(lan, id)).toMatchObject({ discarded: false, content: content('two') })
    await drafts.discard(lan, id)
    expect(await drafts.erase()).toBe(0)
    needs.pass(DISCARDED_KEPT_MS + 1)
    expect(await drafts.erase()).toBe(1)
    await expect(drafts.get(lan, id)).rejects.toMatchObject({ code: 'draft-unknown' })
    expect(file.prepare('select * from private_draft_version').all()).toEqual([])
  })

  it('are listed page by page, the last changed first', async () => {
    const ids: string[] = []
    for (let at = 0; at < 7; at++) {
      if (at % 2 === 0) needs.pass(1)
      ids.push((await drafts.make(lan, { channel: CHANNEL, seat: 'desk', content: content(String(at)) })).id)
    }
    const seen: string[] = []
    let after: string | undefined
    do {
      const page = await drafts.list(minh, 'seat', { limit: 3, after })
      seen.push(...page.items.map(({ id }) => id))
      after = page.next
    } while (after !== undefined)
    expect(seen.toSorted()).toEqual(ids.toSorted())
    expect((await drafts.list(minh, 'mine', { limit: 3 })).items).toEqual([])
    await expect(drafts.list(lan, 'mine', { limit: 3, after: "1' or 1=1" })).rejects.toMatchObject({
      code: 'cursor-invalid',
    })
  })

  it('name the field that is wrong', async () => {
    const bad = { type: '', data: {} }
    await expect(drafts.make(lan, { channel: CHANNEL, content: bad })).rejects.toThrow('draft.type: must')
    await expect(
      drafts.make(lan, { channel: CHANNEL, content: content('x'.repeat(1024 * 1024)) }),
    ).rejects.toMatchObject({ code: 'draft-too-large' })
  })
})

describe('approvals', () => {
  let needs = new StandingNeeds()
  let file: SqliteFile = privateFile()
  let drafts = new Drafts(file, needs)
  let approvals = new Approvals(file, needs)
  let id = ''
  beforeEach(async () => {
    needs = new StandingNeeds()
    file = privateFile()
    drafts = new Drafts(file, needs)
    approvals = new Approvals(file, needs)
    ;({ id } = await drafts.make(lan, { channel: CHANNEL, seat: 'desk', content: content('one') }))
  })

  it('lead from a draft to an act in the record', async () => {
    await approvals.ask(lan, id, 1)
    expect((await drafts.list(thu, 'to-approve', { limit: 5 })).items.map((one) => one.id)).toEqual([id])
    await approvals.approve(thu, id, 1)
    expect(await approvals.take(lan, id, 1, true)).toMatchObject({ state: 'submitting' })
    expect((await approvals.submitting()).map((one) => one.id)).toEqual([id])
    await approvals.submitted(id, actId(7))
    expect(await drafts.get(lan, id)).toMatchObject({ state: 'submitted', act: actId(7) })
    await expect(approvals.take(lan, id, 1, false)).rejects.toMatchObject({ code: 'draft-state-wrong' })
  })

  it('are not given by the author, the last editor, or anyone who may not approve there', async () => {
    await drafts.save(minh, id, 1, content('edited by Minh'))
    await approvals.ask(lan, id, 2)
    const author: Viewer = { ...lan, approves: '*' }
    const editor: Viewer = { ...minh, approves: '*' }
    for (const viewer of [author, editor, minh])
      await expect(approvals.approve(viewer, id, 2)).rejects.toMatchObject({ code: 'approver-not-second' })
    await expect(approvals.approve(stranger, id, 2)).rejects.toMatchObject({ code: 'draft-unknown' })
    expect((await drafts.list(editor, 'to-approve', { limit: 5 })).items).toEqual([])
  })

  it('let the second officer read, and not write', async () => {
    await approvals.ask(lan, id, 1)
    expect((await drafts.get(thu, id)).content).toEqual(content('one'))
    await expect(drafts.save(thu, id, 1, content('of Thu'))).rejects.toMatchObject({
      code: 'draft-state-wrong',
    })
    await expect(drafts.discard(thu, id)).rejects.toMatchObject({ code: 'draft-state-wrong' })
    await expect(drafts.share(minh, id, undefined)).rejects.toMatchObject({ code: 'draft-state-wrong' })
    await expect(approvals.ask(thu, id, 1)).rejects.toMatchObject({ code: 'draft-state-wrong' })
  })

  it('are void once the content changes, whatever it is changed to', async () => {
    await approvals.ask(lan, id, 1)
    await approvals.approve(thu, id, 1)
    await drafts.save(lan, id, 1, content('two'))
    await expect(approvals.take(lan, id, 2, true)).rejects.toMatchObject({ code: 'draft-state-wrong' })
    await drafts.save(lan, id, 2, content('one'))
    await expect(approvals.take(lan, id, 3, true)).rejects.toMatchObject({ code: 'draft-state-wrong' })
    expect(await approvals.given(lan, id)).toMatchObject([{ approver: 'u_thu', version: 1 }])
  })

  it('are bound to the very content, even when somebody changes the table behind', async () => {
    await approvals.ask(lan, id, 1)
    await approvals.approve(thu, id, 1)
    file.prepare('update private_draft set digest = ? where id = ?').run('0'.repeat(64), id)
    await expect(approvals.take(lan, id, 1, true)).rejects.toMatchObject({ code: 'approval-void' })
  })

  it('are of the version that the approver saw', async () => {
    await approvals.ask(lan, id, 1)
    await drafts.save(lan, id, 1, content('two'))
    await approvals.ask(lan, id, 2)
    await expect(approvals.approve(thu, id, 1)).rejects.toMatchObject({ code: 'draft-stale' })
  })

  it('can be refused with a reason, and asked for again', async () => {
    await approvals.ask(lan, id, 1)
    await expect(approvals.reject(thu, id, 1, ' ')).rejects.toThrow('reason: must have 1 to 2000 characters.')
    await approvals.reject(thu, id, 1, 'name the law')
    expect(await drafts.get(lan, id)).toMatchObject({ state: 'rejected', reason: 'name the law' })
    await drafts.save(lan, id, 1, content('with the law'))
    expect(await approvals.ask(lan, id, 2)).toMatchObject({ state: 'awaiting-approval', reason: undefined })
  })

  it('stand when the record refuses the act for another reason', async () => {
    await approvals.ask(lan, id, 1)
    await approvals.approve(thu, id, 1)
    await approvals.take(lan, id, 1, true)
    await expect(drafts.save(lan, id, 1, content('too late'))).rejects.toMatchObject({
      code: 'draft-state-wrong',
    })
    await expect(drafts.discard(lan, id)).rejects.toMatchObject({ code: 'draft-state-wrong' })
    await approvals.refused(id)
    expect(await drafts.get(lan, id)).toMatchObject({ state: 'approved' })
    await approvals.withdraw(lan, id, 1)
    await approvals.take(lan, id, 1, false)
    await approvals.refused(id)
    expect(await drafts.get(lan, id)).toMatchObject({ state: 'approved' })
  })
})
