import { memo, type ReactNode, useState } from 'react'
import { Button } from '../look/button.tsx'
import { Columns } from '../look/parts.tsx'
import { useWords } from '../look/words.tsx'
import { CodeField, LineField, Placed, useSaid } from './fields.tsx'
import { InstantField } from './instant-field.tsx'
import { useListed } from './options.ts'
import { Paste } from './paste.tsx'
import { useAt, useForm, useTextAt } from './use-draft.tsx'
import { useReader } from '../look/reader.tsx'

const IDENTIFIERS = 'form.identifiers'
/** A form may hold ten thousand; nobody edits more than these at a time. */
const SHOWN_AT_ONCE = 20
/** Addresses that change hands: without a period they point at nobody. */
const SHIFTING: readonly string[] = ['ipv4', 'ipv6', 'cidr']

/** What the request is about, one by one, or read out of pasted text. */
export function Identifiers(): ReactNode {
  const words = useWords()
  const { hold, isLocked } = useForm()
  const value = useAt(IDENTIFIERS)
  const { fault, hint } = useSaid({ field: IDENTIFIERS, also: COUNTS })
  const [shown, setShown] = useState(SHOWN_AT_ONCE)
  const list: readonly unknown[] = Array.isArray(value) ? value : []
  const left = list.length - shown
  return (
    <Placed field={IDENTIFIERS}>
      {hint !== undefined && <p className="field-hint">{hint}</p>}
      {fault !== undefined && <p className="field-fault">{fault}</p>}
      <Paste />
      <p className="soft" role="status">
        {words('forms.identifier-count', { count: list.length })}
      </p>
      {list.slice(0, shown).map((_, place) => (
        // Entries have no name of their own: they are known by their place.
        <IdentifierRow key={place} place={place} />
      ))}
      <div className="row">
        {left > 0 && (
          <Button size="small" onPress={() => setShown(shown + SHOWN_AT_ONCE)}>
            {words('forms.show-more', { count: left })}
          </Button>
        )}
        <Button
          size="small"
          isDisabled={isLocked}
          onPress={() => {
            setShown(Math.max(shown, list.length + 1))
            hold.set(IDENTIFIERS, [...list, {}])
          }}
        >
          {words('forms.add-identifier')}
        </Button>
        {list.length > 1 && <SamePeriod list={list} />}
      </div>
    </Placed>
  )
}

const COUNTS: readonly string[] = ['data.identifiers']

const IdentifierRow = memo(function IdentifierRow({ place }: { readonly place: number }): ReactNode {
  const words = useWords()
  const reader = useReader()
  const { hold, isLocked } = useForm()
  const types = useListed('identifierTypes')
  const at = `${IDENTIFIERS}[${place}]`
  const type = useTextAt(`${at}.type`)
  const ownZone = useTextAt(`${at}.zone`)
  const zone = isZone(ownZone) ? ownZone : reader.zone
  const isShifting = SHIFTING.includes(type)
  const from = useTextAt(`${at}.from`)
  const [isOpen, setOpen] = useState(false)
  const showsPeriod = isShifting || isOpen || from !== ''
  return (
    <fieldset className="forms-group forms-identifier">
      <legend>{words('forms.identifier', { place: place + 1 })}</legend>
      <Columns column="14rem">
        <CodeField
          field={`${at}.type`}
          label={words('forms.label-identifier-type')}
          options={types}
          isRequired
        />
        <LineField field={`${at}.value`} label={words('forms.label-identifier-value')} isCode isRequired />
        {showsPeriod && (
          <>
            <InstantField field={`${at}.from`} label={words('forms.label-from')} zone={zone} />
            <InstantField field={`${at}.to`} label={words('forms.label-until')} zone={zone} />
            <LineField
              field={`${at}.zone`}
              label={words('forms.label-zone-source')}
              hint={words('forms.hint-zone')}
              isCode
            />
          </>
        )}
        {(showsPeriod || isOpen) && <LineField field={`${at}.note`} label={words('forms.label-note')} />}
      </Columns>
      <div className="row">
        {!showsPeriod && (
          <Button size="small" kind="quiet" onPress={() => setOpen(true)}>
            {words('forms.add-period')}
          </Button>
        )}
        <Button
          size="small"
          kind="quiet"
          isDisabled={isLocked}
          aria-label={words('forms.remove-identifier', { place: place + 1 })}
          onPress={() => {
            const list = hold.at(IDENTIFIERS)
            const rest = Array.isArray(list) ? list.toSpliced(place, 1) : []
            hold.set(IDENTIFIERS, rest)
          }}
        >
          {words('forms.remove')}
        </Button>
      </div>
    </fieldset>
  )
})

/** Gives the first one's period to all that have none. */
function SamePeriod({ list }: { readonly list: readonly unknown[] }): ReactNode {
  const words = useWords()
  const { hold, isLocked } = useForm()
  const periods = list.map(periodIn)
  const first = periods.find(({ from, to }) => from !== undefined && to !== undefined)
  const lacking = list.filter((one, place) => isShiftingEntry(one) && periods[place]?.from === undefined)
  if (first === undefined || lacking.length === 0) return null
  return (
    <Button
      size="small"
      isDisabled={isLocked}
      onPress={() =>
        hold.set(
          IDENTIFIERS,
          list.map((one) => (lacking.includes(one) ? { ...entryOf(one), ...first } : one)),
        )
      }
    >
      {words('forms.same-period', { count: lacking.length })}
    </Button>
  )
}

const entryOf = (one: unknown): Readonly<Record<string, unknown>> =>
  typeof one === 'object' && one !== null ? { ...one } : {}

function periodIn(one: unknown): Readonly<Record<string, unknown>> {
  const { from, to, zone } = entryOf(one)
  return { from, to, ...(zone === undefined ? {} : { zone }) }
}

const isShiftingEntry = (one: unknown): boolean => SHIFTING.includes(String(entryOf(one)['type']))

function isZone(zone: string): boolean {
  if (zone === '') return false
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).format(0) !== ''
  } catch {
    return false
  }
}
