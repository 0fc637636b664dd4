import { useQueryClient } from '@tanstack/react-query'
import { useRef } from 'react'
import type { RouteId } from '../../api/index.ts'
import type { Call, Reply } from '../api/client.ts'
import { patiently } from '../api/patiently.ts'
import { drawId } from '../effects/draw.ts'

/**
 * Asks the node to do something once. The key stays the same while the same is asked, so that pressing again after a lost
 * answer never makes two acts; something else asked is a new deed.
 */
export function useOnce<Id extends RouteId>(id: Id): (given: Call<Id>) => Promise<Reply<Id>> {
  const client = useQueryClient()
  const last = useRef({ asked: '', key: '' })
  return async (given) => {
    const asked = JSON.stringify(given)
    if (asked !== last.current.asked) last.current = { asked, key: drawId() }
    const reply = await patiently(id, { ...given, key: last.current.key })
    // Done: the same asked once more is meant once more.
    last.current = { asked: '', key: '' }
    void client.invalidateQueries()
    return reply
  }
}
