import type { ReactNode } from 'react'
import type { ScreenWords } from '../../../words/index.ts'
import type { Reply } from '../../api/client.ts'
import { Foreign } from '../../look/foreign.tsx'
import { Facts } from '../../look/parts.tsx'
import { bytesText } from '../../look/time.ts'
import { useWords } from '../../look/words.tsx'
import { weekday } from './terms-form.tsx'
import { URGENCIES } from './typed-charter.ts'

type Charter = Reply<'charters.read'>
type Terms = Charter['terms']
type Length = Terms['acknowledge']['routine']

type Fact = readonly [string, ReactNode] | false

/** The terms of a charter as sentences. */
export function TermsView({
  terms,
  limits,
}: {
  readonly terms: Terms
  readonly limits: Reply<'charters.defaults'>['limits']
}): ReactNode {
  const words = useWords()
  const bytes = (count: number): string => bytesText(count, words.language)
  const told = words('founding.limits-told', {
    body: bytes(limits.bodyBytes),
    exhibit: bytes(limits.exhibitBytes),
  })
  return (
    <Facts
      of={[
        ...clockFacts(terms, words),
        ...hotlineFacts(terms, words),
        ...otherFacts(terms, words),
        [words('founding.limits'), told],
      ]}
    />
  )
}

function clockFacts({ acknowledge, overrides, rules }: Terms, words: ScreenWords): readonly Fact[] {
  const length = ({ count, unit }: Length): string => words(`length.${unit}`, { count })
  const agreed = [
    ...overrides.map((one) => `${one.rule}: ${length(one.length)}`),
    ...rules.map((one) => `${one.id}: ${length(one.length)}`),
  ]
  return [
    ...URGENCIES.map(
      (urgency) =>
        [
          words('founding.acknowledge', { urgency: words.term('urgency', urgency) }),
          length(acknowledge[urgency]),
        ] as const,
    ),
    agreed.length > 0 && [words('founding.rules-agreed'), <Lines key="o" of={agreed} />],
  ]
}

function hotlineFacts({ contactChecks, hotline }: Terms, words: ScreenWords): readonly Fact[] {
  const steps = hotline.steps.map(({ afterMinutes, line }) =>
    words('founding.step-told', { line: words(`notice.line.${line}`), minutes: afterMinutes }),
  )
  const { drillEveryDays } = hotline
  return [
    [words('founding.hotline'), <Lines key="h" of={steps} />],
    [
      words('founding.drills-term'),
      drillEveryDays === null ? words('shell.none') : words('founding.every-days', { days: drillEveryDays }),
    ],
    [
      words('founding.checks'),
      words('founding.checks-told', {
        days: contactChecks.everyDays ?? 0,
        hours: contactChecks.answerHours,
      }),
    ],
  ]
}

function otherFacts(terms: Terms, words: ScreenWords): readonly Fact[] {
  const { approvals, calendar, instruments, languages, sideChannels } = terms
  const { from, to } = calendar.officeHours
  const days = words.listed(calendar.workingDays.map((day) => weekday(day, words.language)))
  const acts = approvals.map((act) => words.term('act', act))
  return [
    [words('founding.approvals'), acts.length === 0 ? words('shell.none') : <Lines key="a" of={acts} />],
    [words('founding.bases'), <Lines key="i" of={instruments.map((one) => words.term('instrument', one))} />],
    [words('founding.calendar'), <Foreign key="c" text={`${calendar.timeZone}; ${days}; ${from}–${to}`} />],
    [words('founding.side-channels-term'), words(sideChannels ? 'shell.yes' : 'shell.no')],
    [
      words('founding.languages'),
      languages.length === 0 ? words('founding.languages-any') : words.listed(languages),
    ],
  ]
}

function Lines({ of: lines }: { readonly of: readonly string[] }): ReactNode {
  return (
    <ul className="founding-lines">
      {lines.map((line) => (
        <li key={line}>
          <Foreign text={line} />
        </li>
      ))}
    </ul>
  )
}
