import { Link, useNavigate } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'
import { useDo, useNeeded } from '../api/queries.ts'
import { now } from '../effects/clock.ts'
import { Button } from '../look/button.tsx'
import { Check } from '../look/field.tsx'
import { Empty, PageHead, Panel, Stack } from '../look/parts.tsx'
import { useReader } from '../look/reader.tsx'
import { Refusal } from '../look/refusal.tsx'
import { tell } from '../look/toast.tsx'
import { useWords } from '../look/words.tsx'
import type { ChannelHere } from './here.ts'
import { useNames } from './names.ts'
import { AddShifts } from './add-shifts.tsx'
import { DayCell } from './rota-day.tsx'
import { ShiftList } from './shift-list.tsx'
import { type Draft, gapsOf, shiftKey, shiftsOf, toSend } from './shifts.ts'
import { dayIn, DAYS_IN_WEEK, daysFrom, isDay, mondayOf } from './week.ts'

/** The rota of one seat: a week at a time is filled, and the whole is put on the record at once. */
export function RotaEdit({
  here,
  agency: id,
  seat,
  week,
}: {
  readonly here: ChannelHere
  readonly agency: string
  readonly seat: string
  readonly week: string | undefined
}): ReactNode {
  const words = useWords()
  const navigate = useNavigate()
  const { zone } = useReader()
  const { channel } = here
  const names = useNames(channel)
  const setDuty = useDo('directory.set-duty')
  const { data: agency } = useNeeded('directory.agency', { params: { channel, matter: id } })
  const [nowMs] = useState(now)
  const [shifts, setShifts] = useState<readonly Draft[]>(() => shiftsOf(agency, seat))
  const [dropsPast, setDropsPast] = useState(false)
  const today = dayIn(nowMs, zone)
  const monday = mondayOf(isDay(week) ? week : today)
  const days = daysFrom(monday, zone)
  const past = shifts.filter(({ untilMs }) => untilMs <= nowMs)
  const span = { fromMs: days[0]?.fromMs ?? 0, untilMs: days[DAYS_IN_WEEK - 1]?.untilMs ?? 0 }
  const isDayAndNight = agency.seats.find((one) => one.id === seat)?.hours === 'always'
  const own = agency.officers.toSorted((a, b) => Number(b.seat === seat) - Number(a.seat === seat))
  const back = { channel, view: 'rota', week: monday }
  const add = (more: readonly Draft[]): void =>
    setShifts((before) => {
      const known = new Set(before.map(shiftKey))
      return [...before, ...more.filter((one) => !known.has(shiftKey(one)))]
    })
  const save = async (): Promise<void> => {
    const kept = dropsPast ? shifts.filter((one) => !past.includes(one)) : shifts
    await setDuty.mutateAsync({ params: { channel, matter: id, seat }, body: { shifts: toSend(kept) } })
    tell(words('directory.rota-set'))
    await navigate({ to: '/directory', search: back })
  }
  return (
    <Stack>
      <p>
        <Link to="/directory" search={back}>
          {words('directory.back')}
        </Link>
      </p>
      <PageHead
        title={words('directory.rota-of', { seat: names.seatName(seat) })}
        lead={words('directory.rota-lead')}
      />
      {own.length === 0 ? (
        <Empty title={words('directory.rota-nobody')}>
          <p>{words('directory.rota-nobody-hint')}</p>
          <Link className="button" to="/directory" search={{ channel, agency: id }}>
            {words('directory.to-seats')}
          </Link>
        </Empty>
      ) : (
        <>
          <AddShifts
            days={days}
            officers={own.map((one) => one.id)}
            names={names}
            shifts={shifts}
            onAdd={add}
          />
          <Panel title={words('directory.rota-preview')}>
            <ol className="directory-days">
              {days.map((day) => (
                <DayCell
                  key={day.day}
                  day={day}
                  isToday={day.day === today}
                  shifts={toSend(shifts)}
                  gaps={isDayAndNight ? gapsOf(shifts, span) : []}
                  names={names}
                />
              ))}
            </ol>
          </Panel>
          <ShiftList
            shifts={shifts.filter(({ untilMs }) => untilMs > nowMs)}
            names={names}
            onRemove={(gone) => setShifts((before) => before.filter((one) => one !== gone))}
          />
          {past.length > 0 && (
            <Check isSelected={dropsPast} onChange={setDropsPast}>
              {words('directory.drop-past', { count: past.length })}
            </Check>
          )}
          <Refusal of={setDuty.error} />
          <div className="row">
            <Button kind="main" isBusy={setDuty.isPending} onPress={() => void save().catch(() => undefined)}>
              {words('directory.rota-go')}
            </Button>
            <span className="small soft">{words('directory.rota-means')}</span>
          </div>
        </>
      )}
    </Stack>
  )
}
