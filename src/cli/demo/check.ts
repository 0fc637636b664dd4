import { createReadStream } from 'node:fs'
import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { VerifiedMatters } from '../../channel/index.ts'
import { parseCard } from '../../record/index.ts'
import { verifyOffline } from '../verify-offline.ts'
import type { Stage } from './stage.ts'

export interface CheckedExport {
  readonly path: string
  readonly bytes: number
  readonly told: VerifiedMatters
}

export interface Checked {
  readonly exports: { readonly us: CheckedExport; readonly cn: CheckedExport }
  /** Both files are good and hold the same feeds with the same roots. */
  readonly good: boolean
}

/** Exports the channel on both sides and verifies both files as a third party would: from the files and the cards alone. */
export async function exportAndVerify(stage: Stage, channel: string): Promise<Checked> {
  const [us, cn] = await Promise.all([
    checkedExport(stage, 'us', channel),
    checkedExport(stage, 'cn', channel),
  ])
  const [left, right] = [rootsOf(us), rootsOf(cn)]
  return { exports: { us, cn }, good: left !== undefined && left === right }
}

async function checkedExport(stage: Stage, id: 'us' | 'cn', channel: string): Promise<CheckedExport> {
  const path = join(stage.files, `${id}-record.tar`)
  await stage[id].ask('exportChannel', { channel, path, exhibits: true })
  const cards = await Promise.all(
    ['us', 'cn'].map(async (party) =>
      parseCard((await readFile(join(stage.files, `${party}.card`), 'utf8')).trimEnd()),
    ),
  )
  const { size } = await stat(path)
  return { path, bytes: size, told: await verifyOffline(pieces(path), size, cards) }
}

/** Sizes and roots of the feeds of a good record; undefined of any other file. */
function rootsOf({ told }: CheckedExport): string | undefined {
  const { verified } = told
  if (verified.kind !== 'record' || verified.findingCount > 0) return undefined
  return verified.feeds.map(({ party, size, root }) => `${party} ${size} ${root}`).join('\n')
}

async function* pieces(path: string): AsyncGenerator<Uint8Array> {
  for await (const chunk of createReadStream(path)) if (chunk instanceof Uint8Array) yield chunk
}
