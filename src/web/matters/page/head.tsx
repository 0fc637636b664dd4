import type { ReactNode } from 'react'
import type { MatterState } from '../../../acts/index.ts'
import { useDo, useRead } from '../../api/queries.ts'
import { Button } from '../../look/button.tsx'
import { Foreign, plainForeign } from '../../look/foreign.tsx'
import { Instant, Left } from '../../look/instant.tsx'
import { Facts, PageHead, Tag, type Tone } from '../../look/parts.tsx'
import { useReader } from '../../look/reader.tsx'
import { tell } from '../../look/toast.tsx'
import { useWords } from '../../look/words.tsx'
import { type Act, type Detail, shortened, textIn } from './given.ts'
import { useColleagues } from './here.ts'
import { isEnded } from '../list/ended.ts'
import { numbersIn } from './supplied.ts'

const TITLE_CHARACTERS = 160
const NUMBER_CHARACTERS = 80

/** What a matter is called: by its own opening act, else by its kind. */
export function useTitle(detail: Detail, opening: Act | undefined): string {
  const words = useWords()
  const content = opening?.body?.content
  const own = textIn(content, 'title') ?? (typeof content === 'string' ? content : textIn(content, 'text'))
  return own === undefined ? kindText(detail, words) : shortened(own, TITLE_CHARACTERS)
}

function kindText(detail: Detail, words: ReturnType<typeof useWords>): string {
  if (detail.requestKind !== null) return words.term('kind', detail.requestKind)
  return words.knows('matter', detail.kind) ? words.term('matter', detail.kind) : plainForeign(detail.kind)
}

/** What it is, both sides' numbers, where it stands, on whose clock and until when; who of ours has it. */
export function Head({
  detail,
  state,
  acts,
  children,
}: {
  readonly detail: Detail
  readonly state: MatterState | undefined
  readonly acts: readonly Act[]
  readonly children: ReactNode
}): ReactNode {
  const words = useWords()
  const title = useTitle(detail, acts[0]?.id === detail.id ? acts[0] : undefined)
  return (
    <>
      <PageHead
        tab={`${plainForeign(title)} · ${words('matters.title')}`}
        title={<Foreign text={title} />}
        lead={<Lead detail={detail} state={state} />}
      >
        {children}
      </PageHead>
      <div className="matter-standing">
        <Standing detail={detail} state={state} />
        <HeadFacts detail={detail} state={state} acts={acts} />
        <Ours detail={detail} />
      </div>
    </>
  )
}

/** Both sides' numbers, whose clock it is, and what is left. */
function HeadFacts({
  detail,
  state,
  acts,
}: {
  readonly detail: Detail
  readonly state: MatterState | undefined
  readonly acts: readonly Act[]
}): ReactNode {
  const words = useWords()
  const { party, partyName } = useReader()
  const numbers = numbersIn(acts)
  const parties = detail.parties.map(({ id }) => id)
  return (
    <Facts
      of={[
        ...parties.flatMap((id) => {
          // Leads, calls and checks have numbers only where somebody gave one.
          if (!numbers.has(id) && state?.kind !== 'request' && state?.kind !== 'case') return []
          const number = numbers.get(id)
          return [
            [
              words('matter.number-of', { party: partyName(id) }),
              number === undefined ? (
                <span key={id} className="soft">
                  {words('matter.no-number')}
                </span>
              ) : (
                <Foreign key={id} text={shortened(number, NUMBER_CHARACTERS)} />
              ),
            ] as const,
          ]
        }),
        [
          words('matter.clock'),
          <span key="clock" className="row">
            {detail.onClock === null
              ? words('look.on-none')
              : detail.onClock === party
                ? words('look.on-ours')
                : words('look.on-theirs', { party: partyName(detail.onClock) })}
            {detail.due !== null && (
              <>
                <Instant at={detail.due} />
                <Left until={detail.due} />
              </>
            )}
          </span>,
        ],
        detail.lapses !== null && [
          words('matter.lapses'),
          <span key="lapses" className="row">
            <Instant at={detail.lapses} />
            <Left until={detail.lapses} />
            {detail.extended && <Tag>{words('matter.extended')}</Tag>}
          </span>,
        ],
      ]}
    />
  )
}

function Lead({
  detail,
  state,
}: {
  readonly detail: Detail
  readonly state: MatterState | undefined
}): ReactNode {
  const words = useWords()
  const { partyName } = useReader()
  const by = detail.openedBy === null ? '' : partyName(detail.openedBy)
  const kind = words.knows('matter', detail.kind)
    ? words.term('matter', detail.kind)
    : plainForeign(detail.kind)
  const to = state?.kind === 'request' ? partyName(state.requested) : ''
  return (
    <>
      {kind}
      {detail.requestKind !== null && `: ${words.term('kind', detail.requestKind)}`}
      {by !== '' &&
        ` · ${to === '' ? words('matter.by', { party: by }) : words('matter.by-to', { party: by, to })}`}
      {detail.opened !== null && (
        <span className="matter-opened">
          <Instant at={detail.opened} />
        </span>
      )}
    </>
  )
}

