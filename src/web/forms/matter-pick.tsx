import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { useRead } from '../api/queries.ts'
import { usePaused } from '../effects/use-pause.ts'
import { Button } from '../look/button.tsx'
import { TextInput } from '../look/field.tsx'
import { plainForeign } from '../look/foreign.tsx'
import { Tag } from '../look/parts.tsx'
import { useWords } from '../look/words.tsx'
import { mattersFor } from '../shell/palette-matters.ts'
import { Placed } from './fields.tsx'
import { useForm, useTextAt } from './use-draft.tsx'

const PAUSE_MS = 200

/** The matter that something belongs to, found by its title, its number or the first digits of its id. */
export function FoundMatter({ field }: { readonly field: string }): ReactNode {
  const { hold } = useForm()
  const value = useTextAt(field)
  return (
    <Placed field={field}>
      <MatterPick
        channel={hold.channel()}
        value={value}
        onChange={(matter) => hold.set(field, matter === '' ? undefined : matter)}
      />
    </Placed>
  )
}

function MatterPick({
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
  const asked = usePaused(typed.trim(), PAUSE_MS)
  const found = useQuery({
    queryKey: ['palette.matters', { asked, open: [channel], language: words.language }],
    queryFn: () => mattersFor(asked, [channel], words),
    enabled: value === '' && asked !== '',
  })
  if (value !== '') return <Picked channel={channel} matter={value} onClear={() => onChange('')} />
  const items = typed.trim() === '' ? [] : (found.data ?? [])
  const isNone = asked !== '' && asked === typed.trim() && found.data?.length === 0
  return (
    <div className="stack" data-gap="small">
      <TextInput
        label={words('evidence.belongs')}
        hint={words('evidence.belongs-hint')}
        value={typed}
        onChange={setTyped}
        fault={isNone ? words('evidence.belongs-none') : undefined}
      />
      {items.length > 0 && (
        <ul className="forms-matters">
          {items.map(({ hint, id, title }) => (
            <li key={id}>
              <Button size="small" onPress={() => onChange(id)}>
                <span>
                  {title} <span className="option-hint">{hint}</span>
                </span>
              </Button>
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}

function Picked({
  channel,
  matter,
  onClear,
}: {
  readonly channel: string
  readonly matter: string
  readonly onClear: () => void
}): ReactNode {
  const words = useWords()
  const { data } = useRead('headings.list', { params: { channel }, query: { matters: matter } })
  const heading = data?.items[0]
  const title = heading?.title ?? null
  const kind = words.term('matter', heading?.kind ?? 'evidence')
  return (
    <div className="stack" data-gap="small">
      <span className="field-label">{words('evidence.belongs')}</span>
      <div className="row">
        <Tag tone="accent">
          <bdi>
            {title === null
              ? words('evidence.matter-of', { kind, id: matter.slice(0, 12) })
              : plainForeign(title)}
          </bdi>
        </Tag>
        <Button size="small" kind="quiet" onPress={onClear}>
          {words('evidence.belongs-clear')}
        </Button>
      </div>
    </div>
  )
}
