import { type ReactNode, useState } from 'react'
import type { Call, Reply } from '../../api/client.ts'
import { useDo, useNeeded } from '../../api/queries.ts'
import { Button } from '../../look/button.tsx'
import { Choice, TextBox, TextInput } from '../../look/field.tsx'
import { Callout, Columns, Panel } from '../../look/parts.tsx'
import { Refusal } from '../../look/refusal.tsx'
import { tell } from '../../look/toast.tsx'
import { useWords } from '../../look/words.tsx'
import { faultAt } from '../fault.ts'

type Mail = NonNullable<Reply<'mail.get'>['mail']>
const TLS = ['required', 'implicit', 'none'] as const

interface Typed {
  readonly host: string
  readonly port: string
  readonly tls: Mail['tls']
  readonly from: string
  readonly user: string
  readonly password: string
  readonly ca: string
}

const EMPTY: Typed = { host: '', port: '587', tls: 'required', from: '', user: '', password: '', ca: '' }

const settingsOf = ({ ca, from, host, password, port, tls, user }: Typed): Call<'mail.set'>['body'] => ({
  host,
  port: Number(port),
  tls,
  from,
  ...(user === '' ? {} : { user }),
  ...(password === '' ? {} : { password }),
  ...(ca.trim() === '' ? {} : { ca }),
})

/** The mail server of the own house; its password goes in and never comes out. */
export function MailServer(): ReactNode {
  const words = useWords()
  const { data } = useNeeded('mail.get', {})
  const { mail } = data
  const set = useDo('mail.set')
  const [typed, setTyped] = useState<Typed>(
    mail === null
      ? EMPTY
      : { ...EMPTY, ...mail, port: String(mail.port), user: mail.user ?? '', ca: mail.ca ?? '' },
  )
  const change = (changed: Partial<Typed>): void => setTyped({ ...typed, ...changed })
  const save = (): void =>
    set.mutate(
      { body: settingsOf(typed) },
      {
        onSuccess: () => {
          change({ password: '' })
          tell(words('shell.saved'))
        },
      },
    )
  return (
    <Panel title={words('operator.mail')}>
      {mail === null && <p>{words('operator.no-mail')}</p>}
      <MailFields
        typed={typed}
        onChange={change}
        error={set.error}
        keepsPassword={mail?.hasPassword === true}
      />
      <TextBox
        label={words('operator.ca')}
        hint={words('operator.ca-hint')}
        rows={3}
        value={typed.ca}
        onChange={(ca) => change({ ca })}
        {...faultAt(set.error, 'ca')}
      />
      {mail?.hasPassword === true && typed.password === '' && typed.user !== '' && (
        <Callout tone="warn">
          <p>{words('operator.mail-password-again')}</p>
        </Callout>
      )}
      <Refusal of={set.error} />
      <div className="row">
        <Button kind="main" isBusy={set.isPending} onPress={save}>
          {words('shell.save')}
        </Button>
      </div>
    </Panel>
  )
}

function MailFields({
  typed: { from, host, password, port, tls, user },
  onChange,
  error,
  keepsPassword,
}: {
  readonly typed: Typed
  readonly onChange: (changed: Partial<Typed>) => void
  readonly error: unknown
  readonly keepsPassword: boolean
}): ReactNode {
  const words = useWords()
  const fault = (field: string): ReturnType<typeof faultAt> => faultAt(error, field)
  return (
    <Columns column="16rem">
      <TextInput
        label={words('operator.mail-host')}
        isCode
        value={host}
        onChange={(value) => onChange({ host: value })}
        {...fault('host')}
      />
      <TextInput
        label={words('operator.mail-port')}
        type="number"
        value={port}
        onChange={(value) => onChange({ port: value })}
        {...fault('port')}
      />
      <Choice
        label={words('operator.mail-tls')}
        options={TLS.map((id) => ({ id, label: words(`operator.tls-${id}`) }))}
        value={tls}
        onChange={(value) => onChange({ tls: value })}
        {...fault('tls')}
      />
      <TextInput
        label={words('operator.mail-from')}
        type="email"
        value={from}
        onChange={(value) => onChange({ from: value })}
        {...fault('from')}
      />
      <TextInput
        label={words('operator.mail-user')}
        autoComplete="off"
        value={user}
        onChange={(value) => onChange({ user: value })}
        {...fault('user')}
      />
      <TextInput
        label={words('operator.mail-password')}
        type="password"
        autoComplete="new-password"
        hint={keepsPassword ? words('operator.mail-password-kept') : undefined}
        value={password}
        onChange={(value) => onChange({ password: value })}
        {...fault('password')}
      />
    </Columns>
  )
}
