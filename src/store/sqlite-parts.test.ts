import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openParts } from './sqlite-parts.ts'

const first = { name: 'note', steps: ['create table note_line(text text not null)'] }
const second = {
  name: 'note',
  steps: [...first.steps, "alter table note_line add column tone text not null default 'plain'"],
}
const other = { name: 'clock', steps: ['create table clock_hand(at integer not null)'] }

describe('a file whose tables belong to several rooms', () => {
  let dir = ''
  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'parts-'))
  })
  afterEach(() => rm(dir, { recursive: true }))

  it('brings each room up to date by itself and keeps what is there', async () => {
    const path = join(dir, 'private.sqlite')
    const old = openParts(path, [first])
    await old.write(() => old.prepare("insert into note_line values('kept')").run())
    await old.close()
    const now = openParts(path, [other, second])
    expect(now.prepare('select text, tone from note_line').all()).toEqual([{ text: 'kept', tone: 'plain' }])
    expect(now.prepare('select count(*) as n from clock_hand').get()).toEqual({ n: 0 })
    await now.close()
  })

  it('refuses tables of a newer release, and leaves the others as they were', async () => {
    const path = join(dir, 'private.sqlite')
    await openParts(path, [second]).close()
    expect(() => openParts(path, [other, first])).toThrow('note: the file has version 2')
    const again = openParts(path, [second])
    expect(again.prepare("select name from sqlite_schema where name = 'clock_hand'").all()).toEqual([])
    await again.close()
  })

  it('refuses a database of another program', async () => {
    const path = join(dir, 'private.sqlite')
    const { DatabaseSync } = await import('node:sqlite')
    const foreign = new DatabaseSync(path)
    foreign.exec('create table theirs(x)')
    foreign.close()
    expect(() => openParts(path, [first])).toThrow('not the private side')
  })
})
