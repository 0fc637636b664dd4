import type { QueryClient } from '@tanstack/react-query'
import { readOf } from '../api/queries.ts'
import { MINE } from '../today/asked.ts'

/**
 * What the first screen waits for is asked while its files and words are still being read: one after the other they would
 * take three turns. Whatever goes wrong here is asked again, and told, by whoever shows it.
 */
export async function askAhead(client: QueryClient, path: string): Promise<void> {
  const me = await client.query({
    ...readOf('me.get', {}),
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  })
  if (me.strength === 'invitation' || !me.permissions.includes('read')) return
  if (path === '/') void client.query(readOf('inbox.mine', MINE)).catch(() => undefined)
  void client.query(readOf('channels.list', {})).catch(() => undefined)
}
