import { getRouteApi, Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { Empty, PageHead, Stack } from '../look/parts.tsx'
import { LinkTabs } from '../look/tabs.tsx'
import { useWords } from '../look/words.tsx'
import { Agencies } from './agencies.tsx'
import { AgencyPage } from './agency-page.tsx'
import { ChannelChoice } from './channel-choice.tsx'
import { Contacts } from './contacts.tsx'
import './directory.css'
import { useChannelHere } from './here.ts'
import { NewAgency } from './agency-form.tsx'
import { Rota } from './rota.tsx'
import { RotaEdit } from './rota-edit.tsx'

const route = getRouteApi('/directory')
const VIEWS = ['agencies', 'rota', 'contacts'] as const

/** Agencies of all parties, who is on duty when, and whether they can be reached. */
export function Directory(): ReactNode {
  const words = useWords()
  const { agency, channel: asked, seat, view, week } = route.useSearch()
  const here = useChannelHere(asked)
  if (here === undefined)
    return (
      <Stack>
        <PageHead title={words('directory.title')} />
        <Empty title={words('directory.no-channel')}>
          <p>{words('directory.no-channel-hint')}</p>
        </Empty>
      </Stack>
    )
  if (agency !== undefined && seat !== undefined && here.may('directory'))
    return <RotaEdit key={seat} here={here} agency={agency} seat={seat} week={week} />
  if (agency !== undefined)
    return <AgencyPage key={agency} here={here} id={agency} isEdited={view === 'edit'} />
  if (view === 'new' && here.may('directory')) return <NewAgency here={here} />
  const shown = VIEWS.find((one) => one === view) ?? 'agencies'
  const { channel } = here
  return (
    <Stack>
      <PageHead title={words('directory.title')} lead={words('directory.lead')} />
      <ChannelChoice to="/directory" channel={channel} />
      <LinkTabs label={words('directory.parts')}>
        {VIEWS.map((one) => (
          <Link
            key={one}
            to="/directory"
            search={{ channel, view: one }}
            className="tab"
            aria-current={one === shown ? 'page' : undefined}
          >
            {words(`directory.view-${one}`)}
          </Link>
        ))}
      </LinkTabs>
      {shown === 'agencies' && <Agencies here={here} />}
      {shown === 'rota' && <Rota here={here} week={week} />}
      {shown === 'contacts' && <Contacts here={here} />}
    </Stack>
  )
}
