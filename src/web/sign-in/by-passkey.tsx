import type { ReactNode } from 'react'
import { Button } from '../look/button.tsx'
import { Stack } from '../look/parts.tsx'
import { useWords } from '../look/words.tsx'
import { Fault, useDeed } from './deed.tsx'
import { knowsPasskeys, passkeyFault, type SignedIn, signInByPasskey } from './passkey.ts'

/** The way in that nothing can be phished from. */
export function ByPasskey({ onIn }: { readonly onIn: (signedIn: SignedIn) => void }): ReactNode {
  const words = useWords()
  const { isBusy, fault, run } = useDeed()
  if (!knowsPasskeys()) return <p className="soft">{words('sign-in.passkey-unknown-here')}</p>
  return (
    <Stack gap="small">
      <Button kind="main" isBusy={isBusy} onPress={() => void run(async () => onIn(await signInByPasskey()))}>
        {words('sign-in.passkey')}
      </Button>
      <p className="soft small">{words('sign-in.passkey-hint')}</p>
      <Fault text={fault === undefined ? undefined : passkeyFault(fault, words)} />
    </Stack>
  )
}
