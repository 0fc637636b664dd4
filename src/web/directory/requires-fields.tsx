import type { ReactNode } from 'react'
import {
  DEMANDABLE_FIELDS,
  IDENTIFIER_TYPES,
  INSTRUMENTS,
  OFFENCES,
  REQUEST_KINDS,
} from '../../instruments/index.ts'
import { Check, Checks, TextInput } from '../look/field.tsx'
import { useWords } from '../look/words.tsx'
import { NO_REQUIREMENTS, type Requires, type RequiresList } from './entry.ts'
import { ListField } from './list-field.tsx'

type Group = 'demand' | 'kind' | 'instrument' | 'identifier' | 'offence'
const LISTS: readonly (readonly [
  list: Exclude<RequiresList, 'languages'>,
  word:
    | 'directory.req-fields'
    | 'directory.req-kinds'
    | 'directory.req-judicial'
    | 'directory.req-dual'
    | 'directory.req-instruments'
    | 'directory.req-identifiers'
    | 'directory.req-excluded',
  group: Group,
  codes: readonly string[],
])[] = [
  ['fields', 'directory.req-fields', 'demand', DEMANDABLE_FIELDS],
  ['kinds', 'directory.req-kinds', 'kind', REQUEST_KINDS],
  ['judicialFor', 'directory.req-judicial', 'kind', REQUEST_KINDS],
  ['dualCriminalityFor', 'directory.req-dual', 'kind', REQUEST_KINDS],
  ['instruments', 'directory.req-instruments', 'instrument', INSTRUMENTS],
  ['identifierTypes', 'directory.req-identifiers', 'identifier', IDENTIFIER_TYPES],
  ['offencesExcluded', 'directory.req-excluded', 'offence', OFFENCES],
]

/** What the other side is told that requests need; the form warns them before they send. */
export function RequiresFields({
  requires,
  onChange,
}: {
  readonly requires: Requires | null
  readonly onChange: (requires: Requires | null) => void
}): ReactNode {
  const words = useWords()
  return (
    <>
      <Check isSelected={requires !== null} onChange={(is) => onChange(is ? NO_REQUIREMENTS : null)}>
        {words('directory.requires-some')}
      </Check>
      {requires !== null && (
        <>
          {LISTS.map(([list, word, group, codes]) => (
            <details key={list} className="directory-codes" open={requires[list].length > 0}>
              <summary>
                {words(word)} {requires[list].length > 0 && `(${requires[list].length})`}
              </summary>
              <Checks
                label={words(word)}
                hint={words(list === 'offencesExcluded' ? 'directory.req-hint-not' : 'directory.req-hint')}
                options={codes.map((id) => ({ id, label: words.term(group, id) }))}
                value={requires[list]}
                onChange={(chosen) => onChange({ ...requires, [list]: chosen })}
              />
            </details>
          ))}
          <ListField
            label={words('directory.req-languages')}
            hint={words('directory.languages-hint')}
            value={requires.languages}
            onChange={(languages) => onChange({ ...requires, languages })}
          />
          <NumberInput
            label={words('directory.req-identifiers-max')}
            value={requires.identifiersMax}
            onChange={(identifiersMax) => onChange({ ...requires, identifiersMax })}
          />
          <NumberInput
            label={words('directory.req-period-max')}
            value={requires.periodDaysMax}
            onChange={(periodDaysMax) => onChange({ ...requires, periodDaysMax })}
          />
        </>
      )}
    </>
  )
}

function NumberInput({
  label,
  value,
  onChange,
}: {
  readonly label: string
  readonly value: number | undefined
  readonly onChange: (value: number | undefined) => void
}): ReactNode {
  return (
    <TextInput
      label={label}
      inputMode="numeric"
      value={value === undefined ? '' : String(value)}
      onChange={(text) => {
        const digits = text.replaceAll(/\D/g, '').slice(0, 6)
        onChange(digits === '' ? undefined : Number(digits))
      }}
    />
  )
}
