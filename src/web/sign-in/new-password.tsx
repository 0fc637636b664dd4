import { type ReactNode, useState } from 'react'
import { call, ProblemError, type Reply } from '../api/client.ts'
import { Button } from '../look/button.tsx'
import { TextInput } from '../look/field.tsx'
import { Stack } from '../look/parts.tsx'
import { useWords } from '../look/words.tsx'
import { doorText, Refused, useDeed } from './deed.tsx'

type Begun = Reply<'own.begin-password'>
type Made = Reply<'own.set-password'>

/** A secret is read from a screen in fours. */
const inFours = (text: string): string => text.match(/.{1,4}/g)?.join(' ') ?? text

/**
 * A password and an authenticator application, always both. `around` wraps what the node may want a recent sign-in for.
 */
export function NewPassword({
  name,
  asksCurrent,
  around = (deed) => deed(),
  onMade,
}: {
  /** By which it signs in. */
  readonly name: string
  /** There is a password already, and it is asked for. */
  readonly asksCurrent: boolean
  readonly around?: <T>(deed: () => Promise<T>) => Promise<T>
  readonly onMade: (made: Made) => void
}): ReactNode {
  const words = useWords()
  const { isBusy, fault, run } = useDeed()
  const [begun, setBegun] = useState<Begun>()
  if (begun !== undefined)
    return <Finish name={name} begun={begun} asksCurrent={asksCurrent} around={around} onMade={onMade} />
  return (
    <Stack gap="small">
      <div className="row">
        <Button
          isBusy={isBusy}
          onPress={() => void run(async () => setBegun(await around(() => call('own.begin-password'))))}
        >
          {words('sign-in.password-begin')}
        </Button>
      </div>
      <Refused of={fault} />
    </Stack>
  )
}

function Finish({
  name,
  begun: { base32, ticket, uri },
  asksCurrent,
  around,
  onMade,
}: {
  readonly name: string
  readonly begun: Begun
  readonly asksCurrent: boolean
  readonly around: <T>(deed: () => Promise<T>) => Promise<T>
  readonly onMade: (made: Made) => void
}): ReactNode {
  const words = useWords()
  const { isBusy, fault, run } = useDeed()
  const [current, setCurrent] = useState('')
  const [password, setPassword] = useState('')
  const [code, setCode] = useState('')
  const field = fault instanceof ProblemError ? fault.problem.field : undefined
  const faultAt = (which: string): string | undefined =>
    field === which || field === `body.${which}` ? doorText(fault, words) : undefined
  const isAtField = ['current', 'password', 'code'].some((which) => faultAt(which) !== undefined)
  const isReady = password !== '' && code !== '' && (!asksCurrent || current !== '')
  const go = async (): Promise<void> => {
    const body = { ticket, password, code: code.trim(), ...(asksCurrent ? { current } : {}) }
    onMade(await around(() => call('own.set-password', { body })))
  }
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault()
        void run(go)
      }}
    >
      <p>{words('sign-in.secret-explain')}</p>
      <p className="sign-in-secret">
        <code>{inFours(base32)}</code>
      </p>
      <p>
        <a href={uri}>{words('sign-in.secret-link')}</a>
      </p>
      {/* A password manager learns from it whose password this is. */}
      <input type="text" hidden readOnly value={name} autoComplete="username" />
      {asksCurrent && (
        <TextInput
          label={words('sign-in.password-current')}
          fault={faultAt('current')}
          type="password"
          value={current}
          onChange={setCurrent}
          autoComplete="current-password"
          isRequired
        />
      )}
      <TextInput
        label={words('sign-in.password-new')}
        hint={words('sign-in.password-hint')}
        fault={faultAt('password')}
        type="password"
        value={password}
        onChange={setPassword}
        autoComplete="new-password"
        isRequired
      />
      <TextInput
        label={words('sign-in.code-first')}
        hint={words('sign-in.code-first-hint')}
        fault={faultAt('code')}
        value={code}
        onChange={setCode}
        inputMode="numeric"
        autoComplete="one-time-code"
        isCode
        isRequired
      />
      {!isAtField && <Refused of={fault} />}
      <div className="row">
        <Button type="submit" kind="main" isBusy={isBusy} isDisabled={!isReady}>
          {words('sign-in.password-set')}
        </Button>
      </div>
    </form>
  )
}
