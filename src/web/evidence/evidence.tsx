import { useSearch } from '@tanstack/react-router'
import { type ReactNode, Suspense, useState } from 'react'
import { Button } from '../look/button.tsx'
import { PageHead, Stack } from '../look/parts.tsx'
import { useReader } from '../look/reader.tsx'
import { useWords } from '../look/words.tsx'
import { Waiting } from '../shell/waiting.tsx'
import { AllExhibits } from './all-exhibits.tsx'
import { Deposit } from './deposit.tsx'
import { ExhibitPage } from './exhibit-page.tsx'
import './evidence.css'

export function Evidence(): ReactNode {
  const { channel, exhibit, matter } = useSearch({ from: '/evidence' })
  if (channel !== undefined && matter !== undefined && exhibit !== undefined)
    return <ExhibitPage at={{ channel, matter }} sealed={exhibit} />
  return <EvidenceRoom channel={channel} matter={matter} />
}

/** All exhibits, and the place where new ones are brought in: opened at once when one comes from a matter. */
function EvidenceRoom({
  channel,
  matter,
}: {
  readonly channel: string | undefined
  readonly matter: string | undefined
}): ReactNode {
  const words = useWords()
  const { may } = useReader()
  const [isDepositing, setDepositing] = useState(matter !== undefined)
  const canDeposit = may('evidence') && may('draft')
  return (
    <Stack>
      <PageHead title={words('evidence.title')} lead={words('evidence.lead')}>
        {canDeposit && !isDepositing && (
          <Button kind="main" onPress={() => setDepositing(true)}>
            {words('evidence.deposit')}
          </Button>
        )}
      </PageHead>
      {canDeposit && isDepositing && (
        <Suspense fallback={<Waiting />}>
          <Deposit channel={channel} matter={matter} onClose={() => setDepositing(false)} />
        </Suspense>
      )}
      <AllExhibits channel={channel} onDeposit={canDeposit ? () => setDepositing(true) : undefined} />
    </Stack>
  )
}
