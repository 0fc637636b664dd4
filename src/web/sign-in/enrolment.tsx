import { type ReactNode, useState } from 'react'
import { Foreign } from '../look/foreign.tsx'
import { Panel, Stack, Tag } from '../look/parts.tsx'
import { useWords } from '../look/words.tsx'
import type { Me } from '../shell/session.tsx'
import { RecoveryCodes } from './codes.tsx'
import { NewPasskey } from './new-passkey.tsx'
import { NewPassword } from './new-password.tsx'
import type { SignedIn } from './passkey.ts'

/** Whoever came by a one-time link makes the way by which they come in from now on. */
export function Enrolment({
  me,
  level,
  onIn,
}: {
  readonly me: Me
  readonly level: 2 | 3
  readonly onIn: (signedIn: SignedIn) => void
}): ReactNode {
  const words = useWords()
  const [made, setMade] = useState<SignedIn & { readonly recoveryCodes: readonly string[] }>()
  if (made !== undefined)
    return <RecoveryCodes codes={made.recoveryCodes} name={me.name} onKept={() => onIn(made)} />
  return (
    <Stack>
      <p>{words('sign-in.enrol-explain')}</p>
      <p>
        {words('sign-in.enrol-name')} <Foreign text={me.name} />
      </p>
      <Panel
        level={level}
        title={words('sign-in.enrol-passkey')}
        aside={<Tag tone="good">{words('sign-in.enrol-recommended')}</Tag>}
      >
        <p>{words('sign-in.enrol-passkey-explain')}</p>
        <NewPasskey kind="main" onMade={onIn} />
      </Panel>
      <Panel level={level} title={words('sign-in.enrol-password')}>
        <p>{words('sign-in.enrol-password-explain')}</p>
        <NewPassword name={me.name} asksCurrent={false} onMade={setMade} />
      </Panel>
    </Stack>
  )
}
