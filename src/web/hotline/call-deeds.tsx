import type { ReactNode } from 'react'
import { useDo } from '../api/queries.ts'
import type { ChannelHere } from '../directory/here.ts'
import type { Names } from '../directory/names.ts'
import { Button } from '../look/button.tsx'
import { useReader } from '../look/reader.tsx'
import { Refusal } from '../look/refusal.tsx'
import { useWords } from '../look/words.tsx'
import { type Call, concernsMe } from './call.ts'
import { HandOver } from './hand-over.tsx'
import { StandDown } from './stand-down.tsx'

/** What the reader can do about a call now, and nothing that would be refused. */
export function CallDeeds({
  here,
  call,
  names,
}: {
  readonly here: ChannelHere
  readonly call: Call
  readonly names: Names
}): ReactNode {
  const words = useWords()
  const { name, party } = useReader()
  const answer = useDo('hotline.answer')
  if (!here.may('hotline')) return <p className="soft">{words('hotline.deeds-none')}</p>
  const isCalled = call.called === party
  const isCaller = call.caller === party
  if (!isCalled && !isCaller) return null
  const rings = call.status === 'ringing' || call.status === 'unanswered'
  const waits = isCalled && (rings || call.status === 'handed-over')
  return (
    <div className="stack">
      {waits && (
        <div className="row">
          <Button
            kind="main"
            isBusy={answer.isPending}
            onPress={() => answer.mutate({ params: { channel: here.channel, matter: call.id }, body: {} })}
          >
            {words(call.drill ? 'hotline.answer-drill' : 'hotline.answer-call')}
          </Button>
          <span className="small soft">
            {words('hotline.answer-as', { name })}{' '}
            {!concernsMe(call, names) && words('hotline.answer-others')}
          </span>
        </div>
      )}
      <Refusal of={answer.error} />
      {/* Passing it on, or ending it, before anybody of the called side has answered is for the caller alone. */}
      {(isCaller || !rings) && <HandOver here={here} call={call} names={names} />}
      {(isCaller || !rings) && <StandDown here={here} call={call} />}
    </div>
  )
}
