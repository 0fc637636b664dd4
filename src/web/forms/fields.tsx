import { memo, type ReactNode, useSyncExternalStore } from 'react'
import {
  Check,
  Checks,
  Choice,
  type Option,
  Radios,
  TextBox,
  TextInput,
  type TextProps,
} from '../look/field.tsx'
import { useWords } from '../look/words.tsx'
import { demandText, faultText, labelOf, shortLabelOf } from './labels.ts'
import { useAt, useForm, useTextAt } from './use-draft.tsx'

/** The place of a field on the page, for links to it. */
export const placeOf = (field: string): string => `field-${field.replaceAll(/[^A-Za-z0-9]/g, '-')}`

export interface DraftFieldProps {
  /** As faults name it: `form.title`, `data.kind`. */
  readonly field: string
  /** Else by what the field is called everywhere. */
  readonly label?: string
  readonly hint?: ReactNode
  /** Stands among others of the same person or office. */
  readonly isShort?: boolean
  readonly isRequired?: boolean
  /** Faults of these are said here too: of a group, at its first field. */
  readonly also?: readonly string[]
}

interface Said {
  readonly label: string
  readonly hint: ReactNode
  readonly fault: string | undefined
  readonly isRequired: boolean
  readonly isDisabled: boolean
}

const NO_FIELDS: readonly string[] = []

/** What stands over and under a field: its name, who needs it, and what is wrong with what is in it. */
export function useSaid({
  field,
  label,
  hint,
  isShort = false,
  isRequired = false,
  also = NO_FIELDS,
}: DraftFieldProps): Said {
  const words = useWords()
  const { book, hold, isLocked } = useForm()
  const own = useSyncExternalStore(book.subscribe, () => book.at(field))
  // One text for all, so that a field is drawn again only when something is said of it.
  const others = useSyncExternalStore(book.subscribe, () =>
    also.flatMap((each) => book.at(each).map((fault) => JSON.stringify(fault))).join('\n'),
  )
  const isVisited = useSyncExternalStore(book.subscribe, () => book.isVisited(field))
  const bar = useSyncExternalStore(book.subscribe, () => {
    const { bar: told } = book.told()
    return told !== null && told.field === field ? told.detail : undefined
  })
  const faults = [
    ...own,
    ...others.split('\n').flatMap((text) => (text === '' ? [] : [JSON.parse(text) as (typeof own)[number]])),
  ]
  const [first] = faults.toSorted((a, b) => Number(a.force === 'should') - Number(b.force === 'should'))
  const isMissing = first?.code === 'missing' || first?.code === 'missing-any'
  const isFault = first !== undefined && first.force === 'must' && (!isMissing || isVisited)
  const demand = first === undefined || first.source === 'form' ? undefined : demandText(first, words)
  const name = label ?? (isShort ? shortLabelOf(field, words) : labelOf(field, words, hold.content().type))
  return {
    label: name,
    hint:
      demand === undefined && hint === undefined ? undefined : (
        <>
          {hint} {demand !== undefined && <strong className="forms-demand">{demand}</strong>}
        </>
      ),
    fault: isFault ? faultText(first, words) : bar,
    isRequired: isRequired || (isMissing && first?.force === 'must'),
    isDisabled: isLocked,
  }
}

export function Placed({
  field,
  children,
}: {
  readonly field: string
  readonly children: ReactNode
}): ReactNode {
  return (
    <div id={placeOf(field)} className="forms-field">
      {children}
    </div>
  )
}

type LineProps = DraftFieldProps & Pick<TextProps, 'isCode' | 'inputMode' | 'autoComplete' | 'placeholder'>

