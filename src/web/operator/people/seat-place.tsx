import { type ReactNode, useState } from 'react'
import type { Reply } from '../../api/client.ts'
import { useNeeded } from '../../api/queries.ts'
import { nameIn } from '../../directory/names.ts'
import { Choice, TextInput } from '../../look/field.tsx'
import { plainForeign } from '../../look/foreign.tsx'
import { Stack } from '../../look/parts.tsx'
import { useWords } from '../../look/words.tsx'
import { faultAt, isNamed } from '../fault.ts'
import { shortId, useNames } from '../names.ts'

/** Where a seat of this node stands in the directory of the record; empty while it stands nowhere. */
export interface Place {
  readonly agency: string
  readonly listed: string
}
interface PlaceProps {
  readonly typed: Place
  readonly onChange: (place: Place) => void
  readonly fault: unknown
}
type Listing = Reply<'listings.list'>['items'][number]

const NONE = 'none'
const idOf = (chosen: string): string => (chosen === NONE ? '' : chosen)
const chosenOf = (id: string): string => (id === '' ? NONE : id)

/** Which agency of the own side a seat belongs to, and which of its listed seats it is: by name, or else by its id. */
export function SeatPlace(props: PlaceProps): ReactNode {
  const { onChange, typed } = props
  const words = useWords()
  const names = useNames()
  const { data } = useNeeded('listings.list', {})
  const agency = data.items.find(({ id }) => id === typed.agency)
  const none = { id: NONE, label: words('operator.seat-unlisted') }
  const called = (named: Listing['names'], other: string): string =>
    plainForeign(nameIn(named, words.language) ?? other)
  return (
    <>
      {data.items.length > 0 && (
        <Choice
          label={words('operator.seat-agency')}
          hint={words('operator.seat-agency-hint')}
          options={[
            none,
            ...data.items.map((one) => ({
              id: one.id,
              label: called(one.names, shortId(one.id)),
              hint: names.channel(one.channel),
            })),
          ]}
          value={agency === undefined && typed.agency !== '' ? null : chosenOf(typed.agency)}
          onChange={(id) => onChange({ agency: idOf(id), listed: '' })}
        />
      )}
      {agency !== undefined && (
        <Choice
          label={words('operator.seat-listed')}
          options={[
            none,
            ...agency.seats.map((seat) => ({
              id: seat.id,
              label: called(seat.names, words.term('function', seat.function)),
              hint: words.term('function', seat.function),
            })),
          ]}
          value={
            typed.listed === '' || agency.seats.some(({ id }) => id === typed.listed)
              ? chosenOf(typed.listed)
              : null
          }
          onChange={(id) => onChange({ ...typed, listed: idOf(id) })}
        />
      )}
      <ById {...props} isOpen={agency === undefined && typed.agency !== ''} />
    </>
  )
}

/** What the node does not list: another side’s, one that was retired, or one whose channel is not open yet. */
function ById({ fault, isOpen, onChange, typed }: PlaceProps & { readonly isOpen: boolean }): ReactNode {
  const words = useWords()
  const isNeeded = isOpen || isNamed(fault, 'agency') || isNamed(fault, 'listed')
  // Once it is open it stays so: it must not close under whoever mends what is in it.
  const [wasNeeded, setWasNeeded] = useState(isNeeded)
  if (isNeeded && !wasNeeded) setWasNeeded(true)
  return (
    <details className="operator-more" open={wasNeeded || undefined}>
      <summary>{words('operator.seat-by-id')}</summary>
      <Stack>
        <TextInput
          label={words('operator.seat-agency-id')}
          hint={words('operator.seat-id-hint')}
          isCode
          value={typed.agency}
          onChange={(agency) => onChange({ ...typed, agency })}
          {...faultAt(fault, 'agency')}
        />
        <TextInput
          label={words('operator.seat-listed-id')}
          hint={words('operator.seat-id-hint')}
          isCode
          value={typed.listed}
          onChange={(listed) => onChange({ ...typed, listed })}
          {...faultAt(fault, 'listed')}
        />
      </Stack>
    </details>
  )
}
