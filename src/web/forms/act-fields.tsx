import { type ReactNode, useState } from 'react'
import type { ScreenWords } from '../../words/index.ts'
import { TextBox, TextInput } from '../look/field.tsx'
import { useWords } from '../look/words.tsx'
import type { ActField } from './act-forms.ts'
import { DraftFiles } from './draft-files.tsx'
import { CodeField, CodesField, FlagField, LineField, Placed, ProseField, useSaid } from './fields.tsx'
import { Identifiers } from './identifiers.tsx'
import { InstantField } from './instant-field.tsx'
import { labelOf } from './labels.ts'
import { MarksFields } from './marks-fields.tsx'
import { ActChoice, ExhibitChoice } from './matter-choices.tsx'
import { MatterField } from './matter-field.tsx'
import { FoundMatter } from './matter-pick.tsx'
import { useOtherParties } from './other-parties.ts'
import { type CodeList, useListed, useOptions } from './options.ts'
import { useAt, useForm, useTextAt } from './use-draft.tsx'

/** Fields of an act, in their order. */
export function ActFields({
  fields,
  matter,
}: {
  readonly fields: readonly ActField[]
  readonly matter: string | undefined
}): ReactNode {
  return fields.map((field) => (
    <OneField key={'field' in field ? field.field : field.is} of={field} matter={matter} />
  ))
}

/** With this many, all codes stand in sight. */
const OPEN_MAX = 8

function OneField({ of, matter }: { readonly of: ActField; readonly matter: string | undefined }): ReactNode {
  const words = useWords()
  const { hold } = useForm()
  switch (of.is) {
    case 'text':
      return (
        <ProseField
          field={of.field}
          rows={of.rows ?? 3}
          isRequired={of.needed === true}
          {...(of.hint === undefined ? {} : { hint: words(of.hint) })}
        />
      )
    case 'line':
      return <LineField field={of.field} isRequired={of.needed === true} />
    case 'instant':
      return (
        <InstantField
          field={of.field}
          isRequired={of.needed === true}
          hint={deadlineHint(of.field, hold.content().type, words)}
        />
      )
    case 'listed':
      return <ListedCodes field={of.field} list={of.list} isRequired={of.needed === true} />
    case 'code':
    case 'codes':
      return <Codes of={of} />
    case 'flag':
      return <FlagField field={of.field}>{labelOf(of.field, words, hold.content().type)}</FlagField>
    case 'number':
      return <NumberField field={of.field} least={of.least} most={of.most} />
    case 'score':
      return <ScoreField field={of.field} />
    case 'marks':
      return (
        <details className="forms-more">
          <summary>{words('forms.label-marks')}</summary>
          <div className="stack">
            <MarksFields at={of.field} hasNote={of.hasNote === true} />
          </div>
        </details>
      )
    case 'files':
      return <DraftFiles />
    case 'identifiers':
      return <Identifiers />
    case 'party':
      return <PartyField field={of.field} />
    case 'matter':
      return <MatterField field={of.field} isRequired={of.needed === true} />
    case 'found-matter':
      return <FoundMatter field={of.field} />
    case 'act':
      return <ActChoice field={of.field} of={of.of} matter={matter} />
    case 'exhibits':
      return <ExhibitChoice field={of.field} matter={matter} />
    case 'json':
      return <JsonField field={of.field} isRequired={of.needed === true} />
  }
}

/** What the node works out where nothing is given. */
function deadlineHint(field: string, type: string, words: ScreenWords): string | undefined {
  const isWorkedOut =
    (type === 'request.ask' && field === 'data.by') ||
    (type === 'request.accept' && field === 'data.keptUntil')
  return isWorkedOut ? words('forms.hint-worked-out') : undefined
}

function ListedCodes({
  field,
  list,
  isRequired,
}: {
  readonly field: string
  readonly list: CodeList
  readonly isRequired: boolean
}): ReactNode {
  const options = useListed(list)
  return (
    <div className={options.length > OPEN_MAX ? 'forms-many' : undefined}>
      <CodesField field={field} options={options} isRequired={isRequired} keepsEmpty={!isRequired} />
    </div>
  )
}

function Codes({ of }: { readonly of: ActField & { readonly is: 'code' | 'codes' } }): ReactNode {
  const options = useOptions(of.codes, of.group)
  const isRequired = of.needed === true
  return of.is === 'codes' ? (
    <CodesField field={of.field} options={options} isRequired={isRequired} keepsEmpty={false} />
  ) : (
    <CodeField
      field={of.field}
      options={options}
      isOpen={options.length <= OPEN_MAX}
      isRequired={isRequired}
    />
  )
}

function PartyField({ field }: { readonly field: string }): ReactNode {
  const { hold } = useForm()
  return <CodeField field={field} options={useOtherParties(hold.channel())} isOpen />
}

const SCORES = ['1', '2', '3', '4', '5'] as const

/** From 1 to 5, as the record keeps it. */
function ScoreField({ field }: { readonly field: string }): ReactNode {
  const { hold } = useForm()
  const options = useOptions(SCORES, 'choice')
  // The record wants a number; a list of choices has texts.
  return (
    <CodeField
      field={field}
      options={options}
      isOpen
      isRequired
      onChosen={(id) => hold.set(field, Number(id))}
    />
  )
}

function NumberField({
  field,
  least,
  most,
}: {
  readonly field: string
  readonly least: number
  readonly most: number
}): ReactNode {
  const words = useWords()
  const { book, hold } = useForm()
  const value = useTextAt(field)
  const isBounded = most < Number.MAX_SAFE_INTEGER
  const said = useSaid(isBounded ? { field, hint: words('forms.hint-range', { least, most }) } : { field })
  return (
    <Placed field={field}>
      <TextInput
        {...said}
        inputMode="numeric"
        name={field}
        value={value}
        onChange={(text) =>
          hold.set(field, text === '' ? undefined : /^\d+$/.test(text) ? Number(text) : text)
        }
        onBlur={() => book.visit(field)}
      />
    </Placed>
  )
}

/** As the record writes it. What does not read yet is kept as the text that it is, and said to be no JSON. */
function JsonField({
  field,
  isRequired,
}: {
  readonly field: string
  readonly isRequired: boolean
}): ReactNode {
  const words = useWords()
  const { book, hold } = useForm()
  const value = useAt(field)
  const [typed, setTyped] = useState<string>()
  const said = useSaid({ field, isRequired, hint: words('forms.hint-json') })
  const kept = value === undefined ? '' : typeof value === 'string' ? value : JSON.stringify(value, null, 2)
  return (
    <Placed field={field}>
      <TextBox
        {...said}
        fault={typeof value === 'string' ? words('forms.not-json') : said.fault}
        name={field}
        value={typed ?? kept}
        rows={6}
        onChange={(text) => {
          setTyped(text)
          hold.set(field, text.trim() === '' ? undefined : parsed(text))
        }}
        onBlur={() => {
          setTyped(undefined)
          book.visit(field)
        }}
      />
    </Placed>
  )
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
