import type { ReactNode } from 'react'
import type { CaseState } from '../../../acts/index.ts'
import { Instant } from '../../look/instant.tsx'
import { Callout, Facts } from '../../look/parts.tsx'
import { useReader } from '../../look/reader.tsx'
import { useWords } from '../../look/words.tsx'
import { ActWords } from './body.tsx'
import { codesText, MarksText, MatterLink } from './codes.tsx'
import { instantOf } from './given.ts'
import { useHeadings } from './headings.ts'
import type { FactsGiven } from './request-facts.tsx'

/** A case: what it is, the matters that belong to it, and whether all agree that it comes first. */
export function CaseFacts({ detail, isExpunged, opening, state }: FactsGiven<CaseState>): ReactNode {
  const words = useWords()
  const { party, partyName } = useReader()
  const titleOf = useHeadings(
    detail.channel,
    state.links.map(({ matter }) => matter),
  )
  return (
    <>
      {opening !== undefined && <ActWords body={opening.body} isExpunged={isExpunged} />}
      <Facts
        of={[
          [
            words('matter.priority'),
            state.prioritySinceMs === null ? (
              words('matter.priority-none')
            ) : (
              <span key="since">
                {words('matter.priority-since')} <Instant at={instantOf(state.prioritySinceMs)} />
              </span>
            ),
          ],
          [words('matter.offences'), codesText(words, 'offences', state.offences) || words('shell.none')],
          [words('matter.marks'), <MarksText key="marks" marks={state.marks} />],
          state.outcome !== null && [words('matter.outcome'), codesText(words, 'outcome', [state.outcome])],
        ]}
      />
      {state.proposals.map(({ accepted, act, by, on }) => (
        <Callout key={act} tone="warn">
          <p>
            {words('matter.proposal', { party: partyName(by), on: on ? 'yes' : 'no' })}{' '}
            {words('matter.proposal-waits', {
              parties: words.list(
                detail.parties
                  .filter(({ id }) => !accepted.includes(id))
                  .map(({ id }) => (id === party ? words('matter.us') : partyName(id))),
              ),
            })}
          </p>
        </Callout>
      ))}
      <h3>{words('matter.linked', { count: state.links.length })}</h3>
      {state.links.length === 0 ? (
        <p className="soft">{words('matter.linked-none')}</p>
      ) : (
        <ul className="matter-list" data-bullets="">
          {state.links.map(({ by, matter }) => (
            <li key={matter}>
              <MatterLink channel={detail.channel} matter={matter}>
                {titleOf(matter)}
              </MatterLink>{' '}
              <span className="soft small">{words('matter.linked-by', { party: partyName(by) })}</span>
            </li>
          ))}
        </ul>
      )}
    </>
  )
}
