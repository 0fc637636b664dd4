import type { ReactNode } from 'react'
import { LANGUAGES } from '../../words/index.ts'
import { TextInput } from '../look/field.tsx'
import { useCodeNames } from './code-names.ts'

/** A name in each language; those of other languages than the house's stay as they are. */
export type NamesHeld = Readonly<Record<string, string>>

export function namesGiven(names: NamesHeld): Record<string, string> {
  return Object.fromEntries(
    Object.entries(names).flatMap(([language, name]) =>
      name.trim() === '' ? [] : [[language, name.trim()]],
    ),
  )
}

const NAME_MAX = 200

export function NamesFields({
  label,
  names,
  onChange,
}: {
  readonly label: string
  readonly names: NamesHeld
  readonly onChange: (names: NamesHeld) => void
}): ReactNode {
  const { languages: named } = useCodeNames()
  const languages = [...new Set<string>([...LANGUAGES, ...Object.keys(names)])]
  return (
    <fieldset className="directory-names">
      <legend className="field-label">{label}</legend>
      {languages.map((language) => (
        <TextInput
          key={language}
          label={named([language])}
          value={names[language] ?? ''}
          onChange={(name) => onChange({ ...names, [language]: name })}
          maxLength={NAME_MAX}
        />
      ))}
    </fieldset>
  )
}
