import { useQueryClient } from '@tanstack/react-query'
import { useAsk } from '../api/queries.ts'
import type { DraftInfo } from './content.ts'
import type { DraftHold } from './hold.ts'
import { upon } from './node-drafts.ts'
import type { Made } from './recorded.tsx'

/** Makes a draft, as the node has it, the act that it is of: one act, however often and fast it is pressed. */
export function useSubmit(hold: DraftHold): (info: DraftInfo, isIncomplete?: boolean) => Promise<Made> {
  const client = useQueryClient()
  // Its files may be many gigabytes, which are sealed before the answer.
  const submit = useAsk('drafts.submit', { patient: true })
  return async (info, isIncomplete = false) => {
    const made = await submit({
      params: { draft: info.id },
      query: isIncomplete ? { incomplete: 'send' } : {},
      ...upon(info.version),
    })
    hold.adopt({ ...info, state: 'submitted', act: made.id })
    await client.invalidateQueries()
    return made
  }
}
