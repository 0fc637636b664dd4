import { useNavigate, useSearch } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useRead } from '../api/queries.ts'
import { type ChannelHere, useChannelHere } from '../directory/here.ts'
import { handDown } from '../effects/hand-down.ts'
import { printPage } from '../effects/print.ts'
import { Button } from '../look/button.tsx'
import { Instant } from '../look/instant.tsx'
import { Empty, PageHead, Panel, Stack } from '../look/parts.tsx'
import { useReader } from '../look/reader.tsx'
import { Refusal } from '../look/refusal.tsx'
import { useWords } from '../look/words.tsx'
import { ChannelTabs } from '../record/channel-tabs.tsx'
import { Waiting } from '../shell/waiting.tsx'
import { Behind } from './behind.tsx'
import { Calls } from './calls.tsx'
import { Contacts } from './contacts.tsx'
import { csvOf } from './csv.ts'
import { type Asked, changed, type Figures as Given } from './given.ts'
import { Narrow } from './narrow.tsx'
import { Requests } from './requests.tsx'
import './figures.css'

/** How requests, contact checks and calls went, counted from the record that both sides hold. */
export function Figures(): ReactNode {
  const words = useWords()
  const asked = useSearch({ from: '/figures' })
  const here = useChannelHere(asked.channel)
  if (here === undefined)
    return (
      <Stack>
        <PageHead title={words('figures.title')} lead={words('figures.lead')} />
        <Empty title={words('figures.none')}>
          <p>{words('figures.none-text')}</p>
        </Empty>
      </Stack>
    )
  return <FiguresOf here={here} asked={asked} />
}

function FiguresOf({ here, asked }: { readonly here: ChannelHere; readonly asked: Asked }): ReactNode {
  const words = useWords()
  const navigate = useNavigate()
  const { channel } = here
  const { data: figures, error } = useRead(
    'figures.get',
    {
      params: { channel },
      query: {
        ...(asked.from === undefined ? {} : { from: asked.from }),
        ...(asked.to === undefined ? {} : { until: asked.to }),
      },
    },
    // While other months are counted, those before stay in sight.
    { placeholderData: (before: Given | undefined) => before },
  )
  return (
    <Stack>
      <PageHead title={words('figures.title')} lead={words('figures.lead')}>
        {figures !== undefined && (
          <>
            <Button onPress={() => handDown(fileName(channel, figures), csvOf(figures, words))}>
              {words('figures.csv')}
            </Button>
            <Button onPress={() => void printPage()}>{words('figures.print')}</Button>
          </>
        )}
      </PageHead>
      <ChannelTabs to="/figures" channel={channel} />
      <Refusal of={error} />
      {figures === undefined && error === null && <Waiting />}
      {figures !== undefined && (
        <>
          <Narrow asked={asked} figures={figures} />
          <CountedUpTo figures={figures} />
          <Requests asked={asked} figures={figures} />
          <Contacts channel={channel} asked={asked} figures={figures} />
          <Calls asked={asked} figures={figures} />
          {asked.key !== undefined && (
            <Behind
              channel={channel}
              figures={figures}
              figure={asked.key}
              onClose={() =>
                void navigate({
                  to: '/figures',
                  search: changed(asked, { key: undefined }),
                  resetScroll: false,
                })
              }
            />
          )}
        </>
      )}
    </Stack>
  )
}

const fileName = (channel: string, { from, until }: Given): string =>
  `figures-${channel.slice(0, 12)}-${from}-${until}.csv`

/** How much of the record went in, so that the other side can count the same. */
function CountedUpTo({ figures }: { readonly figures: Given }): ReactNode {
  const words = useWords()
  const { partyName } = useReader()
  return (
    <Panel title={words('figures.counted')}>
      <p>
        <Instant at={figures.at} />
      </p>
      <ul className="figures-up-to">
        {Object.entries(figures.upTo).map(([party, count]) => (
          <li key={party}>
            {words('figures.counted-of', {
              party: partyName(party),
              count,
              settled: figures.settled[party] ?? 0,
            })}
          </li>
        ))}
      </ul>
      <p className="soft small">{words('figures.same')}</p>
    </Panel>
  )
}
