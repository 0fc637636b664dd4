import type { ReactNode } from 'react'
import type { ScreenWords } from '../../words/index.ts'
import { Foreign } from '../look/foreign.tsx'
import { Instant } from '../look/instant.tsx'
import { Facts } from '../look/parts.tsx'
import { useReader } from '../look/reader.tsx'
import { useWords } from '../look/words.tsx'
import { type DraftContent, valuesIn } from './content.ts'
import { labelOf } from './labels.ts'

/** Codes of the record by the last name of their field. */
const TERMS: Readonly<Record<string, Parameters<ScreenWords['term']>[0]>> = {
  kind: 'kind',
  urgency: 'urgency',
  id: 'instrument',
  offences: 'offence',
  confidentiality: 'confidentiality',
  grounds: 'ground',
  conditions: 'condition',
  type: 'identifier',
}
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/

/** One value as people read it: codes in words, instants in both zones, text for what it is. */
export function ShownValue({ field, value }: { readonly field: string; readonly value: unknown }): ReactNode {
  const words = useWords()
  const { partyName } = useReader()
  if (value === undefined || value === null) return <span className="soft">{words('forms.nothing')}</span>
  if (typeof value === 'boolean') return words(value ? 'forms.yes' : 'forms.no')
  if (Array.isArray(value))
    return value.length === 0 ? (
      <span className="soft">{words('forms.nothing')}</span>
    ) : (
      <ul className="forms-values">
        {value.map((one: unknown, place) => (
          // Values of a list that is shown, not edited, keep their places.
          <li key={place}>
            <ShownValue field={field} value={one} />
          </li>
        ))}
      </ul>
    )
  if (typeof value === 'number') return value
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  if (INSTANT.test(text)) return <Instant at={text} />
  if (field === 'data.to') return <Foreign text={partyName(text)} />
  const shown = codeText(field, text, words)
  return shown === undefined ? <Foreign text={text} /> : shown
}

function codeText(field: string, code: string, words: ScreenWords): string | undefined {
  const name = field.split('.').at(-1) ?? ''
  const isForm = field.startsWith('form.')
  // `ask.what` and the rest have their words by choice; the form has codes only where identifiers say their type.
  if (isForm && !/^form\.identifiers\[\d+\]\.type$/.test(field)) return undefined
  const group = TERMS[name]
  if (group !== undefined && words.knows(group, code)) return words.term(group, code)
  if (words.knows('clarification', code) && name === 'what') return words.term('clarification', code)
  return words.knows('choice', code) ? words.term('choice', code) : undefined
}

const HIDDEN: readonly string[] = ['form.form']

/** All that a draft says, with the name of each field: what will stand on the record, word for word. */
export function ContentView({
  content,
  files = [],
}: {
  readonly content: DraftContent
  readonly files?: readonly { readonly upload: string; readonly name: string }[]
}): ReactNode {
  const words = useWords()
  const values = valuesIn(content).filter(({ field }) => field !== 'exhibits' && !HIDDEN.includes(field))
  const names = (content.exhibits ?? []).map((id) => files.find(({ upload }) => upload === id)?.name ?? id)
  return (
    <Facts
      of={[
        ...values.map(
          ({ field, value }) =>
            [
              labelOf(field, words, content.type),
              <ShownValue key={field} field={field} value={value} />,
            ] as const,
        ),
        names.length > 0 && [words('forms.label-files'), <ShownValue key="files" field="" value={names} />],
      ]}
    />
  )
}
