import { getRouteApi, Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { ChannelChoice } from '../directory/channel-choice.tsx'
import { useChannelHere } from '../directory/here.ts'
import { Empty, PageHead, Panel, Stack } from '../look/parts.tsx'
import { useWords } from '../look/words.tsx'
import { CallPage } from './call-page.tsx'
import { History } from './history.tsx'
import './hotline.css'
import { Lines } from './lines.tsx'
import { PlaceCall } from './place-call.tsx'
import { SoundSettings } from './sound-strip.tsx'

const route = getRouteApi('/hotline')

/** The hotline: who is there now, placing a call, and what became of each. */
export function Hotline(): ReactNode {
  const words = useWords()
  const { call, channel: asked, matter, show, view } = route.useSearch()
  const here = useChannelHere(asked)
  if (here === undefined)
    return (
      <Stack>
        <PageHead title={words('hotline.title')} />
        <Empty title={words('hotline.no-channel')}>
          <p>{words('hotline.no-channel-hint')}</p>
        </Empty>
      </Stack>
    )
  if (call !== undefined) return <CallPage here={here} matter={call} />
  if (view === 'place' && here.may('hotline'))
    return <PlaceCall key={here.channel} here={here} stuck={matter} />
  return (
    <Stack gap="large">
      <PageHead title={words('hotline.title')} lead={words('hotline.lead')}>
        {here.may('hotline') && (
          <Link
            className="button"
            data-kind="main"
            to="/hotline"
            search={{ channel: here.channel, view: 'place' }}
          >
            {words('hotline.place')}
          </Link>
        )}
      </PageHead>
      <ChannelChoice to="/hotline" channel={here.channel} />
      <Panel title={words('hotline.history')}>
        <History here={here} show={show} />
        <p>
          <Link to="/figures" search={{ channel: here.channel }}>
            {words('hotline.figures')}
          </Link>
        </p>
      </Panel>
      <Panel
        title={words('hotline.now')}
        aside={
          <Link to="/directory" search={{ channel: here.channel, view: 'rota' }}>
            {words('hotline.rota')}
          </Link>
        }
      >
        <Lines here={here} />
      </Panel>
      {here.may('hotline') && (
        <Panel title={words('hotline.sound')}>
          <SoundSettings />
        </Panel>
      )}
    </Stack>
  )
}
