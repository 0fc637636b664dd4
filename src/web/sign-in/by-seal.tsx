import { type ReactNode, useState } from 'react'
import { call } from '../api/client.ts'
import { Button } from '../look/button.tsx'
import { TextBox, TextInput } from '../look/field.tsx'
import { Callout } from '../look/parts.tsx'
import { useWords } from '../look/words.tsx'
import { Refused, useDeed } from './deed.tsx'
import type { SignedIn } from './passkey.ts'

/** The code from the sealed envelope. Whoever opens it is told beforehand that everybody will know. */
export function BySeal({ onIn }: { readonly onIn: (signedIn: SignedIn) => void }): ReactNode {
  const words = useWords()
  const { isBusy, fault, run } = useDeed()
  const [code, setCode] = useState('')
  const [reason, setReason] = useState('')
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault()
        void run(async () => onIn(await call('sign-in.break-glass', { body: { code, reason } })))
      }}
    >
      <Callout tone="warn">
        <p>{words('sign-in.seal-warning')}</p>
      </Callout>
      <TextInput
        label={words('sign-in.seal-code')}
        value={code}
        onChange={setCode}
        autoComplete="off"
        isCode
        isRequired
      />
      <TextBox
        label={words('sign-in.seal-reason')}
        hint={words('sign-in.seal-reason-hint')}
        value={reason}
        onChange={setReason}
        rows={3}
        isRequired
      />
      <Refused of={fault} />
      <div className="row">
        <Button type="submit" kind="danger" isBusy={isBusy} isDisabled={code === '' || reason.trim() === ''}>
          {words('sign-in.by-seal')}
        </Button>
      </div>
    </form>
  )
}
