import { Link, useNavigate } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'
import { useDo, useNeeded } from '../api/queries.ts'
import { ConfirmButton } from '../look/dialog.tsx'
import { TextBox } from '../look/field.tsx'
import { plainForeign } from '../look/foreign.tsx'
import { Columns, PageHead, Panel, Stack, Tag } from '../look/parts.tsx'
import { useReader } from '../look/reader.tsx'
import { tell } from '../look/toast.tsx'
import { useWords } from '../look/words.tsx'
import { AgencyEntry } from './agency-entry.tsx'
import { EditAgency } from './agency-form.tsx'
import type { ChannelHere } from './here.ts'
import { type Agency, nameIn } from './names.ts'
import { Seats } from './seats.tsx'

/** One agency: what it publishes of itself, its seats and who holds them. */
export function AgencyPage({
  here,
  id,
  isEdited,
}: {
  readonly here: ChannelHere
  readonly id: string
  readonly isEdited: boolean
}): ReactNode {
  const words = useWords()
  const { partyName } = useReader()
  const { channel } = here
  const { data: agency } = useNeeded('directory.agency', { params: { channel, matter: id } })
  const mayChange = agency.own && !agency.retired && here.may('directory')
  if (isEdited && mayChange) return <EditAgency here={here} agency={agency} />
  return (
    <Stack>
      <p className="no-print">
        <Link to="/directory" search={{ channel }}>
          {words('directory.all-agencies')}
        </Link>
      </p>
      <PageHead
        title={plainForeign(nameIn(agency.names, words.language) ?? id.slice(0, 12))}
        lead={
          <>
            {partyName(agency.party)}{' '}
            {agency.retired && <Tag tone="warn">{words.term('stage', 'retired')}</Tag>}
          </>
        }
      >
        {mayChange && (
          <>
            <Link className="button" to="/directory" search={{ channel, agency: id, view: 'edit' }}>
              {words('directory.edit')}
            </Link>
            <Retire here={here} agency={agency} />
          </>
        )}
      </PageHead>
      <Columns column="24rem">
        <Panel title={words('directory.entry')}>
          <AgencyEntry agency={agency} />
        </Panel>
        <Seats here={here} agency={agency} mayChange={mayChange} />
      </Columns>
    </Stack>
  )
}

function Retire({ here, agency }: { readonly here: ChannelHere; readonly agency: Agency }): ReactNode {
  const words = useWords()
  const navigate = useNavigate()
  const retire = useDo('directory.retire')
  const [note, setNote] = useState('')
  const { channel } = here
  return (
    <ConfirmButton
      label={words('directory.retire')}
      title={words('directory.retire-title')}
      explains={<p>{words('directory.retire-means')}</p>}
      confirm={words('directory.retire-go')}
      onConfirm={async () => {
        await retire.mutateAsync({
          params: { channel, matter: agency.id },
          body: note.trim() === '' ? {} : { note },
        })
        tell(words('directory.retired'))
        await navigate({ to: '/directory', search: { channel } })
      }}
    >
      <TextBox label={words('directory.retire-note')} value={note} onChange={setNote} rows={2} />
    </ConfirmButton>
  )
}
