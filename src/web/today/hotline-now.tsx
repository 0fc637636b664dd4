import { useQueries } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { Reply } from '../api/client.ts'
import { readOf } from '../api/queries.ts'
import { Foreign } from '../look/foreign.tsx'
import { Left } from '../look/instant.tsx'
import { Panel, Tag } from '../look/parts.tsx'
import { useReader } from '../look/reader.tsx'
import { Refusal } from '../look/refusal.tsx'
import { useWords } from '../look/words.tsx'
import { useSession } from '../shell/session.tsx'

type Call = Reply<'hotline.calls'>['items'][number]
type Duty = Reply<'directory.duty'>['items'][number]

/** Of calls, newest first: older ones than these are ended, or stand on the hotline's own page. */
const LOOKED_AT = 20
const OPEN: readonly string[] = ['ringing', 'answered', 'handed-over']

/** Whether anything rings or was missed, and who of our side is on duty at this moment. */
export function HotlineNow(): ReactNode {
  const words = useWords()
  const { channels } = useSession()
  const ids = channels.filter(({ status }) => status === 'open').map(({ id }) => id)
  const calls = useQueries({
    queries: ids.map((channel) =>
      readOf('hotline.calls', { params: { channel }, query: { limit: LOOKED_AT } }),
    ),
  })
  const shown = calls.flatMap(({ data }, at) =>
    (data?.items ?? [])
      .filter(({ status }) => OPEN.includes(status) || status === 'unanswered')
      .map((one) => ({ ...one, channel: ids[at] ?? '' })),
  )
  return (
    <Panel title={words('today.hotline')} aside={<Link to="/hotline">{words('today.hotline-go')}</Link>}>
      <Refusal of={calls.find(({ error }) => error !== null)?.error} />
      {shown.length === 0 ? (
        <p>{words('today.hotline-quiet')}</p>
      ) : (
        <ul className="stack" data-gap="small">
          {shown.map((one) => (
            <li key={one.id}>
              <CallLine call={one} channel={one.channel} />
            </li>
          ))}
        </ul>
      )}
      <OnDuty channels={ids} />
    </Panel>
  )
}

function CallLine({ call, channel }: { readonly call: Call; readonly channel: string }): ReactNode {
  const words = useWords()
  const { party, partyName } = useReader()
  const isHere = call.called === party
  const other = partyName(isHere ? call.caller : call.called)
  const word =
    call.status === 'ringing'
      ? isHere
        ? 'today.hotline-rings'
        : 'today.hotline-rings-there'
      : call.status === 'unanswered'
        ? isHere
          ? 'today.hotline-unanswered-here'
          : 'today.hotline-unanswered'
        : 'today.hotline-open'
  return (
    <p className="today-call" data-rings={call.status === 'ringing' && isHere} data-drill={call.drill}>
      {call.drill && <Tag tone="private">{words('today.hotline-drill')}</Tag>}
      <Link to="/channels/$channel/matters/$matter" params={{ channel, matter: call.id }}>
        {words(word, { party: other })}
      </Link>
      {call.status === 'ringing' && (
        <span className="small">
          {words('matters.lapses')} <Left until={call.unansweredAt} />
        </span>
      )}
    </p>
  )
}

function OnDuty({ channels }: { readonly channels: readonly string[] }): ReactNode {
  const words = useWords()
  const { party } = useReader()
  const rotas = useQueries({
    queries: channels.map((channel) => readOf('directory.duty', { params: { channel } })),
  })
  if (rotas.some(({ isPending }) => isPending)) return null
  const ours = rotas.flatMap(({ data }) => data?.items.filter((duty) => duty.party === party) ?? [])
  const named = ours.filter(({ officers }) => officers.length > 0)
  return (
    <>
      <h3>{words('today.on-duty')}</h3>
      {named.length === 0 ? (
        <p>
          <Tag tone="warn">!</Tag> {words('today.on-duty-none')}
        </p>
      ) : (
        <ul>
          {named.flatMap((duty) =>
            duty.officers.map((officer) => (
              <li key={`${duty.seat} ${duty.line} ${officer.id}`}>
                <OfficerName officer={officer} />{' '}
                <span className="soft small">{words.term('line', duty.line)}</span>
              </li>
            )),
          )}
        </ul>
      )}
    </>
  )
}

function OfficerName({
  officer: { names, user },
}: {
  readonly officer: Duty['officers'][number]
}): ReactNode {
  const words = useWords()
  const name = user?.display ?? names[words.language] ?? Object.values(names)[0]
  return name === undefined ? <em>{words('today.on-duty-unnamed')}</em> : <Foreign text={name} />
}
