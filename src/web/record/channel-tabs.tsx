import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useChannels } from '../directory/here.ts'
import { LinkTabs } from '../look/tabs.tsx'
import { useReader } from '../look/reader.tsx'
import { useWords } from '../look/words.tsx'

/** Which channel is looked at; nothing where there is one. */
export function ChannelTabs({
  to,
  channel,
}: {
  readonly to: '/record' | '/figures'
  readonly channel: string
}): ReactNode {
  const words = useWords()
  const { partyName } = useReader()
  const channels = useChannels()
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
          {words.list(one.others.map(partyName))}
        </Link>
      ))}
    </LinkTabs>
  )
}
