import { useQueryClient } from '@tanstack/react-query'
import { useRouter } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { Dialog as AriaDialog, Heading, Modal, ModalOverlay } from 'react-aria-components'
import { halt } from '../api/client.ts'
import { useRead } from '../api/queries.ts'
import { Button } from '../look/button.tsx'
import { plainForeign } from '../look/foreign.tsx'
import { useWords } from '../look/words.tsx'
import type { Me } from '../shell/session.tsx'
import { Enrolment } from './enrolment.tsx'
import type { SignedIn } from './passkey.ts'
import './sign-in.css'
import { WaysIn } from './ways-in.tsx'

/**
 * Asks who was here to sign in again without leaving what is on the screen: when the session is gone (nothing behind it can
 * be read then, and there is no way past it), or with `onAnswer` because something needs a recent sign-in.
 */
export function SignInAgain({
  was,
  me,
  onAnswer,
}: {
  readonly was: Me
  readonly me: Me | null
  readonly onAnswer?: (isSignedIn: boolean) => void
}): ReactNode {
  const words = useWords()
  const client = useQueryClient()
  const router = useRouter()
  const { data: ways } = useRead('sign-in.ways', {})
  const isGone = onAnswer === undefined
  const onIn = ({ strength, user }: SignedIn): void => {
    if (user !== was.user) {
      // Another reader: nothing of what the first one saw or typed may stay, or go out in the other's name.
      halt()
      location.reload()
      return
    }
    void client.invalidateQueries({ queryKey: ['me.get'] })
    if (strength === 'invitation') return onAnswer?.(false)
    void client.resetQueries({
      predicate: ({ state }) => state.status === 'error' && state.data === undefined,
    })
    void client.invalidateQueries()
    void router.invalidate()
    onAnswer?.(true)
  }
  return (
    <ModalOverlay
      className="overlay sign-in-again"
      data-gone={isGone}
      isOpen
      isKeyboardDismissDisabled={isGone}
      onOpenChange={() => onAnswer?.(false)}
    >
      <Modal className="dialog">
        <AriaDialog role={isGone ? 'alertdialog' : 'dialog'}>
          <Heading slot="title" level={2}>
            {words(isGone ? 'sign-in.gone-title' : 'sign-in.again-title')}
          </Heading>
          <p>
            {words(isGone ? 'sign-in.gone-explain' : 'sign-in.again-explain', {
              name: plainForeign(was.display),
            })}
          </p>
          {isGone && me !== null ? (
            <Enrolment me={me} level={3} onIn={onIn} />
          ) : (
            <WaysIn ways={ways} level={3} onIn={onIn} />
          )}
          {!isGone && (
            <div className="row">
              <Button kind="quiet" onPress={() => onAnswer(false)}>
                {words('shell.cancel')}
              </Button>
            </div>
          )}
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  )
}
