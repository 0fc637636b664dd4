import type { ReactNode } from 'react'
import { Checks, Choice, TextBox } from '../look/field.tsx'
import { useWords } from '../look/words.tsx'
import { HANDLINGS, PAPS, TLPS } from './codes.ts'
import type { DepositForm } from './use-deposit.ts'

const NO_PAP = 'none'

/** What others may do with it; said in words beside each mark. */
export function MarksFields({
  form,
  onChange,
}: {
  readonly form: DepositForm
  readonly onChange: (changed: Partial<DepositForm>) => void
}): ReactNode {
  const words = useWords()
  return (
    <>
      <Choice
        label={words('evidence.tlp')}
        hint={words('evidence.tlp-hint')}
        options={TLPS.map((id) => ({ id, label: `TLP:${id}`, hint: words(`evidence.tlp-${id}`) }))}
        value={TLPS.find((code) => code === form.tlp) ?? null}
        onChange={(tlp) => onChange({ tlp })}
        isRequired
      />
      <Choice
        label={words('evidence.pap')}
        options={[
          { id: NO_PAP, label: words('evidence.pap-none') },
          ...PAPS.map((id) => ({ id, label: `PAP:${id}`, hint: words(`evidence.pap-${id}`) })),
        ]}
        value={PAPS.find((code) => code === form.pap) ?? NO_PAP}
        onChange={(pap) => onChange({ pap: pap === NO_PAP ? '' : pap })}
      />
      <Checks
        label={words('evidence.handling')}
        options={HANDLINGS.map((id) => ({ id, label: id, hint: words(`evidence.handling-${id}`) }))}
        value={HANDLINGS.filter((code) => form.handling.includes(code))}
        onChange={(handling) => onChange({ handling })}
      />
      {form.handling.includes('H3') && (
        <TextBox
          label={words('evidence.handling-note')}
          value={form.handlingNote}
          onChange={(handlingNote) => onChange({ handlingNote })}
          rows={2}
          isRequired
        />
      )}
    </>
  )
}
