import { type ReactNode, useState } from 'react'
import { AGENCY_FUNCTIONS, type AgencyFunction, SEAT_HOURS, type SeatHours } from '../../acts/index.ts'
import { useDo } from '../api/queries.ts'
import { Button } from '../look/button.tsx'
import { Choice, Radios, TextInput } from '../look/field.tsx'
import { Refusal } from '../look/refusal.tsx'
import { tell } from '../look/toast.tsx'
import { useWords } from '../look/words.tsx'
import type { ChannelHere } from './here.ts'
import type { Agency } from './names.ts'
import { NamesFields, namesGiven, type NamesHeld } from './names-fields.tsx'
import { listOf } from './texts.ts'

/** A role that people hold in turn. */
export function OpenSeat({
  here,
  agency,
}: {
  readonly here: ChannelHere
  readonly agency: Agency
}): ReactNode {
  const words = useWords()
  const open = useDo('directory.open-seat')
  const [isOpen, setOpen] = useState(false)
  const [names, setNames] = useState<NamesHeld>({})
  const [duty, setDuty] = useState<AgencyFunction>('point-of-contact')
  const [hours, setHours] = useState<SeatHours>('always')
  const [languages, setLanguages] = useState(agency.languages.join(', '))
  const go = async (): Promise<void> => {
    await open.mutateAsync({
      params: { channel: here.channel, matter: agency.id },
      body: { names: namesGiven(names), function: duty, hours, languages: listOf(languages) },
    })
    tell(words('directory.seat-opened'))
    setOpen(false)
    setNames({})
  }
  if (!isOpen)
    return (
      <div className="row no-print">
        <Button onPress={() => setOpen(true)}>{words('directory.open-seat')}</Button>
      </div>
    )
  return (
    <section className="directory-form" aria-label={words('directory.open-seat')}>
      <NamesFields label={words('directory.seat-name')} names={names} onChange={setNames} />
      <Choice
        label={words('directory.seat-function')}
        options={AGENCY_FUNCTIONS.map((id) => ({ id, label: words.term('function', id) }))}
        value={duty}
        onChange={setDuty}
      />
      <Radios
        label={words('directory.seat-hours')}
        options={SEAT_HOURS.map((id) => ({ id, label: words.term('hours', id) }))}
        value={hours}
        onChange={setHours}
      />
      <TextInput
        label={words('directory.languages')}
        hint={words('directory.languages-hint')}
        value={languages}
        onChange={setLanguages}
      />
      <Refusal of={open.error} />
      <div className="row">
        <Button
          kind="main"
          isBusy={open.isPending}
          isDisabled={Object.keys(namesGiven(names)).length === 0 || listOf(languages).length === 0}
          onPress={() => void go().catch(() => undefined)}
        >
          {words('directory.open-seat')}
        </Button>
        <Button kind="quiet" onPress={() => setOpen(false)}>
          {words('shell.cancel')}
        </Button>
      </div>
    </section>
  )
}
