import { type ReactNode, useSyncExternalStore } from 'react'
import { Button } from '../look/button.tsx'
import { Tag } from '../look/parts.tsx'
import { useWords } from '../look/words.tsx'
import type { Fault, FaultBook } from './fault-book.ts'
import { placeOf } from './fields.tsx'
import { demandText, faultText } from './labels.ts'

/** Everything that a draft lacks, each leading to its field. */
export function FaultList({ book }: { readonly book: FaultBook }): ReactNode {
  const words = useWords()
  const { bar, faults, left } = useSyncExternalStore(book.subscribe, book.told)
  const checking = useSyncExternalStore(book.subscribe, book.checking)
  const needed = faults.filter(({ force }) => force === 'must')
  const wished = faults.filter(({ force }) => force === 'should')
  const told =
    bar !== null && !needed.some(({ field }) => field === bar.field) && needed.length === 0 ? bar : null
  return (
    <div className="stack" data-gap="small">
      <p role="status">{sentence(checking, needed.length + (told === null ? 0 : 1), words)}</p>
      {told !== null && (
        <ul className="forms-faults">
          <li>
            {told.field === null ? told.detail : <FieldLink field={told.field}>{told.detail}</FieldLink>}
          </li>
        </ul>
      )}
      <Faults of={needed} />
      {wished.length > 0 && (
        <>
          <p className="soft">{words('forms.wished')}</p>
          <Faults of={wished} />
        </>
      )}
      {left > 0 && <p className="soft">{words('check.left', { count: left })}</p>}
    </div>
  )
}

function sentence(
  checking: ReturnType<FaultBook['checking']>,
  count: number,
  words: ReturnType<typeof useWords>,
): string {
  switch (checking) {
    case 'not-yet':
      return words('forms.check-not-yet')
    case 'away':
      return words('forms.check-away')
    case 'under-way':
    case 'told':
      return count === 0 ? words('check.good') : words('check.lacks', { count })
  }
}

function Faults({ of: faults }: { readonly of: readonly Fault[] }): ReactNode {
  const words = useWords()
  if (faults.length === 0) return null
  return (
    <ul className="forms-faults">
      {faults.map((fault) => (
        <li key={`${fault.field} ${fault.code} ${fault.rule}`}>
          <FieldLink field={fault.field}>{faultText(fault, words)}</FieldLink>{' '}
          {fault.source !== 'form' && <Tag tone="accent">{demandText(fault, words)}</Tag>}
        </li>
      ))}
    </ul>
  )
}

/** Leads to a field: opens what hides it, and puts the cursor there. */
function FieldLink({ field, children }: { readonly field: string; readonly children: ReactNode }): ReactNode {
  return (
    <Button kind="quiet" size="small" onPress={() => goTo(field)}>
      {children}
    </Button>
  )
}

const FOCUSABLE = 'input:not([type="hidden"]), textarea, button, select'

/** Goes to a field, or the nearest that holds it: `form.judicial` stands at its name. */
export function goTo(field: string): void {
  const names = [field, `${field}.name`, field.replace(/\.[^.[]+$/, ''), field.replace(/\[\d+\].*$/, '')]
  const place = names.map((name) => document.getElementById(placeOf(name))).find((found) => found !== null)
  for (let at = place?.parentElement; at !== null && at !== undefined; at = at.parentElement)
    if (at instanceof HTMLDetailsElement) at.open = true
  const target = place?.querySelector<HTMLElement>(FOCUSABLE)
  place?.scrollIntoView({ block: 'center' })
  target?.focus()
}
