import { createContext, type ReactNode, Suspense, use, useCallback, useEffect, useRef, useState } from 'react'
import { ProblemError } from '../api/client.ts'
import { useSession } from './session.tsx'
import { piece } from '../look/piece.tsx'

/**
 * Does what needs a recent sign-in: when the node asks for one, the reader signs in again in place, and it is done then.
 * Rejects as the deed does; also with the node's refusal when the reader would rather not.
 */
export type Fresh = <T>(deed: () => Promise<T>) => Promise<T>

const SignInAgain = piece(async () => (await import('../sign-in/again.tsx')).SignInAgain, Unasked)
/** Who cannot be asked has not signed in. */
function Unasked({ onAnswer }: { readonly onAnswer?: (isSignedIn: boolean) => void }): ReactNode {
  useEffect(() => onAnswer?.(false), [onAnswer])
  return null
}
const FreshContext = createContext<Fresh | undefined>(undefined)

/** `const fresh = useFresh()`, then `await fresh(() => call('backups.make'))`. */
export function useFresh(): Fresh {
  const fresh = use(FreshContext)
  if (fresh === undefined) throw new TypeError('A screen is shown outside WithFresh.')
  return fresh
}

/** Whoever waits for the reader to have signed in again. */
type Waiter = (isSignedIn: boolean) => void

export function WithFresh({ children }: { readonly children: ReactNode }): ReactNode {
  const { me } = useSession()
  const waiters = useRef<Waiter[]>([])
  const [isAsking, setAsking] = useState(false)
  const fresh = useCallback<Fresh>(async (deed) => {
    try {
      return await deed()
    } catch (cause) {
      if (!(cause instanceof ProblemError && cause.problem.code === 'sign-in-again')) throw cause
      setAsking(true)
      const isSignedIn = await new Promise<boolean>((resolve) => waiters.current.push(resolve))
      if (!isSignedIn) throw cause
      return deed()
    }
  }, [])
  const answer = (isSignedIn: boolean): void => {
    setAsking(false)
    for (const tell of waiters.current.splice(0)) tell(isSignedIn)
  }
  return (
    <FreshContext value={fresh}>
      {children}
      {isAsking && (
        <Suspense fallback={null}>
          <SignInAgain was={me} me={me} onAnswer={answer} />
        </Suspense>
      )}
    </FreshContext>
  )
}
