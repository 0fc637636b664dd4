import { type ReactNode, useState } from 'react'
import { call } from '../api/client.ts'
import { Button } from '../look/button.tsx'
import { TextInput } from '../look/field.tsx'
import { useWords } from '../look/words.tsx'
import { Refused, useDeed } from './deed.tsx'
import type { SignedIn } from './passkey.ts'

/** All three are sent together, and the answer never tells which was wrong. */
export function ByPassword({ onIn }: { readonly onIn: (signedIn: SignedIn) => void }): ReactNode {
  const words = useWords()
  const { isBusy, fault, run } = useDeed()
  const [name, setName] = useState('')
  const [password, setPassword] = useState('')
  const [code, setCode] = useState('')
  const go = async (): Promise<void> => {
    const body = { name, password, code: code.trim() }
    // Good once at most, whatever comes of it.
    setCode('')
    onIn(await call('sign-in.password', { body }))
  }
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault()
        void run(go)
      }}
    >
      <TextInput
        label={words('sign-in.name')}
        value={name}
        onChange={setName}
        autoComplete="username"
        isRequired
      />
      <TextInput
        label={words('sign-in.password')}
        type="password"
        value={password}
        onChange={setPassword}
        autoComplete="current-password"
        isRequired
      />
      <TextInput
        label={words('sign-in.code')}
        hint={words('sign-in.code-hint')}
        value={code}
        onChange={setCode}
        autoComplete="one-time-code"
        isCode
        isRequired
      />
      <Refused of={fault} />
      <div className="row">
        <Button type="submit" isBusy={isBusy} isDisabled={name === '' || password === '' || code === ''}>
          {words('sign-in.by-password')}
        </Button>
      </div>
    </form>
  )
}
