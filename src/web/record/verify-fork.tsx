import { type ReactNode, useEffect } from 'react'
import { call } from '../api/client.ts'
import { Panel } from '../look/parts.tsx'
import { useReader } from '../look/reader.tsx'
import { useWords } from '../look/words.tsx'
import { Outcome } from './outcome.tsx'
import { useVerification } from './use-verification.ts'

/** The proof that a party signed two histories, checked here before anybody is told of it. */
export function VerifyFork({
  channel,
  party,
}: {
  readonly channel: string
  readonly party: string
}): ReactNode {
  const words = useWords()
  const { partyName } = useReader()
  const { is, start } = useVerification()
  useEffect(() => {
    start(async () => {
      const answer = await call('record.fork', { params: { channel, party } })
      return answer.blob()
    }, {})
  }, [channel, party, start])
  const name = words('record.fork-title', { party: partyName(party) })
  return (
    <Panel title={name}>
      <Outcome is={is} name={name} channel={channel} />
    </Panel>
  )
}
