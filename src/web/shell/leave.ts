import { useQueryClient } from '@tanstack/react-query'
import { call } from '../api/client.ts'
import { forgetRecent } from '../effects/kept-lists.ts'

/** Signs out, and leaves no trace in this browser of what was open. */
export function useLeave(): () => Promise<void> {
  const client = useQueryClient()
  return async () => {
    await call('sign-in.out')
    forgetRecent()
    client.clear()
    location.assign('/')
  }
}
