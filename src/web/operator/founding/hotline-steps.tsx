import type { ReactNode } from 'react'
import { Button } from '../../look/button.tsx'
import { Check, Choice, TextInput } from '../../look/field.tsx'
import { Row } from '../../look/parts.tsx'
import { useWords } from '../../look/words.tsx'
import { faultOfCharter } from './charter-fault.ts'
import type { TermsProps } from './terms-form.tsx'
import { LINES, type TypedTerms } from './typed-charter.ts'

type Step = TypedTerms['steps'][number]
const STEPS_MAX = 12

/** Whom a hotline call rings when, and how often it is practised. */
export function HotlineSteps({ fault, onChange, typed }: TermsProps): ReactNode {
  const words = useWords()
  const { steps } = typed
  const change = (at: number, changed: Partial<Step>): void =>
    onChange({ ...typed, steps: steps.map((one, i) => (i === at ? { ...one, ...changed } : one)) })
  return (
    <>
      <ol className="operator-list">
        {steps.map(({ afterMinutes, line }, at) => (
          // Steps stand in the order in which they come.
          <li key={at} className="founding-step">
            <Choice
              label={words('founding.step-line', { at: at + 1 })}
              options={LINES.map((id) => ({ id, label: words(`notice.line.${id}`) }))}
              value={line}
              onChange={(value) => change(at, { line: value })}
            />
            <TextInput
              label={words('founding.step-after', { at: at + 1 })}
              inputMode="numeric"
              value={afterMinutes}
              onChange={(value) => change(at, { afterMinutes: value })}
              {...faultOfCharter(fault, `terms.hotline.steps[${at}]`)}
            />
            {steps.length > 1 && (
              <Button
                size="small"
                aria-label={words('founding.step-remove', { at: at + 1 })}
                onPress={() => onChange({ ...typed, steps: steps.filter((_one, i) => i !== at) })}
              >
                {words('operator.remove')}
              </Button>
            )}
          </li>
        ))}
      </ol>
      {steps.length < STEPS_MAX && (
        <Row>
          <Button
            size="small"
            onPress={() => onChange({ ...typed, steps: [...steps, { line: 'principal', afterMinutes: '' }] })}
          >
            {words('founding.step-add')}
          </Button>
        </Row>
      )}
      <Check isSelected={typed.hasDrills} onChange={(hasDrills) => onChange({ ...typed, hasDrills })}>
        {words('founding.drills')}
      </Check>
      {typed.hasDrills && (
        <TextInput
          label={words('founding.drills-every')}
          inputMode="numeric"
          value={typed.drillEveryDays}
          onChange={(drillEveryDays) => onChange({ ...typed, drillEveryDays })}
          {...faultOfCharter(fault, 'terms.hotline.drillEveryDays')}
        />
      )}
    </>
  )
}
