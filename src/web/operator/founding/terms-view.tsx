import type { ReactNode } from 'react'
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

/** The terms of a charter as sentences. */
export function TermsView({
  terms,
  limits,
}: {
  readonly terms: Terms
  readonly limits: Reply<'charters.defaults'>['limits']
}): ReactNode {
  const words = useWords()
  const { language } = words
  const length = ({ count, unit }: Length): string => words(`length.${unit}`, { count })
  const { acknowledge, approvals, calendar, contactChecks, hotline, instruments, languages } = terms
  const days = calendar.workingDays.map((day) => weekday(day, language))
  return (
    <Facts
      of={[
        ...URGENCIES.map(
          (urgency) =>
            [
              words('founding.acknowledge', { urgency: words.term('urgency', urgency) }),
              length(acknowledge[urgency]),
            ] as const,
        ),
        terms.overrides.length + terms.rules.length > 0 && [
          words('founding.rules-agreed'),
          <Lines
            key="o"
            of={[
              ...terms.overrides.map(({ length: of, rule }) => [rule, of] as const),
              ...terms.rules.map(({ id, length: of }) => [id, of] as const),
            ].map(([rule, of]) => `${rule}: ${length(of)}`)}
          />,
        ],
        [
          words('founding.hotline'),
          <Lines
            key="h"
            of={hotline.steps.map(({ afterMinutes, line }) =>
              words('founding.step-told', { line: words(`notice.line.${line}`), minutes: afterMinutes }),
            )}
          />,
        ],
        [
          words('founding.drills-term'),
          hotline.drillEveryDays === null
            ? words('shell.none')
            : words('founding.every-days', { days: hotline.drillEveryDays }),
        ],
        [
          words('founding.checks'),
          words('founding.checks-told', {
            days: contactChecks.everyDays ?? 0,
            hours: contactChecks.answerHours,
          }),
        ],
        [
          words('founding.approvals'),
          approvals.length === 0 ? (
            words('shell.none')
          ) : (
            <Lines key="a" of={approvals.map((act) => words.term('act', act))} />
          ),
        ],
        [
          words('founding.bases'),
          <Lines key="i" of={instruments.map((one) => words.term('instrument', one))} />,
        ],
        [
          words('founding.calendar'),
          <Foreign
            key="c"
            text={`${calendar.timeZone}; ${days.join(', ')}; ${calendar.officeHours.from}–${calendar.officeHours.to}`}
          />,
        ],
        [words('founding.side-channels-term'), words(terms.sideChannels ? 'shell.yes' : 'shell.no')],
        [
          words('founding.languages'),
          languages.length === 0 ? words('founding.languages-any') : languages.join(', '),
        ],
        [
          words('founding.limits'),
          words('founding.limits-told', {
            body: bytesText(limits.bodyBytes, language),
            exhibit: bytesText(limits.exhibitBytes, language),
          }),
        ],
      ]}
    />
  )
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
