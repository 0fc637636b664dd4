import { type ReactNode, useState } from 'react'
import { call } from '../api/client.ts'
import { Button } from '../look/button.tsx'
import { TextInput } from '../look/field.tsx'
import { useWords } from '../look/words.tsx'
import { Refused, useDeed } from './deed.tsx'
import { tokenIn } from './link.ts'
import type { SignedIn } from './passkey.ts'

/** A one-time link that was handed over: pasted here it does what it does when it is opened. */
export function ByLink({
  isDemo,
  onIn,
}: {
  readonly isDemo: boolean
  readonly onIn: (signedIn: SignedIn) => void
}): ReactNode {
  const words = useWords()
  const { isBusy, fault, run } = useDeed()
  const [text, setText] = useState('')
  const found = tokenIn(text, location.origin)
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault()
        const { token } = found
        if (token !== undefined)
          void run(async () => onIn(await call('sign-in.invitation', { body: { token } })))
      }}
    >
      <TextInput
        label={words('sign-in.link')}
        hint={words(isDemo ? 'sign-in.link-demo-hint' : 'sign-in.link-hint')}
        fault={found.isElsewhere ? words('sign-in.link-elsewhere') : undefined}
        value={text}
        onChange={setText}
        autoComplete="off"
        isCode
        isRequired
      />
      <Refused of={fault} />
      <div className="row">
        <Button type="submit" isBusy={isBusy} isDisabled={found.token === undefined}>
          {words('sign-in.by-link')}
        </Button>
      </div>
    </form>
  )
}
