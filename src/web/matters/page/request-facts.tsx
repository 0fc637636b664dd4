import type { ReactNode } from 'react'
import type { RequestState } from '../../../acts/index.ts'
import { plainForeign } from '../../look/foreign.tsx'
import { Instant } from '../../look/instant.tsx'
import { Facts, Panel } from '../../look/parts.tsx'
import { useReader } from '../../look/reader.tsx'
import { useWords } from '../../look/words.tsx'
import { ActWords, Said } from './body.tsx'
import { codesText, MarksText, MatterLink } from './codes.tsx'
import { type Act, type Detail, groupIn, instantOf, listIn, textIn } from './given.ts'
import { useHeadings } from './headings.ts'
import { Identifiers } from './identifiers.tsx'
import { AskedAndSupplied } from './asked-and-supplied.tsx'
import { Long } from './long.tsx'
import { identifiersIn } from './supplied.ts'

export interface FactsGiven<State> {
  readonly detail: Detail
  readonly state: State
  readonly opening: Act | undefined
  readonly acts: readonly Act[]
  readonly isExpunged: boolean
}

/** Fields of the form that are plain text, in the order in which they are read. */
const TEXTS = [
  'wanted',
  'facts',
  'relation',
  'necessity',
  'proportionality',
  'custodian',
  'location',
  'urgencyReason',
  'confidentialityReason',
  'useLimits',
  'handlingNote',
  'followUp',
] as const
const GROUPS = [
  'requesting',
  'requested',
  'operational',
  'judicial',
  'inCharge',
  'confirmWith',
  'law',
] as const

/** A request: what is asked and what came for it, then the form as the requester wrote it, then the coded part. */
export function RequestFacts({
  acts,
  detail,
  isExpunged,
  opening,
  state,
}: FactsGiven<RequestState>): ReactNode {
  const words = useWords()
  const form = opening?.body?.content
  const isForm = textIn(form, 'form') !== undefined
  const lang = textIn(form, 'language')
  return (
    <>
      <AskedAndSupplied acts={acts} form={form} state={state} />
      <Panel title={words('matter.facts')}>
        {opening !== undefined && (!opening.body?.held || !isForm) && (
          <ActWords body={opening.body} isExpunged={isExpunged} />
        )}
        {isForm && (
          <Facts
            of={TEXTS.map((field) => {
              const text = textIn(form, field)
              return (
                text !== undefined && [
                  words.term('matter', `form.${field}`),
                  <Long key={field} text={text} lang={tagOf(lang)} />,
                ]
              )
            })}
          />
        )}
        <Identifiers of={identifiersIn(form)} />
        <h3>{words('matter.coded')}</h3>
        <Coded detail={detail} state={state} />
        {isForm && <h3>{words('matter.authorities')}</h3>}
        {isForm && (
          <Facts
            of={[
              ...(GROUPS.map((field) => {
                const value = field === 'law' ? listIn(form, 'law') : groupIn(form, field)
                return (
                  value !== undefined && [
                    words.term('matter', `form.${field}`),
                    <Said key={field} content={value} depth={1} />,
                  ]
                )
              }) as (readonly [ReactNode, ReactNode] | false)[]),
              textIn(form, 'yourNumber') !== undefined && [
                words('matter.form.yourNumber'),
                <Long key="your" text={textIn(form, 'yourNumber') ?? ''} />,
              ],
              listIn(form, 'earlierNumbers').length > 0 && [
                words('matter.form.earlierNumbers'),
                <Said key="earlier" content={listIn(form, 'earlierNumbers')} depth={1} />,
              ],
            ]}
          />
        )}
      </Panel>
    </>
  )
}

/** A language that a browser can be told; else none. */
function tagOf(language: string | undefined): string | undefined {
  return language !== undefined && /^[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}$/.test(language)
    ? language
    : undefined
}

/** What machines go by: codes and instants, the same on both sides even when the words are gone. */
function Coded({ detail, state }: { readonly detail: Detail; readonly state: RequestState }): ReactNode {
  const words = useWords()
  const { partyName } = useReader()
  const { instrument } = state
  const named = words.term('instrument', instrument.id)
  const headings = useHeadings(detail.channel, state.relatesTo === null ? [] : [state.relatesTo.matter])
  return (
    <Facts
      of={[
        [words('matter.asked-of'), partyName(state.requested)],
        [words('matter.kind'), words.term('kind', state.requestKind)],
        [
          words('matter.instrument'),
          instrument.article === null
            ? named
            : words('rule.article', { instrument: named, article: plainForeign(instrument.article) }),
        ],
        [words('matter.offences'), codesText(words, 'offences', state.offences) || words('shell.none')],
        state.confidentiality.length > 0 && [
          words('matter.confidentiality'),
          codesText(words, 'confidentiality', state.confidentiality),
        ],
        [words('matter.marks'), <MarksText key="marks" marks={state.marks} />],
        state.answerMarks !== null && [
          words('matter.answer-marks'),
          <MarksText key="answer" marks={state.answerMarks} />,
        ],
        state.conditions.length > 0 && [
          words('matter.conditions'),
          codesText(words, 'conditions', state.conditions),
        ],
        state.grounds.length > 0 && [words('matter.grounds'), codesText(words, 'grounds', state.grounds)],
        state.dataLostByMs !== null && [
          words('matter.data-lost'),
          <Instant key="lost" at={instantOf(state.dataLostByMs)} />,
        ],
        state.rating !== null && [words('matter.rating'), words('matter.rating-says', { ...state.rating })],
        state.outcome !== null && [words('matter.outcome'), codesText(words, 'outcome', [state.outcome])],
        state.relatesTo !== null && [
          words.term('matter', `relates.${state.relatesTo.how}`),
          <MatterLink key="relates" channel={detail.channel} matter={state.relatesTo.matter}>
            {headings(state.relatesTo.matter)}
          </MatterLink>,
        ],
      ]}
    />
  )
}
