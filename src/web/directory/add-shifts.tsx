import { type ReactNode, useState } from 'react'
import { HOTLINE_LINES, type HotlineLine } from '../../instruments/index.ts'
import { Button } from '../look/button.tsx'
import { Checks, Choice, TextInput } from '../look/field.tsx'
import { Panel } from '../look/parts.tsx'
import { useReader } from '../look/reader.tsx'
import { shortZone } from '../look/time.ts'
import { useWords } from '../look/words.tsx'
import type { Names } from './names.ts'
import type { Draft } from './shifts.ts'
import { dayIn, daysAfter, DAYS_IN_WEEK, hourOf, instantAt, type Span } from './week.ts'

type Day = Span & { readonly day: string }

/** The same hours on some days of the shown week, and the week before once more. */
export function AddShifts({
  days,
  officers,
  names,
  shifts,
  onAdd,
}: {
  readonly days: readonly Day[]
  readonly officers: readonly string[]
  readonly names: Names
  readonly shifts: readonly Draft[]
  readonly onAdd: (shifts: readonly Draft[]) => void
}): ReactNode {
  const words = useWords()
  const { zone } = useReader()
  const [officer, setOfficer] = useState<string | null>(officers.length === 1 ? (officers[0] ?? null) : null)
  const [line, setLine] = useState<HotlineLine>('seat')
  const [chosen, setChosen] = useState<readonly string[]>(days.map(({ day }) => day))
  const [from, setFrom] = useState('00:00')
  const [until, setUntil] = useState('24:00')
  const isHour = (text: string): boolean => /^(?:[01]\d|2[0-3]):[0-5]\d$|^24:00$/.test(text)
  const isWhole = officer !== null && chosen.length > 0 && isHour(from) && from !== '24:00' && isHour(until)
  const format = new Intl.DateTimeFormat(words.language === 'en' ? 'en-GB' : words.language, {
    timeZone: zone,
    weekday: 'short',
    day: 'numeric',
    month: 'short',
  })
  const add = (): void => {
    if (officer === null) return
    onAdd(
      chosen.map((day) => ({
        fromMs: instantAt(day, from, zone),
        // A watch that ends at or before its own beginning ends on the next day.
        untilMs:
          until === '24:00'
            ? instantAt(daysAfter(day, 1), '00:00', zone)
            : instantAt(until <= from ? daysAfter(day, 1) : day, until, zone),
        line,
        officer,
      })),
    )
  }
  const before = daysAfter(days[0]?.day ?? '', -DAYS_IN_WEEK)
  const weekBefore = {
    fromMs: instantAt(before, '00:00', zone),
    untilMs: days[0]?.fromMs ?? 0,
  }
  const earlier = shifts.filter(({ fromMs }) => fromMs >= weekBefore.fromMs && fromMs < weekBefore.untilMs)
  /** The same hour of the wall clock a week later, also where the clocks are changed between. */
  const shifted = (ms: number): number =>
    instantAt(daysAfter(dayIn(ms, zone), DAYS_IN_WEEK), hourOf(ms, zone), zone)
  return (
    <Panel title={words('directory.add-shifts')}>
      <div className="directory-add">
        <Choice
          label={words('directory.officer')}
          isRequired
          options={officers.map((id) => ({ id, label: names.officerName(id) }))}
          value={officer}
          onChange={setOfficer}
        />
        <Choice
          label={words('directory.line')}
          options={HOTLINE_LINES.map((id) => ({ id, label: words.term('line', id) }))}
          value={line}
          onChange={setLine}
        />
        <TextInput
          label={words('directory.from')}
          hint={words('directory.hour-hint', { zone: shortZone(zone) })}
          value={from}
          onChange={setFrom}
          maxLength={5}
          fault={isHour(from) && from !== '24:00' ? undefined : words('directory.hour-wrong')}
        />
        <TextInput
          label={words('directory.until')}
          hint={words('directory.hour-next')}
          value={until}
          onChange={setUntil}
          maxLength={5}
          fault={isHour(until) ? undefined : words('directory.hour-wrong')}
        />
      </div>
      <Checks
        label={words('directory.days')}
        options={days.map(({ day, fromMs }) => ({ id: day, label: format.format(fromMs) }))}
        value={chosen}
        onChange={setChosen}
      />
      <div className="row">
        <Button isDisabled={!isWhole} onPress={add}>
          {words('directory.add-go', { count: chosen.length })}
        </Button>
        {earlier.length > 0 && (
          <Button
            kind="quiet"
            onPress={() =>
              onAdd(
                earlier.map((one) => ({
                  ...one,
                  fromMs: shifted(one.fromMs),
                  untilMs: shifted(one.untilMs),
                })),
              )
            }
          >
            {words('directory.copy-week', { count: earlier.length })}
          </Button>
        )}
      </div>
    </Panel>
  )
}
