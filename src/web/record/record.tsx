import { Link, useSearch } from '@tanstack/react-router'
import { type ReactNode } from 'react'
import { useNeeded } from '../api/queries.ts'
import { type ChannelHere, useChannelHere } from '../directory/here.ts'
import { Empty, PageHead, Stack } from '../look/parts.tsx'
import { useReader } from '../look/reader.tsx'
import { LinkTabs } from '../look/tabs.tsx'
import { useWords } from '../look/words.tsx'
import { Alarms } from './alarms.tsx'
import { CarryOut } from './carry-out.tsx'
import { ChannelTabs } from './channel-tabs.tsx'
import { Feeds } from './feeds.tsx'
import { Held } from './held.tsx'
import { Standing } from './standing.tsx'
import './record.css'
import { piece } from '../look/piece.tsx'

const Verify = piece(async () => (await import('./verify-view.tsx')).VerifyView)

const VIEWS = ['feeds', 'held', 'verify', 'carry'] as const

/** The record as such: what every party has signed, what all have signed to hold, and how anybody checks it. */
export function Record(): ReactNode {
  const words = useWords()
  const { channel: asked } = useSearch({ from: '/record' })
  const here = useChannelHere(asked)
  if (here === undefined)
    return (
      <Stack>
        <PageHead title={words('record.title')} lead={words('record.lead')} />
        <Empty title={words('record.none')}>
          <p>{words('record.none-text')}</p>
        </Empty>
      </Stack>
    )
  return <RecordOf key={here.channel} here={here} />
}

function RecordOf({ here }: { readonly here: ChannelHere }): ReactNode {
  const words = useWords()
  const { partyName } = useReader()
  const { party, view: asked } = useSearch({ from: '/record' })
  const { channel } = here
  const { data: record } = useNeeded('record.feeds', { params: { channel } })
  const view = VIEWS.find((one) => one === asked) ?? 'feeds'
  return (
    <Stack>
      <PageHead title={words('record.title')} lead={words('record.lead')} />
      <ChannelTabs to="/record" channel={channel} />
      <Alarms channel={channel} record={record} mayCarry={here.may('export')} />
      <Standing channel={channel} record={record} />
      <LinkTabs label={words('record.views')}>
        {VIEWS.map((one) => (
          <Link
            key={one}
            to="/record"
            search={{ channel, ...(one === 'feeds' ? {} : { view: one }) }}
            className="tab"
            aria-current={one === view ? 'page' : undefined}
            activeProps={{}}
            // The first has no view of its own in its address, and would else be the current one beside each other.
            activeOptions={{ exact: true }}
          >
            {words(`record.view-${one}`)}
          </Link>
        ))}
      </LinkTabs>
      <p className="record-on-paper">
        {words('record.channel-with', { parties: words.list(here.others.map(partyName)) })}
      </p>
      {view === 'feeds' && <Feeds here={here} record={record} chosen={party} />}
      {view === 'held' && <Held here={here} record={record} />}
      {view === 'verify' && <Verify here={here} record={record} />}
      {view === 'carry' && <CarryOut here={here} />}
    </Stack>
  )
}
