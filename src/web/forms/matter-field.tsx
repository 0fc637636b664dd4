import { memo, type ReactNode, useMemo } from 'react'
import type { Reply } from '../api/client.ts'
import { useRead } from '../api/queries.ts'
import { Choice } from '../look/field.tsx'
import { useReader } from '../look/reader.tsx'
import { hourIn } from '../look/time.ts'
import { useWords } from '../look/words.tsx'
import { type DraftFieldProps, Placed, useSaid } from './fields.tsx'
import { useForm, useTextAt } from './use-draft.tsx'

type Matter = Reply<'matters.list'>['items'][number]
const LISTED_MAX = 100

/** An earlier matter of the channel, chosen from the newest. */
export const MatterField: (props: DraftFieldProps & { readonly kind?: string }) => ReactNode = memo(
  function MatterField(props: DraftFieldProps & { readonly kind?: string }) {
    const { field, kind } = props
    const { book, hold } = useForm()
    const value = useTextAt(field)
    const said = useSaid(props)
    const options = useMatters(hold.channel(), kind)
    const isListed = value === '' || options.some(({ id }) => id === value)
    return (
      <Placed field={field}>
        <Choice
          {...said}
          options={isListed ? options : [...options, { id: value, label: value.slice(0, SHORT) }]}
          value={value === '' ? null : value}
          onChange={(id) => {
            hold.set(field, id)
            book.visit(field)
          }}
        />
      </Placed>
    )
  },
)

const SHORT = 12

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
  return useMemo(() => {
    const label = ({ id, kind: of, opened, requestKind, status }: Matter): string =>
      [
        words.term('matter', of),
        requestKind === null ? '' : words.term('kind', requestKind),
        opened === null ? '' : hourIn(Date.parse(opened), zone, words.language),
        words.term('stage', status),
        id.slice(0, SHORT),
      ]
        .filter((part) => part !== '')
        .join(' \u00b7 ')
    return (
      data?.items.filter((one) => one.kind !== 'channel').map((one) => ({ id: one.id, label: label(one) })) ??
      []
    )
  }, [data, words, zone])
}
