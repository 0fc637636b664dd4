import { hash } from 'node:crypto'
import { z } from 'zod'
import { type ChannelId, canonicalise } from '../record/index.ts'
import { parseJson } from './secrets.ts'

const shape = z.strictObject({
  charter: z.string().regex(/^[0-9a-f]{64}$/),
  entente: z.literal('side/1'),
  mechanism: z.string().regex(/^[0-9a-f]{64}$/),
})

/** What the charter of a side channel says: it has no terms of its own, it stands under those of its mechanism. */
export interface SideCharter {
  readonly mechanism: ChannelId
  /** Hex SHA-256 of the mechanism's charter. */
  readonly charter: string
}

export function sideCharter(mechanism: ChannelId, charter: Uint8Array): Uint8Array {
  const text = canonicalise({ charter: hash('sha256', charter, 'hex'), entente: 'side/1', mechanism })
  return Buffer.from(text, 'utf8')
}

/** The mechanism that a charter names; undefined for the charter of a channel that stands by itself. */
export function readSideCharter(charter: Uint8Array): SideCharter | undefined {
  const read = shape.safeParse(parseJson(Buffer.from(charter).toString('utf8')))
  return read.success ? { mechanism: read.data.mechanism, charter: read.data.charter } : undefined
}
