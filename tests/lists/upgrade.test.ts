import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { type OpenedNode, openNode, viewActs, viewCounts, viewList } from '../../src/app/index.ts'
import { foundPair } from '../kill/pair.ts'

/** The tables of the first release that have changed since, empty of folds as after its fold was forgotten. */
const FIRST_RELEASE = `
drop table fold; drop table tally; drop table thread; drop table key_act; drop table exhibit_name;
drop table exhibit_shut;
create table fold(
  k integer primary key, channel integer not null, kind text not null, state text not null,
  on_clock text, due_ms integer);
create index fold_due on fold(channel, on_clock, due_ms) where due_ms is not null;
insert into fold select k, k / (1 << 36), 'evidence', '{}', 'cn', 5 from matter;
alter table channel drop column changed;
pragma user_version=1;`

it('a node of the first release shows after the upgrade what it showed before', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'entente-upgrade-'))
  try {
    const { us, cn } = await foundPair(join(dir, 'nodes'))
    const [ours, theirs] = [await openNode(us, {}, silent), await openNode(cn, {}, silent)]
    await Promise.all([ours.start(), theirs.start()])
    await deposit(ours, 20)
    const before = await shown(ours)
    await Promise.all([ours.stop(), theirs.stop()])

    const db = new DatabaseSync(join(us, 'store.sqlite'))
    db.exec(FIRST_RELEASE)
    db.close()
    const upgraded = await openNode(us, {}, silent)
    const after = await shown(upgraded)
    await upgraded.stop()
    expect(after).toEqual(before)
    expect(after.ids).toHaveLength(20)
    expect(after.acts).toEqual(['evidence.deposit', 'remark.post', 'remark.post'])
  } finally {
    await rm(dir, { recursive: true, force: true })
  }
})

async function deposit({ node }: OpenedNode, count: number): Promise<void> {
  const [channel] = node.channels
  while (channel?.readiness.writable !== true) await sleep(5)
  const exhibit = { hmac: '0'.repeat(64), mediaType: 'text/plain', plainBytes: 1, sealedBytes: 2 }
  const data = { exhibits: [{ ...exhibit, sealed: '1'.repeat(64) }] }
  const [json, text] = ['application/json', 'text/plain'].map((type) => ({ bytes: Buffer.from('{}'), type }))
  if (json === undefined || text === undefined) return
  for (let i = 0; i < count; i++) {
    const { id } = await channel.act({ type: 'evidence.deposit', data, body: json })
    for (let k = 0; k < 2; k++) await channel.act({ type: 'remark.post', about: id, data: {}, body: text })
  }
}

async function shown({ node }: OpenedNode): Promise<{ ids: string[]; acts: string[]; tallies: unknown }> {
  const [channel] = node.channels
  if (channel === undefined) throw new Error('the channel is gone')
  const list = { by: 'opened', newestFirst: true, kind: 'evidence' } as const
  const { matters } = await viewList(node, channel, list, undefined, 50)
  const { acts } = await viewActs(node, channel, matters[3]?.id ?? '', 0, 50)
  const { tallies } = await viewCounts(node, channel)
  const ofEvidence = tallies.filter(({ kind }) => kind === 'evidence')
  return { ids: matters.map(({ id }) => id), acts: acts.map(({ type }) => type), tallies: ofEvidence }
}

const silent = (): void => undefined
