import type { ReactNode } from 'react'
import { Callout } from '../look/parts.tsx'
import { Refusal } from '../look/refusal.tsx'
import { useWords } from '../look/words.tsx'
import { Waiting } from '../shell/waiting.tsx'
import type { DraftHold } from './hold.ts'
import { useGuard } from './kept.tsx'
import { type DraftAsked, useDraft } from './use-draft.tsx'

/** What is written in a draft once it is open; until then that it comes, or why it cannot be opened. */
export function OpenedDraft({
  children,
  ...asked
}: DraftAsked & { readonly children: (hold: DraftHold) => ReactNode }): ReactNode {
  const words = useWords()
  const { fault, hold, missing } = useDraft(asked)
  useGuard(hold)
  if (missing)
    return (
      <Callout tone="warn" role="alert">
        <p>{words('forms.draft-missing')}</p>
      </Callout>
    )
  if (fault !== undefined) return <Refusal of={fault} />
  return hold === undefined ? <Waiting /> : children(hold)
}
