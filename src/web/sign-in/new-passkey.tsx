import { type ReactNode, useState } from 'react'
import { Button } from '../look/button.tsx'
import { TextInput } from '../look/field.tsx'
import { useWords } from '../look/words.tsx'
import { Fault, useDeed } from './deed.tsx'
import { knowsPasskeys, makePasskey, passkeyFault, type SignedIn } from './passkey.ts'

const LABEL_MAX = 80

/** Makes a passkey on this device or a security key, under a name by which its holder knows it again. */
export function NewPasskey({
  kind,
  make = makePasskey,
  onMade,
}: {
  readonly kind: 'main' | 'plain'
  readonly make?: (label: string) => Promise<SignedIn>
  readonly onMade: (signedIn: SignedIn) => void
}): ReactNode {
  const words = useWords()
  const { isBusy, fault, run } = useDeed()
  const [label, setLabel] = useState(() => words('sign-in.passkey-label-first'))
  if (!knowsPasskeys()) return <p className="soft">{words('sign-in.passkey-unknown-here')}</p>
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault()
        void run(async () => onMade(await make(label.trim())))
      }}
    >
      <TextInput
        label={words('sign-in.passkey-label')}
        hint={words('sign-in.passkey-label-hint')}
        value={label}
        onChange={setLabel}
        maxLength={LABEL_MAX}
        autoComplete="off"
      />
      <Fault text={fault === undefined ? undefined : passkeyFault(fault, words)} />
      <div className="row">
        <Button type="submit" kind={kind} isBusy={isBusy} isDisabled={label.trim() === ''}>
          {words('sign-in.passkey-make')}
        </Button>
      </div>
    </form>
  )
}
