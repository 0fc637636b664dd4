import type { ReactNode } from 'react'
import type { CallState, ContactState, LeadState } from '../../../acts/index.ts'
import { Instant } from '../../look/instant.tsx'
import { Callout, Facts } from '../../look/parts.tsx'
import { useReader } from '../../look/reader.tsx'
import { useWords } from '../../look/words.tsx'
import { ActWords, Said } from './body.tsx'
import { codesText, codeText, MarksText, MatterLink } from './codes.tsx'
import { instantOf, wordsIn } from './given.ts'
import { useHeadings } from './headings.ts'
import { Identifiers } from './identifiers.tsx'
import { Long } from './long.tsx'
import type { FactsGiven } from './request-facts.tsx'
import { identifiersIn } from './supplied.ts'

/** Information that nobody asked for: what it is, who has taken it up, and what came of it. */
export function LeadFacts({ detail, isExpunged, opening, state }: FactsGiven<LeadState>): ReactNode {
  const words = useWords()
  const { partyName } = useReader()
  const titleOf = useHeadings(detail.channel, state.relatesTo === null ? [] : [state.relatesTo])
  const content = opening?.body?.content
  const text = wordsIn(content)
  const rest = withoutKnown(content)
  return (
    <>
      {text === undefined ? (
        opening !== undefined && <ActWords body={opening.body} isExpunged={isExpunged} />
      ) : (
        <p>
          <Long text={text} />
        </p>
      )}
      {text !== undefined && Object.keys(rest).length > 0 && <Said content={rest} />}
      <Identifiers of={identifiersIn(content)} />
      <Facts
        of={[
          [words('matter.lead-for'), state.to === null ? words('matter.lead-for-all') : partyName(state.to)],
          [words('matter.offences'), codesText(words, 'offences', state.offences) || words('shell.none')],
          [words('matter.marks'), <MarksText key="marks" marks={state.marks} />],
          state.relatesTo !== null && [
            words('matter.belongs-to'),
            <MatterLink key="to" channel={detail.channel} matter={state.relatesTo}>
              {titleOf(state.relatesTo)}
            </MatterLink>,
          ],
          ...state.takes.map(
            ({ atMs, by, feedback }) =>
              [
                words('matter.taken-by', { party: partyName(by) }),
                <span key={by}>
                  <Instant at={instantOf(atMs)} />{' '}
                  {feedback === null
                    ? words('matter.no-feedback')
                    : words('matter.feedback', {
                        use: codeText(words, 'use', feedback.use),
                        rating: feedback.rating,
                      })}
                </span>,
              ] as const,
          ),
        ]}
      />
    </>
  )
}

function withoutKnown(content: unknown): Readonly<Record<string, unknown>> {
  if (typeof content !== 'object' || content === null) return {}
  return Object.fromEntries(
    Object.entries(content).filter(
      ([field]) => !['text', 'title', 'identifiers', 'exhibits', 'form'].includes(field),
    ),
  )
}

/** A hotline call: between whom, why, how grave, and how it went. */
export function CallFacts({ detail, isExpunged, opening, state }: FactsGiven<CallState>): ReactNode {
  const words = useWords()
  const { partyName } = useReader()
  const titleOf = useHeadings(detail.channel, state.matter === null ? [] : [state.matter])
  return (
    <>
      {state.drill && (
        <Callout>
          <p>{words('matter.is-drill')}</p>
        </Callout>
      )}
      {opening !== undefined && <ActWords body={opening.body} isExpunged={isExpunged} />}
      <Facts
        of={[
          [words('matter.caller'), partyName(state.caller)],
          [words('matter.called'), partyName(state.called)],
          [words('matter.reason'), codeText(words, 'reason', state.reason)],
          [words('matter.severity'), codeText(words, 'severity', state.severity)],
          state.matter !== null && [
            words('matter.stuck'),
            <MatterLink key="stuck" channel={detail.channel} matter={state.matter}>
              {titleOf(state.matter)}
            </MatterLink>,
          ],
          [
            words('matter.answered-by-person'),
            state.answeredMs === null ? (
              words('matter.not-answered')
            ) : (
              <Instant key="answered" at={instantOf(state.answeredMs)} />
            ),
          ],
          state.outcome !== null && [words('matter.outcome'), codeText(words, 'outcome', state.outcome)],
        ]}
      />
    </>
  )
}

/** A contact check: who was asked, and who has answered when. */
export function ContactFacts({ state }: FactsGiven<ContactState>): ReactNode {
  const words = useWords()
  const { partyName } = useReader()
  return (
    <Facts
      of={[
        [words('matter.asker'), partyName(state.asker)],
        [words('matter.asked-party'), partyName(state.asked)],
        [words('matter.wants'), codeText(words, 'wants', state.wants)],
        ...(['machine', 'person'] as const).map((how) => {
          const answer = state[how]
          return [
            words('matter.answer-of', { how }),
            answer === null ? (
              words('matter.not-answered')
            ) : (
              <Instant key={how} at={instantOf(answer.atMs)} />
            ),
          ] as const
        }),
      ]}
    />
  )
}
