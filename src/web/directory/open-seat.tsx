import { type ReactNode, useState } from 'react'
import { AGENCY_FUNCTIONS, SEAT_HOURS } from '../../acts/index.ts'
import { useDo } from '../api/queries.ts'
import { type DraftContent, withValue } from '../forms/content.ts'
import { KeptEnd } from '../forms/kept-end.tsx'
import { KeepForm, type KeptForm } from '../forms/kept-form.tsx'
import { Button } from '../look/button.tsx'
import { Choice, Radios } from '../look/field.tsx'
import { tell } from '../look/toast.tsx'
import { useWords } from '../look/words.tsx'
import { namesIn } from './draft-names.ts'
import type { ChannelHere } from './here.ts'
import { ListField } from './list-field.tsx'
import type { Agency } from './names.ts'
import { NamesFields, namesGiven } from './names-fields.tsx'

const TYPE = 'directory.seat.open'

/** A role that people hold in turn. */
export function OpenSeat({
  here,
  agency,
}: {
  readonly here: ChannelHere
  readonly agency: Agency
}): ReactNode {
  const words = useWords()
  const [isOpen, setOpen] = useState(false)
  if (!isOpen)
    return (
      <div className="row no-print">
        <Button onPress={() => setOpen(true)}>{words('directory.open-seat')}</Button>
      </div>
    )
  const start = (): DraftContent => ({
    type: TYPE,
    about: agency.id,
    data: { function: 'point-of-contact', hours: 'always', languages: [...agency.languages] },
    body: { names: {} },
  })
  return (
    <section className="directory-form" aria-label={words('directory.open-seat')}>
      <KeepForm channel={here.channel} type={TYPE} about={agency.id} start={start}>
        {(form) => <SeatFields here={here} agency={agency} form={form} onDone={() => setOpen(false)} />}
      </KeepForm>
    </section>
  )
}

function SeatFields({
  here,
  agency,
  form,
  onDone,
}: {
  readonly here: ChannelHere
  readonly agency: Agency
  readonly form: KeptForm
  readonly onDone: () => void
}): ReactNode {
  const { change, content, record } = form
  const words = useWords()
  const open = useDo('directory.open-seat')
  const { data } = content
  const held = namesIn(content)
  const names = namesGiven(held)
  const duty = AGENCY_FUNCTIONS.find((id) => id === data['function']) ?? null
  const hours = SEAT_HOURS.find((id) => id === data['hours']) ?? null
  const languages = (Array.isArray(data['languages']) ? data['languages'] : []).map(String)
  const set = (field: string, value: unknown): void => change((before) => withValue(before, field, value))
  const go = async (): Promise<void> => {
    if (duty === null || hours === null) return
    set('form.names', names)
    const params = { channel: here.channel, matter: agency.id }
    await record(() => open.mutateAsync({ params, body: { names, function: duty, hours, languages } }))
    tell(words('directory.seat-opened'))
    onDone()
  }
  return (
    <>
      <NamesFields
        label={words('directory.seat-name')}
        names={held}
        onChange={(typed) => set('form.names', typed)}
      />
      <Choice
        label={words('directory.seat-function')}
        options={AGENCY_FUNCTIONS.map((id) => ({ id, label: words.term('function', id) }))}
        value={duty}
        onChange={(id) => set('data.function', id)}
      />
      <Radios
        label={words('directory.seat-hours')}
        options={SEAT_HOURS.map((id) => ({ id, label: words.term('hours', id) }))}
        value={hours}
        onChange={(id) => set('data.hours', id)}
      />
      <ListField
        label={words('directory.languages')}
        hint={words('directory.languages-hint')}
        value={languages}
        onChange={(list) => set('data.languages', list)}
      />
      <KeptEnd
        form={form}
        deed={words('directory.open-seat')}
        isReady={Object.keys(names).length > 0 && languages.length > 0}
        onGo={go}
        onCancel={onDone}
      />
    </>
  )
}