/** Not seen, seen, acknowledged, answered and declined are five different things; silence shows. */
export function seenState(detail: Detail, state: MatterState | undefined): string | undefined {
  if (state?.kind === 'request') {
    if (state.stage === 'declined') return 'declined'
    if (state.suppliedMs !== null) return 'answered'
  }
  return detail.notice ?? undefined
}

const URGENCY_TONES: Readonly<Record<string, Tone>> = { emergency: 'bad', urgent: 'warn' }
const SEEN_TONES: Readonly<Record<string, Tone>> = {
  'not-seen': 'bad',
  seen: 'warn',
  acknowledged: 'good',
  answered: 'good',
  declined: 'bad',
}

function Standing({
  detail,
  state,
}: {
  readonly detail: Detail
  readonly state: MatterState | undefined
}): ReactNode {
  const words = useWords()
  const { party } = useReader()
  const seen = seenState(detail, state)
  const status = words.knows('stage', detail.status)
    ? words.term('stage', detail.status)
    : plainForeign(detail.status)
  // The status of what nobody has touched yet says the same as the seen-state.
  const isSilent = seen !== undefined && seen === detail.status
  const isForUs = detail.openedBy !== party
  const isPriority = state?.kind === 'case' && state.prioritySinceMs !== null
  return (
    <p className="row">
      {!isSilent && <Tag tone={detail.overdue ? 'bad' : 'accent'}>{status}</Tag>}
      {detail.overdue && <Tag tone="bad">{words.term('stage', 'overdue')}</Tag>}
      {seen !== undefined && (
        <Tag tone={SEEN_TONES[seen] ?? 'plain'}>
          {words.term('matter', `${isForUs ? 'seen-ours' : 'seen'}.${seen}`)}
        </Tag>
      )}
      {detail.urgency !== null && (
        <Tag tone={isEnded(detail.status) ? 'plain' : (URGENCY_TONES[detail.urgency] ?? 'plain')}>
          {words('matter.urgency', { urgency: words.term('urgency', detail.urgency) })}
        </Tag>
      )}
      {isPriority && detail.status !== 'priority' && <Tag tone="warn">{words('matter.priority')}</Tag>}
      {state?.kind === 'call' && state.drill && <Tag tone="private">{words('shell.drill')}</Tag>}
      {detail.lapsed && <Tag tone="bad">{words('matter.lapsed')}</Tag>}
    </p>
  )
}

/** Who of ours has it, whether it is kept to some, and whether the reader follows it: nothing of it leaves the node. */
function Ours({ detail }: { readonly detail: Detail }): ReactNode {
  const words = useWords()
  const { may, user } = useReader()
  const { seatName, userName } = useColleagues()
  const params = { channel: detail.channel, matter: detail.id }
  const { data: kept } = useRead('restrictions.get', { params })
  const { data: given } = useRead('assignments.list', { params }, { enabled: may('draft') })
  const holders = given?.items.map(({ holder }) =>
    holder.kind === 'seat'
      ? seatName(holder.id)
      : holder.id === user
        ? words('matter.you')
        : userName(holder.id),
  )
  return (
    <p className="row matter-ours no-print">
      <span className="hidden-text">{words('look.private')}</span>
      {kept !== undefined && kept.seats !== null && (
        <Tag tone="private">
          {words('matter.restricted', { seats: words.list(kept.seats.map(seatName)) })}
        </Tag>
      )}
      {holders !== undefined && (
        <Tag tone="private">
          {holders.length === 0
            ? words('matter.unassigned')
            : words('matter.assigned', { holders: plainForeign(words.list(holders)) })}
        </Tag>
      )}
      <Follow detail={detail} />
    </p>
  )
}

function Follow({ detail }: { readonly detail: Detail }): ReactNode {
  const words = useWords()
  const params = { channel: detail.channel, matter: detail.id }
  const { data } = useRead('follows.list', { params: { channel: detail.channel } })
  const follow = useDo('follows.set')
  const leave = useDo('follows.remove')
  if (data === undefined) return null
  const isFollowed = data.items.includes(detail.id)
  const turn = async (): Promise<void> => {
    await (isFollowed ? leave : follow).mutateAsync({ params })
    tell(words(isFollowed ? 'matter.unfollowed' : 'matter.followed'), () =>
      (isFollowed ? follow : leave).mutateAsync({ params }),
    )
  }
  return (
    <Button size="small" isBusy={follow.isPending || leave.isPending} onPress={() => void turn()}>
      {words(isFollowed ? 'matter.unfollow' : 'matter.follow')}
    </Button>
  )
}
