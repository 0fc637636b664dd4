import type { ReactNode } from 'react'
import { OfflineError, ProblemError } from '../api/client.ts'
import type { ScreenWords } from '../../words/index.ts'
import { Callout } from './parts.tsx'
import { useStands } from './standing.ts'
import { useWords } from './words.tsx'

/** What went wrong, in one sentence that says what to do; nothing while nothing did, or since its field was changed. */
export function Refusal({ of: cause }: { readonly of: unknown }): ReactNode {
  const words = useWords()
  const stands = useStands(cause)
  if (cause === undefined || cause === null || !stands) return null
  return (
    <Callout tone="bad" role="alert">
      <p>{refusalText(cause, words)}</p>
      <Technical of={cause} />
    </Callout>
  )
}

/** What the software itself says, in English, for whoever looks after it; nothing where the sentence says it all. */
export function Technical({ of: cause }: { readonly of: unknown }): ReactNode {
  const words = useWords()
  const detail = technicalOf(cause)
  if (detail === undefined || detail === refusalText(cause, words)) return null
  return (
    <details className="technical">
      <summary>{words('look.technical')}</summary>
      <p lang="en">{detail}</p>
    </details>
  )
}

/** The sentence alone, for a field or a toast: in the reader's language throughout. */
export function refusalText(cause: unknown, words: ScreenWords): string {
  if (cause instanceof ProblemError) return cause.problem.detail
  if (cause instanceof OfflineError) return words(cause.mayBeDone ? 'look.answer-lost' : 'look.offline')
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : ''
  return words.knows('error', code) ? words.term('error', code) : words('look.failed')
}

function technicalOf(cause: unknown): string | undefined {
  if (cause instanceof ProblemError) return cause.problem.technical
  if (cause instanceof OfflineError) return undefined
  return cause instanceof Error ? cause.message : String(cause)
}
