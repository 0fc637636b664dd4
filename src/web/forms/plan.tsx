import type { ReactNode } from 'react'
import type { Reply } from '../api/client.ts'
import { useRead } from '../api/queries.ts'
import { Instant, Left } from '../look/instant.tsx'
import { Callout, Tag } from '../look/parts.tsx'
import { useReader } from '../look/reader.tsx'
import { Refusal } from '../look/refusal.tsx'
import { shortZone } from '../look/time.ts'
import { useWords } from '../look/words.tsx'
import { useAt, useForm, useTextAt } from './use-draft.tsx'

type Plan = Reply<'requests.plan'>
type Rule = Plan['acknowledgeBy']['rule']
interface Clock {
  readonly due: string
  readonly rule: Rule
}

/** A deadline is of this moment; asked again now and then while somebody writes. */
const STALE_MS = 60_000

/** By when the other side would have to do what, if it were recorded now: with rule and source, in both zones. */
export function PlannedDeadlines({ agency }: { readonly agency: string | undefined }): ReactNode {
  const words = useWords()
  const { hold } = useForm()
  const to = useTextAt('data.to')
  const instrument = useTextAt('data.instrument.id')
  const article = useTextAt('data.instrument.article')
  const kind = useTextAt('data.kind')
  const urgency = useTextAt('data.urgency')
  const isKnown = [to, instrument, kind, urgency].every((text) => text !== '')
  const { data, error } = useRead(
    'requests.plan',
    {
      params: { channel: hold.channel() },
      body: {
        to,
        // Codes of the closed lists that the node itself gave.
        ...({ instrument, kind, urgency } as PlanCodes),
        ...(article === '' ? {} : { article }),
        ...(agency === undefined ? {} : { agency }),
      },
    },
    { enabled: isKnown, staleTime: STALE_MS, placeholderData: (before?: Plan) => before },
  )
  if (!isKnown) return <p className="soft">{words('forms.plan-not-yet')}</p>
  if (data === undefined) return <Refusal of={error} />
  const others = data.clocks.filter(
    ({ rule }) => rule.id !== data.acknowledgeBy.rule.id && rule.id !== data.answerBy?.rule.id,
  )
  return (
    <div className="stack" data-gap="small">
      <ClockLine clock={data.acknowledgeBy} name={words('forms.plan-acknowledge')} />
      {data.answerBy === null ? (
        <p className="soft">{words('forms.plan-no-answer')}</p>
      ) : (
        <ClockLine clock={data.answerBy} name={words('forms.plan-answer')} />
      )}
      {others.map((clock) => (
        <ClockLine key={clock.rule.id} clock={clock} name={words.term('aim', clock.rule.aim)} />
      ))}
      {data.later.length > 0 && (
        <details>
          <summary>{words('forms.plan-later', { count: data.later.length })}</summary>
          <ul>
            {data.later.map((rule) => (
              <li key={rule.id}>
                <RuleText rule={rule} />
              </li>
            ))}
          </ul>
        </details>
      )}
      <p className="soft small">
        {words(
          data.partner.calendar === 'partner' ? 'forms.plan-calendar-partner' : 'forms.plan-calendar-charter',
          { zone: shortZone(data.partner.timeZone) },
        )}
      </p>
      {data.partner.holidaysKnown === 'none' && (
        <Callout tone="warn">
          <p>{words('forms.plan-no-holidays')}</p>
        </Callout>
      )}
    </div>
  )
}

type PlanCodes = Pick<
  Parameters<typeof useRead<'requests.plan'>>[1]['body'],
  'instrument' | 'kind' | 'urgency'
>

function ClockLine({
  clock: { due, rule },
  name,
}: {
  readonly clock: Clock
  readonly name: string
}): ReactNode {
  const { otherZones } = useReader()
  return (
    <div className="forms-clock">
      <strong>{name}</strong>
      <span>
        <Instant at={due} zones={otherZones} /> <Left until={due} />
      </span>
      <RuleText rule={rule} />
    </div>
  )
}

function RuleText({ rule }: { readonly rule: Rule }): ReactNode {
  const words = useWords()
  const length =
    rule.length === null ? undefined : words.term('length', rule.length.unit, { count: rule.length.count })
  const from = words.term('starts', rule.starts)
  return (
    <span className="soft small">
      {words.term('aim', rule.aim)}
      {length !== undefined && <>{`: ${words('forms.rule-length', { length, from })}`}</>}
      {`; ${rule.source}${rule.article === null ? '' : `, ${rule.article}`}`}{' '}
      {!rule.checked && <Tag tone="warn">{words('forms.unchecked')}</Tag>}
    </span>
  )
}

/** Whether a request is one for haste: what else is asked then. */
export function useIsPressing(): boolean {
  const urgency = useAt('data.urgency')
  return urgency === 'emergency' || urgency === 'urgent'
}
