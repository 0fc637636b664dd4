import { Link } from '@tanstack/react-router'
import { Fragment, type ReactNode } from 'react'
import type { ScreenWords } from '../../../words/index.ts'
import { plainForeign } from '../../look/foreign.tsx'
import { Instant } from '../../look/instant.tsx'
import { Facts } from '../../look/parts.tsx'
import { useReader } from '../../look/reader.tsx'
import { numberText } from '../../look/time.ts'
import { useWords } from '../../look/words.tsx'
import { Long } from './long.tsx'
import { Named } from './named.tsx'

/** Under which family of words the codes of a field stand. Whatever is not here is looked for among the page's own. */
const GROUPS = {
  aim: 'aim',
  conditions: 'condition',
  confidentiality: 'confidentiality',
  grounds: 'ground',
  instrument: 'instrument',
  kind: 'kind',
  offences: 'offence',
  urgency: 'urgency',
  ways: 'way',
  way: 'way',
} as const

/** The word for a code of the record, whichever family it stands in; the code itself where there is none. */
export function codeText(words: ScreenWords, field: string, code: string): string {
  const own = `code.${field}.${code}`
  if (words.knows('matter', own)) return words.term('matter', own)
  const group = Object.hasOwn(GROUPS, field) ? GROUPS[field as keyof typeof GROUPS] : undefined
  if (group !== undefined && words.knows(group, code)) return words.term(group, code)
  if (field === 'what' && words.knows('clarification', code)) return words.term('clarification', code)
  return plainForeign(code)
}

/** Several codes as one text. */
export const codesText = (words: ScreenWords, field: string, codes: readonly string[]): string =>
  words.listed(codes.map((code) => codeText(words, field, code)))

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

/** A field of the coded part, by its name in words; by its own name where this version knows none. */
export function fieldText(words: ScreenWords, type: string, field: string): string {
  // The room of the acts tells how a field is filled in; a page tells what stands there.
  for (const own of [`field.${type}.${field}`, `field.${field}`])
    if (words.knows('matter', own)) return words.term('matter', own)
  for (const name of [`${type}.${field}`, field])
    if (words.knows('field', name)) return capital(words.term('field', name))
  return plainForeign(field)
}

const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?Z$/
const HASH = /^[0-9a-f]{64}$/
const PARTY_FIELDS: readonly string[] = ['to', 'party', 'by']
/** What stands elsewhere on the page, or is for machines alone. */
const ELSEWHERE: readonly string[] = [
  'exhibits',
  'assertion',
  'key',
  'credential',
  'rp',
  'document',
  'proofs',
]
const DEPTH_MAX = 4
const ENTRIES_MAX = 100

/** The coded part of an act: in words as far as this version has them, and never left out. */
export function CodedFacts({
  type,
  data,
}: {
  readonly type: string
  readonly data: Readonly<Record<string, unknown>>
}): ReactNode {
  const words = useWords()
  const shown = Object.entries(data)
    .filter(([field, value]) => !ELSEWHERE.includes(field) && value !== null)
    .slice(0, ENTRIES_MAX)
  if (shown.length === 0) return null
  return (
    <Facts
      of={shown.map(([field, value]) => [
        fieldText(words, type, field),
        <CodedValue key={field} field={field} value={value} />,
      ])}
    />
  )
}

/** One value of the record, whatever it is. */
export function CodedValue({
  field,
  value,
  depth = 0,
}: {
  readonly field: string
  readonly value: unknown
  readonly depth?: number
}): ReactNode {
  const words = useWords()
  const { partyName } = useReader()
  if (field === 'marks') return <MarksText marks={value} />
  if (typeof value === 'boolean') return words(value ? 'shell.yes' : 'shell.no')
  if (typeof value === 'number') return numberText(value, words.language)
  if (typeof value === 'string') {
    if (INSTANT.test(value) && !Number.isNaN(Date.parse(value))) return <Instant at={value} />
    if (HASH.test(value)) return <Named code={value} field={field} />
    if (PARTY_FIELDS.includes(field) && partyName(value) !== value) return partyName(value)
    return <Long text={codeText(words, field, value)} />
  }
  if (Array.isArray(value)) return <CodedList field={field} values={value} depth={depth} />
  if (typeof value !== 'object' || value === null || depth >= DEPTH_MAX) return words('shell.none')
  return (
    <Facts
      of={Object.entries(value)
        .slice(0, ENTRIES_MAX)
        .map(([name, inner]) => [
          fieldText(words, field, name),
          <CodedValue key={name} field={name} value={inner} depth={depth + 1} />,
        ])}
    />
  )
}

function CodedList({
  field,
  values,
  depth,
}: {
  readonly field: string
  readonly values: readonly unknown[]
  readonly depth: number
}): ReactNode {
  const words = useWords()
  if (values.length === 0) return words('shell.none')
  const shown = values.slice(0, ENTRIES_MAX)
  if (shown.every((one) => typeof one === 'string' && !HASH.test(one)))
    return <Long text={codesText(words, field, shown as string[])} />
  return (
    <ul className="matter-list">
      {shown.map((one, i) => (
        // What stands in an act never changes its order.
        <li key={i}>
          <CodedValue field={field} value={one} depth={depth + 1} />
        </li>
      ))}
    </ul>
  )
}

/** Marks of handling, as they are written on paper. */
export function MarksText({ marks }: { readonly marks: unknown }): ReactNode {
  const words = useWords()
  if (typeof marks !== 'object' || marks === null) return words('shell.none')
  const { handling, pap, tlp } = marks as { handling?: unknown; pap?: unknown; tlp?: unknown }
  const codes = [
    typeof tlp === 'string' ? `TLP:${tlp}` : '',
    typeof pap === 'string' ? `PAP:${pap}` : '',
    ...(Array.isArray(handling) ? handling.map(String) : []),
  ].filter((code) => code !== '')
  if (codes.length === 0) return words('shell.none')
  return (
    <>
      {codes.map((code, i) => {
        const named = `code.mark.${code}`
        return (
          <Fragment key={code}>
            {i > 0 && ' · '}
            <strong>{plainForeign(code)}</strong>
            {words.knows('matter', named) && ` ${words.term('matter', named)}`}
          </Fragment>
        )
      })}
    </>
  )
}

/** A matter of this channel, by its heading. */
export function MatterLink({
  channel,
  matter,
  children,
}: {
  readonly channel: string
  readonly matter: string
  readonly children: ReactNode
}): ReactNode {
  return (
    <Link to="/channels/$channel/matters/$matter" params={{ channel, matter }}>
      {children}
    </Link>
  )
}
