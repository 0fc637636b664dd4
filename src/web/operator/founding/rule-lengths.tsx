import type { ReactNode } from 'react'
import { useNeeded } from '../../api/queries.ts'
import { Button } from '../../look/button.tsx'
import { Choice, TextInput } from '../../look/field.tsx'
import { Row } from '../../look/parts.tsx'
import type { RefusedField } from '../../look/standing.ts'
import { useWords } from '../../look/words.tsx'
import { faultOfCharter } from './charter-fault.ts'
import type { TermsProps } from './terms-form.tsx'
import { type TypedLength, UNITS } from './typed-charter.ts'

/** So much of a unit, such as seven working days. */
export function LengthInput({
  label,
  value,
  onChange,
  fault,
}: {
  readonly label: string
  readonly value: TypedLength
  readonly onChange: (value: TypedLength) => void
  readonly fault?: RefusedField
}): ReactNode {
  const words = useWords()
  return (
    <div className="founding-length">
      <TextInput
        label={label}
        inputMode="numeric"
        value={value.count}
        onChange={(count) => onChange({ ...value, count })}
        fault={fault}
      />
      <Choice
        label={words('founding.unit')}
        options={UNITS.map((id) => ({ id, label: words(`founding.unit-${id}`) }))}
        value={value.unit}
        onChange={(unit) => onChange({ ...value, unit })}
      />
    </div>
  )
}

const WEEK: TypedLength = { count: '7', unit: 'calendar-days' }

/** Other lengths for deadlines of instruments, where the parties agree on them. */
export function RuleLengths({ fault, onChange, typed }: TermsProps): ReactNode {
  const words = useWords()
  const { data } = useNeeded('instruments.get', {})
  const rules = data.clockRules.filter(({ instrument }) => instrument !== 'charter')
  const labels = rules.map(({ aim, article, id, instrument, length }) => ({
    id,
    label: [words.term('instrument', instrument), article ?? ''].join(' ').trim(),
    hint: words('founding.rule-hint', {
      aim: words.term('aim', aim),
      length: length === null ? '' : words(`length.${length.unit}`, { count: length.count }),
    }),
  }))
  const { overrides } = typed
  const free = labels.filter(({ id }) => !overrides.some(({ rule }) => rule === id))
  return (
    <>
      {overrides.map(({ count, rule, unit }, at) => (
        <div key={rule} className="founding-rule">
          <LengthInput
            label={`${labels.find(({ id }) => id === rule)?.label ?? rule} (${rule})`}
            value={{ count, unit }}
            onChange={(length) =>
              onChange({
                ...typed,
                overrides: overrides.map((one, i) => (i === at ? { rule: one.rule, ...length } : one)),
              })
            }
            {...faultOfCharter(fault, `terms.overrides[${at}]`)}
          />
          <Button
            size="small"
            aria-label={words('founding.rule-remove', { rule })}
            onPress={() => onChange({ ...typed, overrides: overrides.filter((one) => one.rule !== rule) })}
          >
            {words('operator.remove')}
          </Button>
        </div>
      ))}
      <Row>
        <Choice
          label={words('founding.rule-add')}
          hint={words('founding.rule-add-hint')}
          options={free}
          value={null}
          onChange={(rule) => onChange({ ...typed, overrides: [...overrides, { rule, ...WEEK }] })}
        />
      </Row>
    </>
  )
}
