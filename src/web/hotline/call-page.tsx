import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useNeeded } from '../api/queries.ts'
import type { ChannelHere } from '../directory/here.ts'
import { type Names, useNames } from '../directory/names.ts'
import { Instant } from '../look/instant.tsx'
import { Columns, Facts, PageHead, Panel, Stack } from '../look/parts.tsx'
import { useReader } from '../look/reader.tsx'
import { useWords } from '../look/words.tsx'
import { type Call, isOpen } from './call.ts'
import { CallDeeds } from './call-deeds.tsx'
import { CallTimeline } from './call-timeline.tsx'
import { Escalation } from './escalation.tsx'
import { CallStatus } from './history.tsx'
import './hotline.css'

/** One call: how it stands, what can be done now, and all that has been. */
export function CallPage({
  here,
  matter,
}: {
  readonly here: ChannelHere
  readonly matter: string
}): ReactNode {
  const words = useWords()
  const { party, partyName } = useReader()
  const { channel } = here
  const { data: call } = useNeeded('hotline.call', { params: { channel, matter } })
  const names = useNames(channel)
  return (
    <Stack>
      <p className="no-print">
        <Link to="/hotline" search={{ channel }}>
          {words('hotline.all-calls')}
        </Link>
      </p>
      <PageHead
        title={words(call.drill ? 'hotline.drill-of' : 'hotline.call-of', {
          caller: partyName(call.caller),
          called: partyName(call.called),
        })}
      />
      <div className="hotline-standing" data-drill={call.drill} data-status={call.status}>
        <div className="row" role="status">
          <CallStatus row={call} />
        </div>
        {call.drill && isOpen(call) && (
          <p>{words(call.caller === party ? 'hotline.drill-placed' : 'hotline.drill-means')}</p>
        )}
        <Escalation call={call} />
        {isOpen(call) && <CallDeeds here={here} call={call} names={names} />}
      </div>
      <Columns column="24rem">
        <Panel title={words('hotline.facts')}>
          <CallFacts channel={channel} call={call} names={names} />
        </Panel>
        <Panel title={words('hotline.timeline')}>
          <CallTimeline channel={channel} call={call} names={names} />
        </Panel>
      </Columns>
    </Stack>
  )
}

function CallFacts({
  channel,
  call,
  names,
}: {
  readonly channel: string
  readonly call: Call
  readonly names: Names
}): ReactNode {
  const words = useWords()
  const { partyName } = useReader()
  const speaker = ({ officer, seat }: Call['callerSpeaker']): ReactNode =>
    officer === null && seat === null ? (
      words('hotline.speaker-unnamed')
    ) : (
      <bdi>
        {words.listed(
          [
            officer === null ? '' : names.officerName(officer),
            seat === null ? '' : names.seatName(seat),
          ].filter((part) => part !== ''),
        )}
      </bdi>
    )
  return (
    <Facts
      of={[
        [words('hotline.caller'), partyName(call.caller)],
        [words('hotline.speaks'), speaker(call.callerSpeaker)],
        [words('hotline.called'), partyName(call.called)],
        [words('hotline.speaks'), speaker(call.calledSpeaker)],
        [words('hotline.reason'), words.term('call-reason', call.reason)],
        [words('hotline.severity'), words.term('severity', call.severity)],
        call.matter !== null && [
          words('hotline.about'),
          <Link
            key="matter"
            to="/channels/$channel/matters/$matter"
            params={{ channel, matter: call.matter }}
          >
            {words('hotline.to-matter')}
          </Link>,
        ],
        [words('hotline.placed'), <Instant key="placed" at={call.placed} />],
        call.answered !== null && [
          words('hotline.answered'),
          <span key="answered">
            <Instant at={call.answered} />{' '}
            {call.answerMinutes !== null && words('hotline.answered-after', { count: call.answerMinutes })}
          </span>,
        ],
        call.outcome !== null && [words('hotline.outcome'), words.term('call-outcome', call.outcome)],
      ]}
    />
  )
}
