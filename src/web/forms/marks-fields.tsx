import { type ReactNode, useCallback, useMemo } from 'react'
import { useWords } from '../look/words.tsx'
import { CodeField, CodesField, ProseField } from './fields.tsx'
import { When } from './more.tsx'
import { useListed } from './options.ts'
import { useAt, useForm } from './use-draft.tsx'

/** How the material may be passed on and used: TLP, PAP and the handling codes. */
export function MarksFields({
  at = 'data.marks',
  hasNote = false,
}: {
  readonly at?: string
  readonly hasNote?: boolean
}): ReactNode {
  const words = useWords()
  const tlp = useExplained('tlp')
  const pap = useExplained('pap')
  const handling = useListed('handling')
  const marked = useAt(`${at}.handling`)
  const { hold } = useForm()
  // Marks are given whole: with a TLP go the handling codes, also where there are none.
  const whole = useCallback(() => {
    if (hold.at(`${at}.handling`) === undefined) hold.set(`${at}.handling`, [])
  }, [hold, at])
  return (
    <>
      <CodeField
        field={`${at}.tlp`}
        label={words('forms.label-tlp')}
        options={tlp}
        isRequired
        also={itself(at)}
        onChosen={whole}
      />
      <CodeField field={`${at}.pap`} label={words('forms.label-pap')} options={pap} />
      <CodesField field={`${at}.handling`} label={words('forms.label-handling')} options={handling} />
      {hasNote && (
        <When is={Array.isArray(marked) && marked.includes('H3')} fields={NOTE}>
          <ProseField field="form.handlingNote" rows={2} />
        </When>
      )}
    </>
  )
}

const NOTE: readonly string[] = ['form.handlingNote']
const DATA: readonly string[] = ['data.marks']
const itself = (at: string): readonly string[] => (at === 'data.marks' ? DATA : [at])

/** A mark as it is written everywhere, and beside it what it means. */
function useExplained(list: 'tlp' | 'pap'): ReturnType<typeof useListed> {
  const words = useWords()
  const codes = useListed(list)
  return useMemo(
    () => codes.map(({ id }) => ({ id, label: id, hint: words.term('choice', `${list}.${id}`) })),
    [codes, list, words],
  )
}
