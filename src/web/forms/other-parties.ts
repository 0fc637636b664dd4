import { useMemo } from 'react'
import type { Option } from '../look/field.tsx'
import { plainForeign } from '../look/foreign.tsx'
import { useReader } from '../look/reader.tsx'
import { useSession } from '../shell/session.tsx'

/** The other parties of a channel, to choose from. */
export function useOtherParties(channel: string): readonly Option[] {
  const { channels } = useSession()
  const { party, partyName } = useReader()
  return useMemo(() => {
    const parties = channels.find(({ id }) => id === channel)?.parties ?? []
    return parties
      .filter(({ id }) => id !== party)
      .map(({ id }) => ({ id, label: plainForeign(partyName(id)) }))
  }, [channels, channel, party, partyName])
}
