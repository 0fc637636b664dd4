import { z } from 'zod'
import type { FoldedMatter } from '../channel/index.ts'
import { type ActId, type ChannelId, parseLeaf } from '../record/index.ts'
import { matterOf } from '../acts/index.ts'
import type { Store } from '../store/index.ts'
import type { Draft } from './draft.ts'
import { AppError } from './errors.ts'

const asking = z.object({ act: z.string() })
const answering = z.object({ to: z.string() })

/**
 * Whoever erases is let in by the matter that the act is about: by it no body of another matter goes, neither when an
 * officer names one that is closed to them, nor when a peer asks for one. Throws AppError `act-not-allowed`.
 */
export async function requireErasingWithin(
  store: Pick<Store, 'leaves' | 'locate'>,
  channel: ChannelId,
  draft: Draft,
  matter: FoldedMatter | undefined,
): Promise<void> {
  const target = targetOf(draft, matter)
  if (target === undefined) return
  for (const { id, party, seq } of await store.locate(channel, target)) {
    if (seq === 0) continue
    const [stored] = await store.leaves(channel, party, seq, seq + 1, 0)
    if (stored !== undefined && matterOf(channel, parseLeaf(stored.bytes), id) !== draft.about)
      throw new AppError('act-not-allowed', 'act: must be one of the matter that this is about.', {
        field: 'act',
      })
  }
}

function targetOf({ data, type }: Draft, matter: FoldedMatter | undefined): ActId | undefined {
  if (type === 'body.expunge') return asking.safeParse(data).data?.act
  if (type !== 'body.expunged') return undefined
  const to = answering.safeParse(data).data?.to
  return matter?.now.state?.expunges.find(({ id }) => id === to)?.act
}