/** One line of text. Empty is the same as not there. */
export const LineField: (props: LineProps) => ReactNode = memo(function LineField(props: LineProps) {
  const { field, isCode, inputMode, autoComplete, placeholder } = props
  const { book, hold } = useForm()
  const value = useTextAt(field)
  const said = useSaid(props)
  return (
    <Placed field={field}>
      <TextInput
        {...said}
        name={field}
        value={value}
        onChange={(text) => hold.set(field, text === '' ? undefined : text)}
        onBlur={() => book.visit(field)}
        {...(isCode === undefined ? {} : { isCode })}
        {...(inputMode === undefined ? {} : { inputMode })}
        {...(placeholder === undefined ? {} : { placeholder })}
        autoComplete={autoComplete ?? 'off'}
      />
    </Placed>
  )
})

type ProseProps = DraftFieldProps & { readonly rows?: number }

/** Several lines of text. */
export const ProseField: (props: ProseProps) => ReactNode = memo(function ProseField(props: ProseProps) {
  const { field, rows } = props
  const { book, hold } = useForm()
  const value = useTextAt(field)
  const said = useSaid(props)
  return (
    <Placed field={field}>
      <TextBox
        {...said}
        name={field}
        value={value}
        onChange={(text) => hold.set(field, text === '' ? undefined : text)}
        onBlur={() => book.visit(field)}
        {...(rows === undefined ? {} : { rows })}
      />
    </Placed>
  )
})

type CodeProps = DraftFieldProps & {
  readonly options: readonly Option[]
  /** All in sight, for a few. */
  readonly isOpen?: boolean
  readonly onChosen?: (value: string) => void
}

/** One code of a closed list. */
export const CodeField: (props: CodeProps) => ReactNode = memo(function CodeField(props: CodeProps) {
  const { field, options, isOpen = false, onChosen } = props
  const { book, hold } = useForm()
  const value = useTextAt(field)
  const said = useSaid(props)
  const chosen = (id: string): void => {
    hold.set(field, id)
    book.visit(field)
    onChosen?.(id)
  }
  const shown = { ...said, options, value: value === '' ? null : value, onChange: chosen, name: field }
  return <Placed field={field}>{isOpen ? <Radios {...shown} /> : <Choice {...shown} />}</Placed>
})

type CodesProps = DraftFieldProps & { readonly options: readonly Option[]; readonly keepsEmpty?: boolean }

/** Any codes of a closed list. */
export const CodesField: (props: CodesProps) => ReactNode = memo(function CodesField(props: CodesProps) {
  const { field, options, keepsEmpty = true } = props
  const { book, hold } = useForm()
  const value = useAt(field)
  const said = useSaid(props)
  return (
    <Placed field={field}>
      <Checks
        {...said}
        options={options}
        value={Array.isArray(value) ? value.map(String) : []}
        onChange={(ids) => {
          hold.set(field, ids.length === 0 && !keepsEmpty ? undefined : ids)
          book.visit(field)
        }}
      />
    </Placed>
  )
})

/** Yes or no, in words of the question itself. */
export function FlagField({
  field,
  children,
}: {
  readonly field: string
  readonly children: ReactNode
}): ReactNode {
  const { hold, isLocked } = useForm()
  const value = useAt(field)
  return (
    <Placed field={field}>
      <Check isSelected={value === true} isDisabled={isLocked} onChange={(is) => hold.set(field, is)}>
        {children}
      </Check>
    </Placed>
  )
}

/** A list of short texts, parted by commas: languages, numbers. */
export const ListField: (props: DraftFieldProps) => ReactNode = memo(function ListField(
  props: DraftFieldProps,
) {
  const { field } = props
  const { book, hold } = useForm()
  const value = useAt(field)
  const said = useSaid({ ...props, also: [`${field}[0]`, `${field}[1]`, ...(props.also ?? [])] })
  const list = Array.isArray(value) ? value.map(String) : []
  return (
    <Placed field={field}>
      <TextInput
        {...said}
        name={field}
        value={list.join(',')}
        onChange={(text) => hold.set(field, text === '' ? undefined : text.split(','))}
        onBlur={() => {
          const tidy = list.map((each) => each.trim()).filter((each) => each !== '')
          if (tidy.join() !== list.join()) hold.set(field, tidy.length === 0 ? undefined : tidy)
          book.visit(field)
        }}
      />
    </Placed>
  )
})
