import type { ReactNode } from 'react'
import { call } from '../api/client.ts'
import { useDo, useNeeded, useRead } from '../api/queries.ts'
import { keepPlace } from '../effects/place.ts'
import { Button } from '../look/button.tsx'
import { ConfirmButton } from '../look/dialog.tsx'
import { Callout, Columns, Panel } from '../look/parts.tsx'
import { useWords } from '../look/words.tsx'
import { useFresh } from '../shell/fresh.tsx'
import { useSession } from '../shell/session.tsx'
import { Refused, useDeed } from '../sign-in/deed.tsx'
import { OwnPasskeys } from './own-passkeys.tsx'
import { OwnPassword } from './own-password.tsx'

/** By which ways one can sign in. The node never lets the last one go. */
export function OwnWaysIn(): ReactNode {
  const words = useWords()
  const { me } = useSession()
  const { data: held } = useNeeded('own.credentials', {})
  if (me.strength === 'break-glass')
    return (
      <Callout tone="warn">
        <p>{words('you.by-seal')}</p>
      </Callout>
    )
  return (
    <Columns column="24rem">
      <OwnPasskeys held={held.passkeys} />
      <OwnPassword held={held.password} />
      <Provider isLinked={held.oidc} />
    </Columns>
  )
}

function Provider({ isLinked }: { readonly isLinked: boolean }): ReactNode {
  const words = useWords()
  const fresh = useFresh()
  const { data: ways } = useRead('sign-in.ways', {})
  const unlink = useDo('own.unlink-oidc')
  const { isBusy, fault, run } = useDeed()
  if (ways?.oidc !== true && !isLinked) return null
  const link = async (): Promise<void> => {
    const { url } = await fresh(() => call('sign-in.link-oidc'))
    keepPlace()
    location.assign(url)
  }
  return (
    <Panel title={words('you.provider')}>
      <p>{words(isLinked ? 'you.provider-linked' : 'you.provider-not-linked')}</p>
      <Refused of={fault} />
      <div className="row">
        {isLinked ? (
          <ConfirmButton
            label={words('you.provider-unlink')}
            title={words('you.provider-unlink')}
            explains={words('you.removal-explain')}
            confirm={words('you.provider-unlink')}
            onConfirm={() => fresh(() => unlink.mutateAsync({}))}
          />
        ) : (
          <Button isBusy={isBusy} onPress={() => void run(link)}>
            {words('you.provider-link')}
          </Button>
        )}
      </div>
    </Panel>
  )
}
