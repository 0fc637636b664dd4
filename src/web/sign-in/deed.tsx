import { type ReactNode, useState } from 'react'
import type { ScreenWords } from '../../words/index.ts'
import { ProblemError } from '../api/client.ts'
import { Callout } from '../look/parts.tsx'
import { refusalText } from '../look/refusal.tsx'
import { useStands } from '../look/standing.ts'
import { useWords } from '../look/words.tsx'

export interface Deed {
  readonly isBusy: boolean
  readonly fault: unknown
  readonly run: (deed: () => Promise<void>) => Promise<void>
}

/** One thing at a time; what went wrong the last time stays until it is tried again, or its field is changed. */
export function useDeed(): Deed {
  const [isBusy, setBusy] = useState(false)
  const [fault, setFault] = useState<unknown>()
  const run = async (deed: () => Promise<void>): Promise<void> => {
    setBusy(true)
    setFault(undefined)
    try {
      await deed()
    } catch (cause) {
      setFault(cause)
    } finally {
      setBusy(false)
    }
  }
  return { isBusy, fault, run }
}

/** A refusal that has been put into words already. */
export function Fault({ text }: { readonly text: string | undefined }): ReactNode {
  if (text === undefined) return null
  return (
    <Callout tone="bad" role="alert">
      <p>{text}</p>
    </Callout>
  )
}

/** What went wrong at the door, in the reader’s own language and nothing beside: only of a wrong field the rule is told. */
export function doorText(cause: unknown, words: ScreenWords): string {
  if (!(cause instanceof ProblemError)) return refusalText(cause, words)
  const { code, detail, room, title } = cause.problem
  return room === 'sign-in' && code !== 'input-invalid' ? title : detail
}

export function Refused({ of: cause }: { readonly of: unknown }): ReactNode {
  const words = useWords()
  const isSaid = useStands(cause) && cause !== undefined && cause !== null
  return <Fault text={isSaid ? doorText(cause, words) : undefined} />
}
