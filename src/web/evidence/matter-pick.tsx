import { type ReactNode, useState } from 'react'
import { useRead } from '../api/queries.ts'
import { Button } from '../look/button.tsx'
import { TextInput } from '../look/field.tsx'
import { plainForeign } from '../look/foreign.tsx'
import { Tag } from '../look/parts.tsx'
import { useWords } from '../look/words.tsx'

const DIGITS = /^[0-9a-f]{4,64}$/

/** The matter that something belongs to, found by the first digits of its id or of any act in it. */
export function MatterPick({
  channel,
  value,
  onChange,
}: {
  readonly channel: string
  readonly value: string
  readonly onChange: (matter: string) => void
}): ReactNode {
  const words = useWords()
  const [typed, setTyped] = useState('')
  const digits = typed.trim().toLowerCase()
  const isAsking = value === '' && DIGITS.test(digits)
  const known = useRead(
    'headings.list',
    { params: { channel }, query: { matters: value } },
    { enabled: value !== '' },
  )
  const found = useRead(
    'headings.list',
    { params: { channel }, query: { prefix: digits } },
    { enabled: isAsking },
  )
  const name = (id: string, kind: string, title: string | null): string =>
    title === null
      ? words('evidence.matter-of', { kind: words.term('matter', kind), id: id.slice(0, 12) })
      : plainForeign(title)
  if (value !== '') {
    const heading = known.data?.items[0]
    return (
      <div className="stack" data-gap="small">
        <span className="field-label">{words('evidence.belongs')}</span>
        <div className="row">
          <Tag tone="accent">{name(value, heading?.kind ?? 'evidence', heading?.title ?? null)}</Tag>
          <Button size="small" kind="quiet" onPress={() => onChange('')}>
            {words('evidence.belongs-clear')}
          </Button>
        </div>
      </div>
    )
  }
  const items = isAsking ? (found.data?.items ?? []) : []
  const isNone = isAsking && found.data?.items.length === 0
  return (
    <div className="stack" data-gap="small">
      <TextInput
        label={words('evidence.belongs')}
        hint={words('evidence.belongs-hint')}
        value={typed}
        onChange={setTyped}
        fault={isNone ? words('evidence.belongs-none') : undefined}
        isCode
      />
      {items.map(({ id, kind, title }) => (
        <Button key={id} size="small" onPress={() => onChange(id)}>
          {name(id, kind, title)}
        </Button>
      ))}
    </div>
  )
}
