import type { ReactNode } from 'react'
import { useNow } from '../effects/clock.ts'
import { ButtonLink } from '../look/button.tsx'
import { Instant } from '../look/instant.tsx'
import { Columns, Empty, PageHead } from '../look/parts.tsx'
import { useReader } from '../look/reader.tsx'
import { useWords } from '../look/words.tsx'
import { Changed } from './changed.tsx'
import { HotlineNow } from './hotline-now.tsx'
import { Given, Next, OnOurs, OnTheirs, useToday } from './on-clock.tsx'
import { Waiting } from './waiting-drafts.tsx'
import './today.css'

/** What the reader's seat has to know at this hour, and nothing else. */
export function Today(): ReactNode {
  const words = useWords()
  const { may } = useReader()
  return (
    <>
      <PageHead title={words('today.title')} lead={<Hour />} />
      {may('read') ? <ForReaders /> : <ForOperators />}
    </>
  )
}

function Hour(): ReactNode {
  const words = useWords()
  const at = new Date(useNow()).toISOString()
  return (
    <span className="today-hour">
      {words('today.now')} <Instant at={at} />
    </span>
  )
}

function ForReaders(): ReactNode {
  const { may } = useReader()
  const today = useToday()
  return (
    <>
      <Next today={today} />
      <div className="today-grid">
        <div className="stack">
          <Given today={today} />
          <OnOurs today={today} />
          <OnTheirs />
        </div>
        <div className="stack">
          <HotlineNow />
          {(may('draft') || may('approve')) && <Waiting />}
          <Changed />
        </div>
      </div>
    </>
  )
}

/** Whoever runs the node reads nothing of what passes through it. */
function ForOperators(): ReactNode {
  const words = useWords()
  const { may } = useReader()
  return (
    <Columns>
      <Empty title={words('today.behind-title')}>
        <p>{words('today.operator')}</p>
        <p>{words('today.operator-hint')}</p>
        {may('operate') && (
          <ButtonLink to="/operator" kind="main">
            {words('today.operator-go')}
          </ButtonLink>
        )}
      </Empty>
    </Columns>
  )
}
