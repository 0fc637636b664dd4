import type { ReactNode } from 'react'
import { useRead } from '../api/queries.ts'
import { Checks, Choice } from '../look/field.tsx'
import { plainForeign } from '../look/foreign.tsx'
import { fileText } from '../matters/page/given.ts'
import { useReader } from '../look/reader.tsx'
import { hourIn } from '../look/time.ts'
import { useWords } from '../look/words.tsx'
import { Placed, useSaid } from './fields.tsx'
import { useAt, useForm, useTextAt } from './use-draft.tsx'

const ACTS_MAX = 200

/** Which act of this matter is meant: the question that is answered, the words that are translated. */
export function ActChoice({
  field,
  of,
  matter,
}: {
  readonly field: string
  readonly of: readonly string[]
  readonly matter: string | undefined
}): ReactNode {
  const words = useWords()
  const { zone, partyName } = useReader()
  const { book, hold } = useForm()
  const value = useTextAt(field)
  const said = useSaid({ field, isRequired: true })
  const { data } = useRead(
    'matters.acts',
    { params: { channel: hold.channel(), matter: matter ?? '' }, query: { limit: ACTS_MAX } },
    { enabled: matter !== undefined },
  )
  const options = (data?.items ?? [])
    .filter(({ body, type }) => (of.length === 0 ? body !== null : of.includes(type)))
    .map(({ by, id, made, type }) => ({
      id,
      label: `${words.term('act', type)} \u00b7 ${plainForeign(partyName(by))} \u00b7 ${hourIn(Date.parse(made), zone, words.language)}`,
    }))
  return (
    <Placed field={field}>
      <Choice
        {...said}
        options={options}
        value={value === '' ? null : value}
        onChange={(id) => {
          hold.set(field, id)
          book.visit(field)
        }}
      />
    </Placed>
  )
}

/** Exhibits of one's own side in this matter; none chosen means all of one's material in it. */
export function ExhibitChoice({
  field,
  matter,
}: {
  readonly field: string
  readonly matter: string | undefined
}): ReactNode {
  const words = useWords()
  const { party } = useReader()
  const { hold } = useForm()
  const value = useAt(field)
  const said = useSaid({ field, hint: words('forms.hint-all-exhibits') })
  const { data } = useRead(
    'matters.get',
    { params: { channel: hold.channel(), matter: matter ?? '' } },
    { enabled: matter !== undefined },
  )
  const options = (data?.exhibits ?? [])
    .filter(({ by }) => by === party)
    .map((file) => ({ id: file.sealed, label: plainForeign(fileText(file)) }))
  return (
    <Placed field={field}>
      <Checks
        {...said}
        options={options}
        value={Array.isArray(value) ? value.map(String) : []}
        onChange={(ids) => hold.set(field, ids)}
      />
    </Placed>
  )
}
