import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { LinkTabs } from '../look/tabs.tsx'
import { useReader } from '../look/reader.tsx'
import { useWords } from '../look/words.tsx'
import { type ChannelHere, useChannels } from './here.ts'

/** With whom a channel is, as its name. */
function useChannelName(): (here: ChannelHere) => string {
  const words = useWords()
  const { partyName } = useReader()
  return ({ others }) => words.list(others.map((party) => partyName(party)))
}

/** Which channel is looked at; nothing where there is one. */
export function ChannelChoice({
  to,
  channel,
}: {
  readonly to: '/hotline' | '/directory'
  readonly channel: string
}): ReactNode {
  const words = useWords()
  const channels = useChannels()
  const channelName = useChannelName()
  if (channels.length < 2) return null
  return (
    <LinkTabs label={words('shell.channels')}>
      {channels.map((one) => (
        <Link
          key={one.channel}
          to={to}
          search={{ channel: one.channel }}
          className="tab"
          aria-current={one.channel === channel ? 'page' : undefined}
        >
          {channelName(one)}
        </Link>
      ))}
    </LinkTabs>
  )
}
