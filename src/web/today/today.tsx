import { Navigate } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useNow } from '../effects/clock.ts'
import { Instant } from '../look/instant.tsx'
import { Empty, PageHead } from '../look/parts.tsx'
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
  // Whoever runs the node reads nothing of what passes through it: what is theirs today stands on their own page.
  if (!may('read') && OPERATING.some(may)) return <Navigate to="/operator" replace />
  return (
    <>
      <PageHead title={words('today.title')} lead={<Hour />} />
      {may('read') ? <ForReaders /> : <ForOthers />}
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

const OPERATING = ['operate', 'people', 'audit']

/** A seat that neither reads nor runs anything. */
function ForOthers(): ReactNode {
  const words = useWords()
  return <Empty title={words('today.behind-title')} />
}
