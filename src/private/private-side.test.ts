import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { SqliteFile } from '../store/index.ts'
import type { DraftContent, Viewer } from './draft-content.ts'
import { type PrivateSide, openPrivateSide } from './private-side.ts'
import {
  CHANNEL,
  MATTER,
  StandingNeeds,
  actId,
  asBytes,
  documentOf,
  inFolder,
  privateFile,
  rawBytes,
} from './private.testkit.ts'

const lan: Viewer = { user: 'u_lan', seats: ['desk'] }
const thu: Viewer = { user: 'u_thu', seats: ['lead'] }
const needs = new StandingNeeds()

async function withSide(
  use: (side: PrivateSide, file: SqliteFile, folder: string) => Promise<void>,
): Promise<void> {
  await inFolder(async (folder) => {
    const file = privateFile(join(folder, 'private.sqlite'))
    const logHeadPath = join(folder, 'access-log.head')
    const side = await openPrivateSide(file, join(folder, 'search.sqlite'), {
      clock: needs.clock,
      rng: needs.rng,
      logHeadPath,
    })
    await use(side, file, folder)
    await side.close()
    await file.close()
  })
}

const asked = (query: string): { query: string; limit: number; allowed: () => boolean } => ({
  query,
  limit: 50,
  allowed: () => true,
})

describe('the private side', () => {
  it('finds drafts and notes as they are now, each by those who may see them', async () => {
    await withSide(async (side) => {
      const data = { type: 'request.open', data: {} }
      const { id } = await side.drafts.make(lan, {
        channel: CHANNEL,
        content: { ...data, body: { facts: 'máy chủ' } },
      })
      await side.notes.write('u_lan', { channel: CHANNEL, matter: MATTER, text: 'hỏi lại về máy chủ' })
      const kinds = async (viewer: Viewer, query: string): Promise<string[]> =>
        (await side.find(viewer, asked(query))).hits.map(({ kind }) => kind)
      expect(await kinds(lan, 'may chu')).toEqual(['note', 'draft'])
      expect(await kinds(thu, 'may chu')).toEqual(['note'])
      await side.drafts.save(lan, id, 1, { ...data, body: { facts: '服务器' } })
      expect(await kinds(lan, '服务')).toEqual(['draft'])
      expect(await kinds(lan, 'may chu')).toEqual(['note'])
    })
  })

  it('finds nothing of a restricted matter for other seats', async () => {
    await withSide(async (side) => {
      side.search.index([documentOf('restricted words', 1)])
      await side.notes.write('u_lan', { channel: CHANNEL, matter: MATTER, text: 'words about it' })
      await side.restrictions.restrict('u_lan', CHANNEL, MATTER, ['desk'])
      expect((await side.find(lan, asked('words'))).hits).toHaveLength(2)
      expect((await side.find(thu, asked('words'))).hits).toEqual([])
    })
  })

  it('reads drafts and notes into a search file that was deleted', async () => {
    await inFolder(async (folder) => {
      const file = privateFile(join(folder, 'private.sqlite'))
      const searchPath = join(folder, 'search.sqlite')
      const open = (): Promise<PrivateSide> =>
        openPrivateSide(file, searchPath, { clock: needs.clock, rng: needs.rng, logHeadPath: undefined })
      const first = await open()
      for (let at = 0; at < 120; at++)
        await first.notes.write('u_lan', { channel: CHANNEL, matter: MATTER, text: `note number${at}` })
      await first.close()
      await rm(searchPath)
      const second = await open()
      expect((await second.find(lan, asked('number119'))).hits).toHaveLength(1)
      expect((await second.find(lan, asked('number0'))).hits).toHaveLength(1)
      await second.close()
      await file.close()
    })
  })

  it('holds no byte of an erased note or a forgotten act, while the access log stays as it was', async () => {
    await withSide(async (side, file, folder) => {
      const secret = 'Trần Bí-Danh 绝密证人'
      const { id } = await side.notes.write('u_lan', { channel: CHANNEL, matter: MATTER, text: secret })
      await side.notes.edit('u_lan', id, 1, `${secret} edited`)
      side.search.index([documentOf(secret, 5)])
      const facts = (text: string): DraftContent => ({
        type: 'request.open',
        data: {},
        body: { facts: text },
      })
      const draft = await side.drafts.make(lan, { channel: CHANNEL, content: facts('') })
      await side.drafts.save(lan, draft.id, 1, facts(secret))
      await expect(side.drafts.save(lan, draft.id, 1, facts(`${secret} late`))).rejects.toThrow('beside it')
      await side.approvals.take(lan, draft.id, 2, false)
      await side.approvals.submitted(draft.id, actId(5))
      await side.find(lan, asked('绝密'))
      await side.log.note({
        user: 'u_lan',
        how: 'session',
        what: 'notes.edit',
        matter: MATTER,
        act: actId(5),
        result: 'ok',
      })
      const head = await side.log.head()
      expect(await rawBytes(folder)).toContain(asBytes('绝密证人'))
      await side.eraseNote(id)
      await side.forget(CHANNEL, actId(5))
      await side.log.settled()
      const left = await rawBytes(folder)
      for (const part of [secret, 'Bí-Danh', 'Trần', '绝密', '证人', 'bidanh', 'danh'])
        expect(left.includes(asBytes(part)), part).toBe(false)
      expect(await side.log.head()).toEqual(head)
      expect((await side.log.verify({ kept: [head] })).faults).toEqual([])
      expect((await side.find(lan, asked('bi'))).hits).toEqual([])
      expect(file.prepare('select count(*) as n from private_log').get()).toEqual({ n: 1 })
    })
  })
})
