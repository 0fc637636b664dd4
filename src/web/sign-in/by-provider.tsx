import type { ReactNode } from 'react'
import { call } from '../api/client.ts'
import { keepPlace } from '../effects/place.ts'
import { Button } from '../look/button.tsx'
import { Stack } from '../look/parts.tsx'
import { useWords } from '../look/words.tsx'
import { Refused, useDeed } from './deed.tsx'

/** Leaves this page for the party’s own provider; the way back leads to where the reader was. */
export function ByProvider({ party }: { readonly party: string }): ReactNode {
  const words = useWords()
  const { isBusy, fault, run } = useDeed()
  const go = async (): Promise<void> => {
    const { url } = await call('sign-in.oidc')
    keepPlace()
    location.assign(url)
  }
  return (
    <Stack gap="small">
      <Button isBusy={isBusy} onPress={() => void run(go)}>
        {words('sign-in.by-provider', { party })}
      </Button>
      <Refused of={fault} />
    </Stack>
  )
}
