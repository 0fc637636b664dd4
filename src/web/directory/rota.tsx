import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { Reply } from '../api/client.ts'
import { useRead } from '../api/queries.ts'
import { useNow } from '../effects/clock.ts'
import { Empty, Panel, Tag } from '../look/parts.tsx'
import { useReader } from '../look/reader.tsx'
import { Refusal } from '../look/refusal.tsx'
import { shortZone } from '../look/time.ts'
import { useWords } from '../look/words.tsx'
import type { ChannelHere } from './here.ts'
import { type Names, useNames } from './names.ts'
import { DayCell } from './rota-day.tsx'
import { cut, dayIn, daysAfter, daysFrom, DAYS_IN_WEEK, isDay } from './week.ts'

type SeatWeek = Reply<'directory.week'>['seats'][number]
const HOUR_MS = 3_600_000

/** Seven days of every seat, by the reader's own calendar, with the hours of the other side beside. */
export function Rota({
  here,
  week,
}: {
  readonly here: ChannelHere
  readonly week: string | undefined
}): ReactNode {
  const words = useWords()
  const { otherZones, party: own, partyName, zone } = useReader()
  const nowMs = useNow()
  const names = useNames(here.channel)
  const today = dayIn(nowMs, zone)
  // From today on: on a Sunday the days that matter are those of the week to come.
  const first = isDay(week) ? week : today
  const days = daysFrom(first, zone)
  const from = new Date(days[0]?.fromMs ?? 0).toISOString()
  const { channel } = here
  const { data, error } = useRead(
    'directory.week',
    { params: { channel }, query: { from } },
    { placeholderData: (before) => before },
  )
  return (
    <>
      <WeekNav channel={channel} first={first} days={days} today={today} />
      <p className="small soft">
        {words('directory.week-zones', {
          zone: shortZone(zone),
          others: words.listed(otherZones.filter((one) => one !== zone).map(shortZone)) || shortZone(zone),
        })}
      </p>
      <Refusal of={error} />
      {data !== undefined && data.seats.length === 0 && (
        <Empty title={words('directory.week-none')}>
          <p>{words('directory.week-none-hint')}</p>
        </Empty>
      )}
      {[own, ...here.others].map((party) => {
        const seats = (data?.seats ?? []).filter((seat) => seat.party === party)
        return seats.length === 0 ? null : (
          <Panel
            key={party}
            title={partyName(party)}
            aside={party === own && <Tag>{words('directory.ours')}</Tag>}
          >
            {seats.map((seat) => (
              <SeatRow
                key={seat.seat}
                seat={seat}
                days={days}
                today={today}
                names={names}
                here={here}
                isOwn={party === own}
                first={first}
              />
            ))}
          </Panel>
        )
      })}
    </>
  )
}

function WeekNav({
  channel,
  first,
  days,
  today,
}: {
  readonly channel: string
  readonly first: string
  readonly days: ReturnType<typeof daysFrom>
  readonly today: string
}): ReactNode {
  const words = useWords()
  const { zone } = useReader()
  const format = new Intl.DateTimeFormat(words.language === 'en' ? 'en-GB' : words.language, {
    timeZone: zone,
    day: 'numeric',
    month: 'long',
    year: 'numeric',
  })
  const to = (week: string): { channel: string; view: string; week: string } => ({
    channel,
    view: 'rota',
    week,
  })
  return (
    <nav className="directory-week-nav row" aria-label={words('directory.week')}>
      <Link className="button" to="/directory" search={to(daysAfter(first, -DAYS_IN_WEEK))}>
        {words('directory.week-before')}
      </Link>
      <h2>{rangeText(format, days[0]?.fromMs ?? 0, days[DAYS_IN_WEEK - 1]?.fromMs ?? 0)}</h2>
      <Link className="button" to="/directory" search={to(daysAfter(first, DAYS_IN_WEEK))}>
        {words('directory.week-after')}
      </Link>
      {first !== today && (
        <Link className="button" data-kind="quiet" to="/directory" search={{ channel, view: 'rota' }}>
          {words('directory.week-this')}
        </Link>
      )}
    </nav>
  )
}

function SeatRow({
  seat,
  days,
  today,
  names,
  here,
  isOwn,
  first,
}: {
  readonly seat: SeatWeek
  readonly days: ReturnType<typeof daysFrom>
  readonly today: string
  readonly names: Names
  readonly here: ChannelHere
  readonly isOwn: boolean
  readonly first: string
}): ReactNode {
  const words = useWords()
  const nowMs = useNow()
  const gaps = (seat.gaps ?? []).map((gap) => ({
    fromMs: Date.parse(gap.from),
    untilMs: Date.parse(gap.until),
  }))
  // Only what is still to come can be mended, and only that is told of aloud.
  const toCome = gaps.flatMap((gap) => cut(gap, { fromMs: nowMs, untilMs: Number.POSITIVE_INFINITY }) ?? [])
  const gapHours = toCome.reduce((sum, { fromMs, untilMs }) => sum + (untilMs - fromMs), 0) / HOUR_MS
  const name = names.seatName(seat.seat)
  return (
    <div className="directory-rota">
      <div className="row">
        <h3>
          <bdi>{name}</bdi>
        </h3>
        <span className="small soft">
          <bdi>{names.agencyName(seat.agency)}</bdi> · {words.term('hours', seat.hours)}
        </span>
        {toCome.length > 0 && (
          <span className="directory-gap-sum">
            {words('directory.gaps', { count: toCome.length, hours: Math.round(gapHours) })}
          </span>
        )}
        {seat.gaps !== null && gaps.length === 0 && <Tag tone="good">{words('directory.gaps-none')}</Tag>}
        {isOwn && here.may('directory') && (
          <Link
            className="button no-print"
            data-size="small"
            to="/directory"
            search={{ channel: here.channel, agency: seat.agency, seat: seat.seat, week: first }}
          >
            {words('directory.set-rota')}
          </Link>
        )}
      </div>
      <ol className="directory-days">
        {days.map((day) => (
          <DayCell
            key={day.day}
            day={day}
            isToday={day.day === today}
            shifts={seat.shifts}
            gaps={gaps}
            names={names}
          />
        ))}
      </ol>
    </div>
  )
}

/** A range in Chinese falls back to 2026/11/16 by itself; offices write 2026年11月16日. */
function rangeText(format: Intl.DateTimeFormat, fromMs: number, untilMs: number): string {
  const isHan = format.resolvedOptions().locale.startsWith('zh')
  return isHan ? `${format.format(fromMs)} – ${format.format(untilMs)}` : format.formatRange(fromMs, untilMs)
}
