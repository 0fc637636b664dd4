import { memo, type ReactNode, useMemo } from 'react'
import type { Reply } from '../api/client.ts'
import { useRead } from '../api/queries.ts'
import { Choice } from '../look/field.tsx'
import { plainForeign } from '../look/foreign.tsx'
import { useReader } from '../look/reader.tsx'
import { hourIn } from '../look/time.ts'
import { useWords } from '../look/words.tsx'
import { type DraftFieldProps, Placed, useSaid } from './fields.tsx'
import { useForm, useTextAt } from './use-draft.tsx'

type Matter = Reply<'matters.list'>['items'][number]
/** As many as can be asked for their titles in one question. */
const LISTED_MAX = 50

/** An earlier matter of the channel, chosen from the newest. */
export const MatterField: (props: DraftFieldProps & { readonly kind?: string }) => ReactNode = memo(
  function MatterField(props: DraftFieldProps & { readonly kind?: string }) {
    const { field, kind } = props
    const { book, hold } = useForm()
    const value = useTextAt(field)
    const words = useWords()
    const said = useSaid(props)
    const options = useMatters(hold.channel(), kind)
    const isListed = value === '' || options.some(({ id }) => id === value)
    return (
      <Placed field={field}>
        <Choice
          {...said}
          options={[
            ...(said.isRequired ? [] : [{ id: NONE, label: words('shell.none') }]),
            ...options,
            ...(isListed ? [] : [{ id: value, label: value.slice(0, SHORT) }]),
          ]}
          value={value === '' ? null : value}
          onChange={(id) => {
            hold.set(field, id === NONE ? undefined : id)
            book.visit(field)
          }}
        />
      </Placed>
    )
  },
)

const NONE = 'none'
const SHORT = 12
const SHORT_ID = 8
const TITLE_MAX = 80

/** The newest matters of a channel, as one tells them apart in a list. */
export function useMatters(
  channel: string,
  kind?: string,
): readonly { readonly id: string; readonly label: string }[] {
  const words = useWords()
  const { zone } = useReader()
  const { data } = useRead('matters.list', {
    params: { channel },
    query: { limit: LISTED_MAX, ...(kind === undefined ? {} : { kind }) },
  })
  const listed = useMemo(() => data?.items.filter((one) => one.kind !== 'channel') ?? [], [data])
  const matters = listed.map(({ id }) => id).join(',')
  const { data: headings } = useRead(
    'headings.list',
    { params: { channel }, query: { matters } },
    { enabled: matters !== '', placeholderData: (before) => before },
  )
  return useMemo(() => {
    const titles = new Map(
      headings?.items.map(({ id, numbers, title }) => [id, title ?? numbers[0]?.number ?? '']),
    )
    const label = ({ id, kind: of, opened, requestKind, status }: Matter): string =>
      [
        plainForeign((titles.get(id) ?? '').slice(0, TITLE_MAX)),
        words.term('matter', of),
        requestKind === null ? '' : words.term('kind', requestKind),
        opened === null ? '' : hourIn(Date.parse(opened), zone, words.language),
        words.term('stage', status),
        id.slice(0, SHORT_ID),
      ]
        .filter((part) => part !== '')
        .join(' \u00b7 ')
    return listed.map((one) => ({ id: one.id, label: label(one) }))
  }, [headings, listed, words, zone])
}
