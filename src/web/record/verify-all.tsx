import { type ReactNode, useState } from 'react'
import { call } from '../api/client.ts'
import type { ChannelHere } from '../directory/here.ts'
import { Button } from '../look/button.tsx'
import { Panel } from '../look/parts.tsx'
import { useReader } from '../look/reader.tsx'
import { useWords } from '../look/words.tsx'
import type { RecordView } from './given.ts'
import { Outcome } from './outcome.tsx'
import { useVerification } from './use-verification.ts'

/** The whole channel, streamed from the node into the worker, and held against what the node says of it now. */
export function VerifyAll({
  here,
  record,
}: {
  readonly here: ChannelHere
  readonly record: RecordView
}): ReactNode {
  const words = useWords()
  const { partyName } = useReader()
  const { channel } = here
  const { is, start, stop } = useVerification()
  const [fault, setFault] = useState<unknown>()
  const go = async (): Promise<void> => {
    setFault(undefined)
    try {
      const { cards } = await call('record.anchors', { params: { channel } })
      start((signal) => exported(channel, signal), { cards: Object.values(cards) })
    } catch (cause) {
      setFault(cause)
    }
  }
  const isGoing = is.state === 'going'
  return (
    <Panel title={words('record.verify-all-title')}>
      <p>{words('record.verify-lead')}</p>
      <p className="soft small">
        {words('record.verify-keys')}
        {': '}
        {words('record.keys-known', { parties: words.list(here.parties.map(partyName)) })}
      </p>
      <div className="row no-print">
        {isGoing ? (
          <Button onPress={stop}>{words('record.verify-cancel')}</Button>
        ) : (
          <Button kind="main" onPress={() => void go()}>
            {words(is.state === 'idle' ? 'record.verify-all' : 'record.verify-again')}
          </Button>
        )}
      </div>
      <Outcome
        is={fault === undefined ? is : { state: 'failed', fault }}
        name={words('record.verify-all-title')}
        channel={channel}
        record={record}
      />
    </Panel>
  )
}

async function exported(channel: string, signal: AbortSignal): Promise<ReadableStream<Uint8Array>> {
  const given = { params: { channel }, signal }
  const answer = await call('channels.export', given)
  if (answer.body === null) throw new Error('the answer has no body')
  return answer.body
}
