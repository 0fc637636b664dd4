import { Link, useNavigate } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'
import { useDo, useNeeded } from '../api/queries.ts'
import { now } from '../effects/clock.ts'
import { type DraftContent, withValue } from '../forms/content.ts'
import { KeepForm, type KeptForm } from '../forms/kept-form.tsx'
import { Button } from '../look/button.tsx'
import { Check } from '../look/field.tsx'
import { Empty, PageHead, Panel, Stack } from '../look/parts.tsx'
import { useReader } from '../look/reader.tsx'
import { Refusal } from '../look/refusal.tsx'
import { tell } from '../look/toast.tsx'
import { useWords } from '../look/words.tsx'
import { AddShifts } from './add-shifts.tsx'
import type { ChannelHere } from './here.ts'
import { type Agency, type Names, useNames } from './names.ts'
import { RotaChange } from './rota-change.tsx'
import { DayCell } from './rota-day.tsx'
import { ShiftList } from './shift-list.tsx'
import { type Draft, gapsOf, shiftKey, shiftsIn, shiftsOf, toKeep, toSend, without } from './shifts.ts'
import { DAYS_IN_WEEK, dayIn, daysFrom, isDay } from './week.ts'

const TYPE = 'directory.duty.set'

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
  const { zone } = useReader()
  const { channel } = here
  const names = useNames(channel)
  const { data: agency } = useNeeded('directory.agency', { params: { channel, matter: id } })
  const [nowMs] = useState(now)
  const first = isDay(week) ? week : dayIn(nowMs, zone)
  return (
    <Stack>
      <p>
        <Link to="/directory" search={{ channel, view: 'rota', week: first }}>
          {words('directory.back')}
        </Link>
      </p>
      <PageHead
        title={words('directory.rota-of', { seat: names.seatName(seat) })}
        lead={words('directory.rota-lead')}
      />
      {agency.officers.length === 0 ? (
        <Empty title={words('directory.rota-nobody')}>
          <p>{words('directory.rota-nobody-hint')}</p>
          <Link className="button" to="/directory" search={{ channel, agency: id }}>
            {words('directory.to-seats')}
          </Link>
        </Empty>
      ) : (
        <KeepForm
          channel={channel}
          type={TYPE}
          about={id}
          isThis={({ data }) => data['seat'] === seat}
          start={() => ({ type: TYPE, about: id, data: { seat, shifts: toKeep(shiftsOf(agency, seat)) } })}
        >
          {(form) => (
            <FillRota
              channel={channel}
              agency={agency}
              seat={seat}
              first={first}
              names={names}
              nowMs={nowMs}
              form={form}
            />
          )}
        </KeepForm>
      )}
    </Stack>
  )
}

const together = (before: readonly Draft[], more: readonly Draft[]): readonly Draft[] => [
  ...before,
  ...without(more, before),
]

const withShifts =
  (made: (before: readonly Draft[]) => readonly Draft[]) =>
  (content: DraftContent): DraftContent =>
    withValue(content, 'data.shifts', toKeep(made(shiftsIn(content.data['shifts']))))

function FillRota({
  channel,
  agency,
  seat,
  first,
  names,
  nowMs,
  form,
}: {
  readonly channel: string
  readonly agency: Agency
  readonly seat: string
  readonly first: string
  readonly names: Names
  readonly nowMs: number
  readonly form: KeptForm
}): ReactNode {
  const words = useWords()
  const { zone } = useReader()
  const shifts = shiftsIn(form.content.data['shifts'])
  const [dropsPast, setDropsPast] = useState(false)
  const standing = shiftsOf(agency, seat).filter(({ untilMs }) => untilMs > nowMs)
  const past = shifts.filter(({ untilMs }) => untilMs <= nowMs)
  const days = daysFrom(first, zone)
  // Whoever holds the seat first.
  const officers = agency.officers.toSorted((a, b) => Number(b.seat === seat) - Number(a.seat === seat))
  const change = (made: (before: readonly Draft[]) => readonly Draft[]): void => form.change(withShifts(made))
  const add = (more: readonly Draft[]): void => change((before) => together(before, more))
  const kept = dropsPast ? shifts.filter((one) => !past.includes(one)) : shifts
  return (
    <>
      <AddShifts
        days={days}
        officers={officers.map(({ id }) => id)}
        names={names}
        shifts={shifts}
        onAdd={add}
      />
      <Preview
        days={days}
        shifts={shifts}
        names={names}
        today={dayIn(nowMs, zone)}
        isDayAndNight={agency.seats.find((one) => one.id === seat)?.hours === 'always'}
      />
      <ShiftList
        shifts={shifts.filter(({ untilMs }) => untilMs > nowMs)}
        names={names}
        onRemove={(gone) => change((before) => before.filter((one) => shiftKey(one) !== shiftKey(gone)))}
      />
      {past.length > 0 && (
        <Check isSelected={dropsPast} onChange={setDropsPast}>
          {words('directory.drop-past', { count: past.length })}
        </Check>
      )}
      <RotaChange standing={standing} shifts={kept} names={names} />
      <Record
        channel={channel}
        agency={agency.id}
        seat={seat}
        first={first}
        shifts={kept}
        form={form}
        onRecord={() => change(() => kept)}
      />
    </>
  )
}

function Preview({
  days,
  shifts,
  names,
  today,
  isDayAndNight,
}: {
  readonly days: ReturnType<typeof daysFrom>
  readonly shifts: readonly Draft[]
  readonly names: Names
  readonly today: string
  readonly isDayAndNight: boolean
}): ReactNode {
  const words = useWords()
  const span = { fromMs: days[0]?.fromMs ?? 0, untilMs: days[DAYS_IN_WEEK - 1]?.untilMs ?? 0 }
  const gaps = isDayAndNight ? gapsOf(shifts, span) : []
  return (
    <Panel title={words('directory.rota-preview')}>
      <ol className="directory-days">
        {days.map((day) => (
          <DayCell
            key={day.day}
            day={day}
            isToday={day.day === today}
            shifts={toSend(shifts)}
            gaps={gaps}
            names={names}
          />
        ))}
      </ol>
    </Panel>
  )
}

function Record({
  channel,
  agency,
  seat,
  first,
  shifts,
  form,
  onRecord,
}: {
  readonly channel: string
  readonly agency: string
  readonly seat: string
  readonly first: string
  readonly shifts: readonly Draft[]
  readonly form: KeptForm
  /** Before it is put there: the draft becomes what is shown. */
  readonly onRecord: () => void
}): ReactNode {
  const words = useWords()
  const navigate = useNavigate()
  const setDuty = useDo('directory.set-duty')
  const save = async (): Promise<void> => {
    onRecord()
    const params = { channel, matter: agency, seat }
    await form.record(() => setDuty.mutateAsync({ params, body: { shifts: toSend(shifts) } }))
    tell(words('directory.rota-set'))
    await navigate({ to: '/directory', search: { channel, view: 'rota', week: first } })
  }
  return (
    <>
      <Refusal of={form.fault} />
      <div className="row">
        <Button kind="main" isBusy={form.isBusy} onPress={() => void save().catch(() => undefined)}>
          {words('directory.rota-go')}
        </Button>
        <span className="small soft">{words('directory.rota-means')}</span>
      </div>
    </>
  )
}
