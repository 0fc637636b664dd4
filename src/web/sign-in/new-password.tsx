import { type ReactNode, Suspense, useState } from 'react'
import type { ScreenWords } from '../../words/index.ts'
import { call, ProblemError, type Reply } from '../api/client.ts'
import { Button } from '../look/button.tsx'
import { TextInput } from '../look/field.tsx'
import { Stack } from '../look/parts.tsx'
import type { RefusedField } from '../look/standing.ts'
import { useWords } from '../look/words.tsx'
import { doorText, Refused, useDeed } from './deed.tsx'
import { DoorForm } from './door-form.tsx'
import { piece } from '../look/piece.tsx'

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

const QrCode = piece(async () => (await import('./qr-code.tsx')).QrCode)

/** What the application is given: scanned, typed, or opened by an application on this device. */
function Secret({ base32, uri }: Pick<Begun, 'base32' | 'uri'>): ReactNode {
  const words = useWords()
  return (
    <>
      <p>{words('sign-in.secret-explain')}</p>
      <div className="sign-in-given">
        <div className="sign-in-qr-place">
          <Suspense>
            <QrCode text={uri} label={words('sign-in.secret-qr')} />
          </Suspense>
        </div>
        <p className="sign-in-secret">
          <code>{inFours(base32)}</code>
        </p>
      </div>
      <p>
        <a href={uri}>{words('sign-in.secret-link')}</a>
      </p>
    </>
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
  const [current, setCurrent] = useState('')
  const [password, setPassword] = useState('')
  const [code, setCode] = useState('')
  const go = async (): Promise<void> => {
    const body = { ticket, password, code: code.trim(), ...(asksCurrent ? { current } : {}) }
    onMade(await around(() => call('own.set-password', { body })))
  }
  return (
    <DoorForm
      go={go}
      submit={words('sign-in.password-set')}
      kind="main"
      isReady={password !== '' && code !== '' && (!asksCurrent || current !== '')}
    >
      {(fault) => {
        const faultAt = faultsOf(fault, words)
        return {
          isShown: ['current', 'password', 'code'].some((which) => faultAt(which) !== undefined),
          fields: (
            <>
              <Secret base32={base32} uri={uri} />
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
              <FirstCode code={code} fault={faultAt('code')} onChange={setCode} />
            </>
          ),
        }
      }}
    </DoorForm>
  )
}

/** The refusal for each field that the node named. */
function faultsOf(fault: unknown, words: ScreenWords): (which: string) => RefusedField | undefined {
  if (!(fault instanceof ProblemError)) return () => undefined
  const { field } = fault.problem
  const refused = { refusal: fault, text: doorText(fault, words) }
  return (which) => (field === which || field === `body.${which}` ? refused : undefined)
}

function FirstCode({
  code,
  fault,
  onChange,
}: {
  readonly code: string
  readonly fault: RefusedField | undefined
  readonly onChange: (code: string) => void
}): ReactNode {
  const words = useWords()
  return (
    <TextInput
      label={words('sign-in.code-first')}
      hint={words('sign-in.code-first-hint')}
      fault={fault}
      value={code}
      onChange={onChange}
      inputMode="numeric"
      autoComplete="one-time-code"
      isCode
      isRequired
    />
  )
}
