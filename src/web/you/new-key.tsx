import { type ReactNode, useState } from 'react'
import type { Call } from '../api/client.ts'
import { useDo } from '../api/queries.ts'
import { now } from '../effects/clock.ts'
import { Button } from '../look/button.tsx'
import { Checks, TextInput } from '../look/field.tsx'
import { Callout, Empty, Panel } from '../look/parts.tsx'
import { useWords } from '../look/words.tsx'
import { useFresh } from '../shell/fresh.tsx'
import { useSession } from '../shell/session.tsx'
import { DoorForm } from '../sign-in/door-form.tsx'

const DAY_MS = 86_400_000
/** Long enough for a quarter’s work, short enough that a forgotten one ends. */
const DAYS_FIRST = 90
const DAYS_MAX = 366
const LABEL_MAX = 80

type Scope = Call<'own.make-key'>['body']['scopes'][number]

/** The end of a day, as the reader’s browser counts days. */
const endOf = (day: string): string => new Date(`${day}T23:59:59`).toISOString()
const dayAt = (ms: number): string => new Date(ms).toISOString().slice(0, 10)

export function NewKey({ onMade }: { readonly onMade: (id: string) => void }): ReactNode {
  const words = useWords()
  const fresh = useFresh()
  const { me } = useSession()
  const make = useDo('own.make-key')
  const [label, setLabel] = useState('')
  const [scopes, setScopes] = useState<readonly Scope[]>([])
  const [day, setDay] = useState(() => dayAt(now() + DAYS_FIRST * DAY_MS))
  const [token, setToken] = useState<string>()
  const latest = dayAt(now() + (DAYS_MAX - 1) * DAY_MS)
  const dayFault = day === '' || day > latest || day < dayAt(now()) ? words('you.key-day-wrong') : undefined
  const go = async (): Promise<void> => {
    const body = { label: label.trim(), scopes: [...scopes], ends: endOf(day) }
    const made = await fresh(() => make.mutateAsync({ body }))
    setToken(made.token)
    setLabel('')
    setScopes([])
    onMade(made.key.id)
  }
  if (me.permissions.length === 0)
    return (
      <Empty title={words('you.seats-none')}>
        <p>{words('you.key-no-seat')}</p>
      </Empty>
    )
  return (
    <Panel title={words('you.key-new')}>
      {token !== undefined && <Shown token={token} onKept={() => setToken(undefined)} />}
      <DoorForm
        go={go}
        submit={words('you.key-make')}
        isReady={label.trim() !== '' && scopes.length > 0 && dayFault === undefined}
      >
        <TextInput
          label={words('you.key-label')}
          hint={words('you.key-label-hint')}
          value={label}
          onChange={setLabel}
          maxLength={LABEL_MAX}
          autoComplete="off"
          isRequired
        />
        <Checks
          label={words('you.key-scopes')}
          hint={words('you.key-scopes-hint')}
          options={me.permissions.map((id) => ({ id, label: words.term('permission', id) }))}
          value={scopes}
          onChange={setScopes}
        />
        <TextInput
          label={words('you.key-ends')}
          hint={words('you.key-ends-hint')}
          fault={dayFault}
          type="date"
          value={day}
          onChange={setDay}
          isRequired
        />
      </DoorForm>
    </Panel>
  )
}

function Shown({ token, onKept }: { readonly token: string; readonly onKept: () => void }): ReactNode {
  const words = useWords()
  const [said, setSaid] = useState('')
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(token)
      setSaid(words('shell.copied'))
    } catch {
      setSaid(words('sign-in.copy-failed'))
    }
  }
  return (
    <Callout tone="good" role="status">
      <p>{words('you.key-shown')}</p>
      <p>
        <code className="you-token">{token}</code>
      </p>
      <div className="row">
        <Button size="small" onPress={() => void copy()}>
          {words('shell.copy')}
        </Button>
        <Button size="small" onPress={onKept}>
          {words('you.key-kept')}
        </Button>
        <span>{said}</span>
      </div>
    </Callout>
  )
}
