import type { ReactNode } from 'react'
import { useRead } from '../api/queries.ts'
import { Choice } from '../look/field.tsx'
import { plainForeign } from '../look/foreign.tsx'
import { useWords } from '../look/words.tsx'

const LISTED = 50
const NONE = 'none'
const KINDS = ['request', 'case', 'lead']
const ENDED = ['closed', 'declined', 'withdrawn', 'expired']

/** Which matter the call is about: those that are open, by what people know them by. */
export function StuckMatter({
  channel,
  isNeeded,
  value,
  onChange,
}: {
  readonly channel: string
  readonly isNeeded: boolean
  readonly value: string | null
  readonly onChange: (matter: string | null) => void
}): ReactNode {
  const words = useWords()
  const query = { order: 'changed-newest', limit: LISTED } as const
  const { data } = useRead('matters.list', { params: { channel }, query })
  const open = (data?.items ?? []).filter(
    ({ id, kind, status }) => id === value || (KINDS.includes(kind) && !ENDED.includes(status)),
  )
  const ids = [...new Set([...(value === null ? [] : [value]), ...open.map(({ id }) => id)])].slice(0, LISTED)
  const { data: headings } = useRead(
    'headings.list',
    { params: { channel }, query: { matters: ids.join(',') } },
    { enabled: ids.length > 0, placeholderData: (before) => before },
  )
  const label = (id: string): string => {
    const heading = headings?.items.find((one) => one.id === id)
    const kind = words.term('matter', heading?.kind ?? open.find((one) => one.id === id)?.kind ?? '')
    const called = heading?.title ?? heading?.numbers[0]?.number ?? id.slice(0, 12)
    return `${kind}: ${plainForeign(called)}`
  }
  return (
    <Choice
      label={words('hotline.about')}
      hint={words(isNeeded ? 'hotline.about-needed' : 'hotline.about-hint')}
      isRequired={isNeeded}
      options={[
        ...(isNeeded ? [] : [{ id: NONE, label: words('shell.none') }]),
        ...ids.map((id) => ({ id, label: label(id) })),
      ]}
      value={value ?? (isNeeded ? null : NONE)}
      onChange={(id) => onChange(id === NONE ? null : id)}
    />
  )
}
