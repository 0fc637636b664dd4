import { type ReactNode, useEffect, useRef, useSyncExternalStore } from 'react'
import { useForm } from './use-draft.tsx'

/** Fields that most do without. It opens by itself where something stands in one of them, or somebody demands one. */
export function More({
  title,
  fields,
  children,
}: {
  readonly title: string
  readonly fields: readonly string[]
  readonly children: ReactNode
}): ReactNode {
  const isNeeded = useIsNeeded(fields)
  const details = useRef<HTMLDetailsElement>(null)
  useEffect(() => {
    if (isNeeded && details.current !== null) details.current.open = true
  }, [isNeeded])
  return (
    <details ref={details} className="forms-more">
      <summary>{title}</summary>
      <div className="stack">{children}</div>
    </details>
  )
}

/** Whether something stands in one of these fields, or somebody demands one of them. */
export function useIsNeeded(fields: readonly string[]): boolean {
  const { book, hold } = useForm()
  const isFilled = useSyncExternalStore(hold.subscribe, () =>
    fields.some((field) => {
      const value = hold.at(field)
      return value !== undefined && !(Array.isArray(value) && value.length === 0)
    }),
  )
  const isDemanded = useSyncExternalStore(book.subscribe, () =>
    book
      .told()
      .faults.some((fault) =>
        fields.some((field) => fault.field === field || fault.field.startsWith(`${field}.`)),
      ),
  )
  return isFilled || isDemanded
}

/** Shows fields when they are wanted, and as long as something stands in them: nothing that was typed is hidden. */
export function When({
  is,
  fields,
  children,
}: {
  readonly is: boolean
  readonly fields: readonly string[]
  readonly children: ReactNode
}): ReactNode {
  const isNeeded = useIsNeeded(fields)
  return is || isNeeded ? children : null
}
