import { z } from 'zod'
import { matterOf } from '../acts/index.ts'
import type { FoldedMatter } from '../channel/index.ts'
import { type ActId, type ChannelId, type Leaf, parseLeaf } from '../record/index.ts'
import type { Store } from '../store/index.ts'
import type { Draft } from './draft.ts'
import { AppError } from './errors.ts'

const asking = z.object({ act: z.string(), scope: z.string() })
const answering = z.object({ to: z.string() })
const named = z.array(z.object({ sealed: z.string() }))

type Leaves = Pick<Store, 'leaves' | 'locate'>

/**
 * Whoever erases is let in by the matter that the act is about: by it no body of another matter goes, neither when an
 * officer names one that is closed to them, nor when a peer asks for one. And no file goes that is under seal, which nobody
 * destroys by whichever act. Throws AppError `act-not-allowed`.
 */
export async function requireErasingWithin(
  store: Leaves,
  channel: ChannelId,
  draft: Draft,
  matter: FoldedMatter | undefined,
): Promise<void> {
  const asked = await askedOf(store, channel, draft, matter)
  if (asked === undefined) return
  for (const { id, leaf } of await leavesOf(store, channel, asked.act)) {
    if (matterOf(channel, leaf, id) !== draft.about)
      throw new AppError('act-not-allowed', 'act: must be one of the matter that this is about.', {
        field: 'act',
      })
    if (asked.scope !== 'body') requireOpen(leaf, matter)
  }
}

function requireOpen({ data }: Leaf, matter: FoldedMatter | undefined): void {
  const shut = matter?.now.state?.exhibits.filter(({ shutBy }) => shutBy !== null) ?? []
  const listed = named.safeParse(data['exhibits']).data ?? []
  if (listed.some((one) => shut.some(({ sealed }) => sealed === one.sealed)))
    throw new AppError('act-not-allowed', 'act: names a file that is under seal (exhibit-under-seal).', {
      field: 'exhibit-under-seal',
    })
}

/** What this draft would erase; undefined when it erases nothing. */
async function askedOf(
  store: Leaves,
  channel: ChannelId,
  { data, type }: Draft,
  matter: FoldedMatter | undefined,
): Promise<z.infer<typeof asking> | undefined> {
  if (type === 'body.expunge') return asking.safeParse(data).data
  if (type !== 'body.expunged') return undefined
  const to = answering.safeParse(data).data?.to
  const known = matter?.now.state?.expunges.find(({ id }) => id === to)
  if (known === undefined) return undefined
  const [asker] = await leavesOf(store, channel, known.id)
  return { act: known.act, scope: asking.safeParse(asker?.leaf.data).data?.scope ?? 'body' }
}

async function leavesOf(
  store: Leaves,
  channel: ChannelId,
  act: ActId,
): Promise<{ readonly id: ActId; readonly leaf: Leaf }[]> {
  const found: { id: ActId; leaf: Leaf }[] = []
  for (const { id, party, seq } of await store.locate(channel, act)) {
    if (seq === 0) continue
    const [stored] = await store.leaves(channel, party, seq, seq + 1, 0)
    if (stored !== undefined) found.push({ id, leaf: parseLeaf(stored.bytes) })
  }
  return found
}
