import { Link, useNavigate } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'
import { useDo, useNeeded } from '../api/queries.ts'
import { textAt, withValue } from '../forms/content.ts'
import { KeptEnd } from '../forms/kept-end.tsx'
import { KeepForm, type KeptForm } from '../forms/kept-form.tsx'
import { Button } from '../look/button.tsx'
import { Dialog } from '../look/dialog.tsx'
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

const RETIRE = 'directory.agency.retire'

interface RetireProps {
  readonly here: ChannelHere
  readonly agency: Agency
}

function Retire({ here, agency }: RetireProps): ReactNode {
  const words = useWords()
  const [isOpen, setOpen] = useState(false)
  const close = (): void => setOpen(false)
  return (
    <>
      <Button onPress={() => setOpen(true)}>{words('directory.retire')}</Button>
      <Dialog title={words('directory.retire-title')} isOpen={isOpen} onClose={close}>
        <p>{words('directory.retire-means')}</p>
        <KeepForm
          channel={here.channel}
          type={RETIRE}
          about={agency.id}
          start={() => ({ type: RETIRE, about: agency.id, data: {} })}
        >
          {(form) => <Retiring here={here} agency={agency} form={form} onCancel={close} />}
        </KeepForm>
      </Dialog>
    </>
  )
}

function Retiring({
  here,
  agency,
  form,
  onCancel,
}: RetireProps & { readonly form: KeptForm; readonly onCancel: () => void }): ReactNode {
  const { change, content, record } = form
  const words = useWords()
  const navigate = useNavigate()
  const retire = useDo('directory.retire')
  const note = textAt(content, 'form.text')
  const write = (text: string): void =>
    change((before) => withValue(before, 'form.text', text.trim() === '' ? undefined : text))
  const go = async (): Promise<void> => {
    const params = { channel: here.channel, matter: agency.id }
    await record(() => retire.mutateAsync({ params, body: note === '' ? {} : { note } }))
    tell(words('directory.retired'))
    await navigate({ to: '/directory', search: { channel: here.channel } })
  }
  return (
    <>
      <TextBox label={words('directory.retire-note')} value={note} onChange={write} rows={2} />
      <KeptEnd form={form} deed={words('directory.retire-go')} kind="danger" onGo={go} onCancel={onCancel} />
    </>
  )
}
