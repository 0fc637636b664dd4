import type { ReactNode } from 'react'
import { useNow } from '../effects/clock.ts'
import { useReader } from './reader.tsx'
import { useWords } from './words.tsx'
import { hourIn, leftText, shortZone } from './time.ts'

/**
 * An instant with its hour, in the reader's zone and in that of the other side; more zones where more parties take part.
 * `at`: RFC 3339.
 */
export function Instant({
  at,
  zones,
}: {
  readonly at: string
  readonly zones?: readonly string[] | undefined
}): ReactNode {
  const { language } = useWords()
  const reader = useReader()
  const ms = Date.parse(at)
  const others = (zones ?? reader.otherZones).filter((zone) => zone !== reader.zone)
  return (
    <time className="instant" dateTime={at}>
      <Hour ms={ms} zone={reader.zone} language={language} />
      {others.map((zone) => (
        <span key={zone} className="instant-other">
          <Hour ms={ms} zone={zone} language={language} besideZone={reader.zone} />
        </span>
      ))}
    </time>
  )
}

function Hour({
  ms,
  zone,
  language,
  besideZone,
}: {
  ms: number
  zone: string
  language: string
  besideZone?: string
}): ReactNode {
  return (
    <span>
      {hourIn(ms, zone, language, besideZone)} <span className="instant-zone">{shortZone(zone)}</span>
    </span>
  )
}

const WARN_MS = 24 * 3_600_000
const MINUTE_MS = 60_000

/** How long is left until a deadline, or how long it has passed; it says so in words and not by colour alone. */
export function Left({
  until,
  isDone = false,
}: {
  readonly until: string
  readonly isDone?: boolean
}): ReactNode {
  const words = useWords()
  const leftMs = Date.parse(until) - useNow()
  const tone = isDone ? 'plain' : leftMs < 0 ? 'bad' : leftMs < WARN_MS ? 'warn' : 'plain'
  return (
    <span className="left" data-tone={tone}>
      {leftText(leftMs, words)}
    </span>
  )
}

/** How long ago something was. */
export function Ago({ at }: { readonly at: string }): ReactNode {
  const words = useWords()
  const passedMs = useNow() - Date.parse(at)
  return (
    <span className="ago soft small">
      {passedMs < MINUTE_MS
        ? words('look.just-now')
        : words('look.ago', { time: leftText.duration(passedMs, words) })}
    </span>
  )
}
