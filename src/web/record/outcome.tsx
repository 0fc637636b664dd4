import { type ReactNode, useEffect, useRef } from 'react'
import { Callout, Meter } from '../look/parts.tsx'
import { refusalText } from '../look/refusal.tsx'
import { bytesText } from '../look/time.ts'
import { useWords } from '../look/words.tsx'
import { RecordError } from '../../record/index.ts'
import type { VerifyProgress } from '../verify/index.ts'
import type { RecordView } from './given.ts'
import type { Verification } from './use-verification.ts'
import { Report } from './report.tsx'
import { type Dropped, verdictOf } from './verdict.ts'

const NONE: Dropped = new Set()

/** How a verification goes, and what it came to. The verdict is told and takes the focus: one has waited for it. */
export function Outcome({
  is,
  name,
  channel,
  dropped = NONE,
  record,
}: {
  readonly is: Verification
  /** Of what is verified, as plain text. */
  readonly name: string
  readonly channel: string
  readonly dropped?: Dropped
  /** Of what the node exports now: how much there is to check. */
  readonly record?: RecordView
}): ReactNode {
  const words = useWords()
  const verdict = useRef<HTMLDivElement>(null)
  const isDone = is.state === 'done'
  useEffect(() => {
    if (isDone) verdict.current?.focus()
  }, [isDone])
  switch (is.state) {
    case 'idle':
      return null
    case 'going':
      return <Going progress={is.progress} record={record} />
    case 'stopped':
      return (
        <Callout tone="warn" role="status">
          <p>{words('record.verify-stopped')}</p>
        </Callout>
      )
    case 'failed': {
      const { fault } = is
      const why = fault instanceof RecordError ? words.term('error', fault.code) : undefined
      return (
        <Callout tone="bad" role="alert">
          <p>{why === undefined ? refusalText(fault, words) : words('record.refused-card', { why })}</p>
        </Callout>
      )
    }
    case 'done': {
      const { text, tone } = verdictOf(is.report.verified, dropped, words)
      return (
        <div
          ref={verdict}
          tabIndex={-1}
          className="record-outcome"
          role="group"
          aria-label={words('record.result-of', { name })}
        >
          <Callout tone={tone} role={tone === 'bad' ? 'alert' : 'status'}>
            <p className="record-verdict">{text}</p>
          </Callout>
          <Report report={is.report} dropped={dropped} channel={channel} />
        </div>
      )
    }
  }
}

function Going({
  progress: { acts, bytes, totalBytes },
  record,
}: {
  readonly progress: VerifyProgress
  readonly record: RecordView | undefined
}): ReactNode {
  const words = useWords()
  const size = bytesText(bytes, words.language)
  const all = record?.feeds.reduce((sum, feed) => sum + feed.size, 0)
  const text =
    all === undefined
      ? words('record.verify-progress-file', {
          acts,
          size,
          all: bytesText(totalBytes ?? bytes, words.language),
        })
      : words('record.verify-progress', { acts: Math.min(acts, all), all, size })
  return (
    <div className="record-going">
      <Meter
        label={words('record.verify-going')}
        done={all === undefined ? bytes : acts}
        all={all ?? totalBytes ?? 0}
        text={text}
      />
      <p className="small">{text}</p>
    </div>
  )
}
