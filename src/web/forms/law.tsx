import type { ReactNode } from 'react'
import { Button } from '../look/button.tsx'
import { useWords } from '../look/words.tsx'
import { LineField, Placed, ProseField, useSaid } from './fields.tsx'
import { labelOf } from './labels.ts'
import { useAt, useForm } from './use-draft.tsx'

const LAW = 'form.law'

/** The provisions that were broken, each with its text and penalty: what dual criminality is judged by. */
export function LawFields(): ReactNode {
  const words = useWords()
  const { hold, isLocked } = useForm()
  const value = useAt(LAW)
  const { fault } = useSaid({ field: LAW })
  const entries: readonly unknown[] = Array.isArray(value) ? value : [{}]
  return (
    <Placed field={LAW}>
      {fault !== undefined && <p className="field-fault">{fault}</p>}
      {entries.map((_, place) => (
        // Entries have no name of their own: they are known by their place.
        <fieldset key={place} className="forms-group">
          <legend>{`${labelOf(LAW, words)} ${place + 1}`}</legend>
          <LineField field={`${LAW}[${place}].provision`} label={words('forms.label-provision')} isRequired />
          <ProseField field={`${LAW}[${place}].text`} label={words('forms.label-law-text')} rows={2} />
          <LineField field={`${LAW}[${place}].penalty`} label={words('forms.label-penalty')} />
          {entries.length > 1 && (
            <Button
              size="small"
              kind="quiet"
              isDisabled={isLocked}
              aria-label={words('forms.remove-law', { place: place + 1 })}
              onPress={() => hold.set(LAW, entries.toSpliced(place, 1))}
            >
              {words('forms.remove')}
            </Button>
          )}
        </fieldset>
      ))}
      <Button size="small" isDisabled={isLocked} onPress={() => hold.set(LAW, [...entries, {}])}>
        {words('forms.add-law')}
      </Button>
    </Placed>
  )
}
