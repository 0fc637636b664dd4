import { type QueryClient, useQueryClient } from '@tanstack/react-query'
import { useCallback } from 'react'
import { call } from '../../api/client.ts'
import { lookAgain } from './heading.ts'
import type { Row } from './matter-key.ts'

/** Marks a matter as seen as it is shown here; one that nobody has to be told of again is left alone. */
export function useSee(): (row: Pick<Row, 'changed' | 'channel' | 'id' | 'isNew'>) => void {
  const client = useQueryClient()
  return useCallback(
    (row) => {
      if (!row.isNew) return
      // Whoever opens it has seen it, whether or not the mark could be kept: it is marked again the next time.
      see(client, [row]).catch(() => undefined)
    },
    [client],
  )
}

async function see(
  client: QueryClient,
  rows: readonly Pick<Row, 'changed' | 'channel' | 'id'>[],
): Promise<void> {
  for (const { changed, channel, id } of rows)
    await call('seen.matter', { params: { channel, matter: id }, body: { changed } })
  await lookAgain(client, rows)
}

/** Marks as seen all that changed in some channels, up to the newest change that is shown; gives what takes it back. */
export async function seeAll(client: QueryClient, rows: readonly Row[]): Promise<() => Promise<void>> {
  const newest = new Map<string, number>()
  for (const { changed, channel } of rows) newest.set(channel, Math.max(changed, newest.get(channel) ?? 0))
  const before = new Map<string, string>()
  for (const [channel, changed] of newest) {
    const params = { channel, list: CHANGED }
    before.set(channel, (await call('seen.get', { params })).cursor ?? '0')
    await call('seen.set', { params, body: { cursor: String(changed) } })
  }
  await lookAgain(client, rows)
  return async () => {
    for (const [channel, cursor] of before)
      await call('seen.set', { params: { channel, list: CHANGED }, body: { cursor } })
    await lookAgain(client, rows)
  }
}
const CHANGED = 'changed'
