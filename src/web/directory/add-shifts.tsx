import { type ReactNode, useState } from 'react'
import { CALL_LINES } from '../../acts/index.ts'
import { Button } from '../look/button.tsx'
import { Checks, Choice, TextInput } from '../look/field.tsx'
import { Panel } from '../look/parts.tsx'
import { useReader } from '../look/reader.tsx'
import { shortZone } from '../look/time.ts'
import { useWords } from '../look/words.tsx'
import type { Names } from './names.ts'
import type { Draft } from './shifts.ts'
import { draftsOf, isBeginning, isHour, type Watch, weekLater } from './watch.ts'
import type { Span } from './week.ts'

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
  const [watch, setWatch] = useState<Watch>({
    officer: officers.length === 1 ? (officers[0] ?? null) : null,
    line: 'seat',
    days: days.map(({ day }) => day),
    from: '00:00',
    until: '24:00',
  })
  const ready = draftsOf(watch, zone)
  const again = weekLater(shifts, days[0]?.day ?? '', zone)
  return (
    <Panel title={words('directory.add-shifts')}>
      <WatchFields
        watch={watch}
        change={(part) => setWatch((before) => ({ ...before, ...part }))}
        days={days}
        officers={officers}
        names={names}
      />
      <div className="row">
        <Button isDisabled={ready.length === 0} onPress={() => onAdd(ready)}>
          {words('directory.add-go', { count: watch.days.length })}
        </Button>
        {again.length > 0 && (
          <Button kind="quiet" onPress={() => onAdd(again)}>
            {words('directory.copy-week', { count: again.length })}
          </Button>
        )}
      </div>
    </Panel>
  )
}

function WatchFields({
  watch,
  change,
  days,
  officers,
  names,
}: {
  readonly watch: Watch
  readonly change: (part: Partial<Watch>) => void
  readonly days: readonly Day[]
  readonly officers: readonly string[]
  readonly names: Names
}): ReactNode {
  const words = useWords()
  const { zone } = useReader()
  const format = new Intl.DateTimeFormat(words.language === 'en' ? 'en-GB' : words.language, {
    timeZone: zone,
    weekday: 'short',
    day: 'numeric',
    month: 'short',
  })
  return (
    <>
      <div className="directory-add">
        <Choice
          label={words('directory.officer')}
          isRequired
          options={officers.map((id) => ({ id, label: names.officerName(id) }))}
          value={watch.officer}
          onChange={(officer) => change({ officer })}
        />
        <Choice
          label={words('directory.line')}
          options={CALL_LINES.map((id) => ({ id, label: words.term('line', id) }))}
          value={watch.line}
          onChange={(line) => change({ line })}
        />
        <TextInput
          label={words('directory.from')}
          hint={words('directory.hour-hint', { zone: shortZone(zone) })}
          value={watch.from}
          onChange={(from) => change({ from })}
          maxLength={5}
          fault={isBeginning(watch.from) ? undefined : words('directory.hour-wrong')}
        />
        <TextInput
          label={words('directory.until')}
          hint={words('directory.hour-next')}
          value={watch.until}
          onChange={(until) => change({ until })}
          maxLength={5}
          fault={isHour(watch.until) ? undefined : words('directory.hour-wrong')}
        />
      </div>
      <Checks
        label={words('directory.days')}
        options={days.map(({ day, fromMs }) => ({ id: day, label: format.format(fromMs) }))}
        value={watch.days}
        onChange={(chosen) => change({ days: chosen })}
      />
    </>
  )
}
