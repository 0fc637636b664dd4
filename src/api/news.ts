import type { ChannelId } from '../record/index.ts'
import type { Principal } from '../sign-in/index.ts'
import type { ApiContext } from './context.ts'
import type { ChannelMatter, InboxItem } from './views.ts'

/** Under this name the caller's screens keep how far they have shown what changed; see `seen.set`. */
export const CHANGED_LIST = 'changed'

/** Tells of each matter whether it changed since the caller looked: at all that changed, or at it alone. */
export async function withNews(
  { side }: Pick<ApiContext, 'side'>,
  { user }: Principal,
  items: readonly ChannelMatter[],
): Promise<InboxItem[]> {
  const seen = new Map<ChannelId, { readonly all: number; readonly each: ReadonlyMap<string, number> }>()
  for (const channel of new Set(items.map((item) => item.channel))) {
    const ids = items.filter((item) => item.channel === channel).map(({ id }) => id)
    const mark = await side.watches.seen(user, channel, CHANGED_LIST)
    seen.set(channel, {
      all: Number(mark?.cursor ?? 0),
      each: await side.watches.seenMatters(user, channel, ids),
    })
  }
  return items.map((item) => {
    const { all = 0, each } = seen.get(item.channel) ?? {}
    return { ...item, isNew: item.changed > Math.max(all, each?.get(item.id) ?? 0) }
  })
}
