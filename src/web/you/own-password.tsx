import { useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { call, type Reply } from '../api/client.ts'
import { useDo } from '../api/queries.ts'
import { Button } from '../look/button.tsx'
import { ConfirmButton, Dialog } from '../look/dialog.tsx'
import { Instant } from '../look/instant.tsx'
import { Callout, Facts, Panel } from '../look/parts.tsx'
import { tell } from '../look/toast.tsx'
import { useWords } from '../look/words.tsx'
import { useFresh } from '../shell/fresh.tsx'
import { useSession } from '../shell/session.tsx'
import { RecoveryCodes } from '../sign-in/codes.tsx'
import { Refused, useDeed } from '../sign-in/deed.tsx'
import { NewPassword } from '../sign-in/new-password.tsx'

type Password = Reply<'own.credentials'>['password']

/** Fewer than this are soon none. */
const CODES_LOW = 3

/** Password and authenticator application: set, changed, taken away; and the codes for a lost phone. */
export function OwnPassword({ held }: { readonly held: Password }): ReactNode {
  const words = useWords()
  const { me } = useSession()
  const fresh = useFresh()
  const client = useQueryClient()
  const remove = useDo('own.remove-password')
  const renewing = useDeed()
  const [isSetting, setSetting] = useState(false)
  const [codes, setCodes] = useState<readonly string[]>()
  const made = (recoveryCodes: readonly string[]): void => {
    setSetting(false)
    setCodes(recoveryCodes)
    void client.invalidateQueries()
  }
  return (
    <Panel title={words('you.password')}>
      {held === null ? <p>{words('you.password-none')}</p> : <Standing held={held} />}
      {isSetting && (
        <NewPassword
          name={me.name}
          asksCurrent={held !== null}
          around={fresh}
          onMade={({ recoveryCodes }) => made(recoveryCodes)}
        />
      )}
      <Refused of={renewing.fault} />
      <div className="row">
        <Button onPress={() => setSetting(!isSetting)} aria-expanded={isSetting}>
          {words(isSetting ? 'shell.cancel' : held === null ? 'you.password-add' : 'you.password-change')}
        </Button>
        {held !== null && !isSetting && (
          <>
            <Button
              isBusy={renewing.isBusy}
              onPress={() =>
                void renewing.run(async () =>
                  made((await fresh(() => call('own.renew-recovery'))).recoveryCodes),
                )
              }
            >
              {words('you.codes-renew')}
            </Button>
            <ConfirmButton
              label={words('you.password-remove')}
              title={words('you.password-remove')}
              explains={words('you.removal-explain')}
              confirm={words('you.password-remove')}
              onConfirm={() => fresh(() => remove.mutateAsync({}))}
            />
          </>
        )}
      </div>
      <Dialog title={words('you.password')} isOpen={codes !== undefined} isPressing onClose={() => undefined}>
        {codes !== undefined && (
          <RecoveryCodes
            codes={codes}
            name={me.name}
            onKept={() => {
              setCodes(undefined)
              tell(words('shell.done'))
            }}
          />
        )}
      </Dialog>
    </Panel>
  )
}

function Standing({
  held: { made, recoveryCodesLeft },
}: {
  readonly held: NonNullable<Password>
}): ReactNode {
  const words = useWords()
  return (
    <>
      <Facts
        of={[
          [words('you.password-set'), <Instant key="made" at={made} zones={[]} />],
          [words('you.codes-left'), words('you.codes-count', { count: recoveryCodesLeft })],
        ]}
      />
      {recoveryCodesLeft < CODES_LOW && (
        <Callout tone="warn">
          <p>{words('you.codes-low')}</p>
        </Callout>
      )}
    </>
  )
}
