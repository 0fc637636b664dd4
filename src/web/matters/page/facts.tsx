import { type ReactNode, useId } from 'react'
import type { MatterState } from '../../../acts/index.ts'
import { Panel } from '../../look/parts.tsx'
import { useWords } from '../../look/words.tsx'
import { ActWords } from './body.tsx'
import { CaseFacts } from './case-facts.tsx'
import { CodedFacts } from './codes.tsx'
import type { Act, Detail } from './given.ts'
import { CallFacts, ContactFacts, LeadFacts } from './kind-facts.tsx'
import { RequestFacts } from './request-facts.tsx'

/** What the matter is about, as its kind wants it told; of a kind that this version does not know, all that there is. */
export function MatterFacts({
  detail,
  state,
  acts,
}: {
  readonly detail: Detail
  readonly state: MatterState | undefined
  readonly acts: readonly Act[]
}): ReactNode {
  const words = useWords()
  const id = useId()
  const opening = acts.find((act) => act.id === detail.id)
  const isExpunged = state?.expunges.some(({ act }) => act === detail.id) ?? false
  const given = { detail, opening, acts, isExpunged }
  return (
    <div id="matter-facts" tabIndex={-1} className="stack" key={id}>
      {state?.kind === 'request' ? (
        <RequestFacts {...given} state={state} />
      ) : (
        <Panel title={words('matter.facts')}>
          {state?.kind === 'case' && <CaseFacts {...given} state={state} />}
          {state?.kind === 'lead' && <LeadFacts {...given} state={state} />}
          {state?.kind === 'call' && <CallFacts {...given} state={state} />}
          {state?.kind === 'contact' && <ContactFacts {...given} state={state} />}
          {(state === undefined ||
            state.kind === 'agency' ||
            state.kind === 'channel' ||
            state.kind === 'evidence') && (
            <>
              {opening !== undefined && <ActWords body={opening.body} isExpunged={isExpunged} />}
              <CodedFacts type={opening?.type ?? ''} data={plainState(detail)} />
            </>
          )}
        </Panel>
      )}
    </div>
  )
}

/** Kept for the fold alone, or shown in a part of its own. */
const ELSEWHERE: readonly string[] = [
  'attestations',
  'expunges',
  'permits',
  'remarks',
  'opened',
  'kind',
  'claims',
  'rota',
  'officers',
]

function plainState({ state }: Detail): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(state ?? {})
      .filter(([field]) => !ELSEWHERE.includes(field))
      // Instants of a state are milliseconds; people read instants.
      .map(([field, value]) =>
        field.endsWith('Ms') && typeof value === 'number'
          ? [field.slice(0, -2), new Date(value).toISOString()]
          : [field, value],
      ),
  )
}
