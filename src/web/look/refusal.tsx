import type { ReactNode } from 'react'
import { OfflineError, ProblemError } from '../api/client.ts'
import type { ScreenWords } from '../../words/index.ts'
import { Callout } from './parts.tsx'
import { useWords } from './words.tsx'

/** What went wrong, in one sentence that says what to do; nothing while nothing did. */
export function Refusal({ of: cause }: { readonly of: unknown }): ReactNode {
  const words = useWords()
  if (cause === undefined || cause === null) return null
  return (
    <Callout tone="bad" role="alert">
      <p>{refusalText(cause, words)}</p>
    </Callout>
  )
}

/** The sentence alone, for a field or a toast. The node words its refusals in the reader's language. */
export function refusalText(cause: unknown, words: ScreenWords): string {
  if (cause instanceof ProblemError) return cause.problem.detail
  if (cause instanceof OfflineError) return words('look.offline')
  return words('look.failed', { what: cause instanceof Error ? cause.message : String(cause) })
}
