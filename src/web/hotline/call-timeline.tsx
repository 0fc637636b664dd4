import type { ReactNode } from 'react'
import type { Reply } from '../api/client.ts'
import { useRead } from '../api/queries.ts'
import type { Names } from '../directory/names.ts'
import { useSecond } from '../effects/clock.ts'
import { Foreign } from '../look/foreign.tsx'
import { Instant } from '../look/instant.tsx'
import { Marks } from '../look/marks.tsx'
import { Tag } from '../look/parts.tsx'
import { useReader } from '../look/reader.tsx'
import { useWords } from '../look/words.tsx'
import type { Call } from './call.ts'

type Act = Reply<'matters.acts'>['items'][number]
type Moment =
  | { readonly atMs: number; readonly act: Act }
  | { readonly atMs: number; readonly step: Call['steps'][number]; readonly no: number }

const ACTS_MAX = 100

/** All that happened to a call, with the instants at which each line was rung, or will be. */
export function CallTimeline({
  channel,
  call,
  names,
}: {
  readonly channel: string
  readonly call: Call
  readonly names: Names
}): ReactNode {
  const words = useWords()
  const nowMs = useSecond()
  const { data } = useRead('matters.acts', {
    params: { channel, matter: call.id },
    query: { limit: ACTS_MAX },
  })
  const acts = data?.items ?? []
  const ended = acts.find((act) => act.type === 'call.stand-down' && act.void === null)
  const quietMs = Date.parse(call.answered ?? ended?.made ?? '9999-01-01T00:00:00.000Z')
  const moments: Moment[] = [
    ...acts.map((act) => ({ atMs: placedFirst(act, call), act })),
    ...call.steps.flatMap((step, i) =>
      Date.parse(step.at) < quietMs ? [{ atMs: Date.parse(step.at), step, no: i + 1 }] : [],
    ),
  ]
  return (
    <ol className="hotline-timeline">
      {moments
        .toSorted((a, b) => a.atMs - b.atMs)
        .map((moment) =>
          'act' in moment ? (
            <ActItem key={moment.act.id} act={moment.act} names={names} />
          ) : (
            <li key={`step ${moment.no}`} data-what="step" data-coming={moment.atMs > nowMs}>
              <p>
                {words(moment.atMs > nowMs ? 'hotline.will-ring' : 'hotline.rang', {
                  no: moment.no,
                  line: words.term('line', moment.step.line),
                })}
              </p>
              <p className="small soft">
                <Instant at={moment.step.at} />
              </p>
            </li>
          ),
        )}
    </ol>
  )
}

/** The first line may be rung at the very instant of the call, or a moment before its act was made. */
function placedFirst({ made, type }: Act, { steps }: Call): number {
  const madeMs = Date.parse(made)
  return type === 'call.place' ? Math.min(madeMs, Date.parse(steps[0]?.at ?? made) - 1) : madeMs
}

function ActItem({ act, names }: { readonly act: Act; readonly names: Names }): ReactNode {
  const words = useWords()
  const { partyName } = useReader()
  const { officer, seat } = act.data
  const who = [
    typeof officer === 'string' ? names.officerName(officer) : '',
    typeof seat === 'string' ? names.seatName(seat) : '',
  ].filter((part) => part !== '')
  const reached = act.marks.settled ? 'settled' : act.marks.received ? 'received' : 'recorded'
  return (
    <li data-what="act">
      <p>
        <strong>{partyName(act.by)}</strong> {words.term('act', act.type)}
        {who.length > 0 && (
          <>
            {' '}
            (<bdi>{words.listed(who)}</bdi>)
          </>
        )}
        {act.void !== null && <Tag tone="warn">{words.term('void', act.void)}</Tag>}
      </p>
      <Note act={act} />
      <p className="small soft row">
        <Instant at={act.made} /> <Marks reached={reached} />
      </p>
    </li>
  )
}

function Note({ act }: { readonly act: Act }): ReactNode {
  const words = useWords()
  if (act.body === null) return null
  if (!act.body.held) return <p className="soft">{words('look.not-held')}</p>
  const text = textIn(act.body.content)
  return text === undefined ? null : (
    <blockquote className="hotline-note">
      <Foreign text={text} />
    </blockquote>
  )
}

function textIn(content: unknown): string | undefined {
  if (typeof content === 'string') return content
  if (typeof content !== 'object' || content === null || !('text' in content)) return undefined
  return typeof content.text === 'string' ? content.text : undefined
}
