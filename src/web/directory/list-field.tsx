import { type ReactNode, useState } from 'react'
import { TextBox, TextInput } from '../look/field.tsx'
import type { RefusedField } from '../look/standing.ts'
import { listOf } from './texts.ts'

/** A list as the text that somebody writes it in: commas and blanks stay as they are typed. */
export function ListField({
  value,
  onChange,
  rows,
  ...field
}: {
  readonly label: string
  readonly hint: string
  readonly value: readonly string[]
  readonly onChange: (value: readonly string[]) => void
  /** Given: an entry on each line. */
  readonly rows?: number
  readonly isRequired?: boolean
  readonly fault?: RefusedField | undefined
}): ReactNode {
  const [typed, setTyped] = useState('')
  const isTyped = listOf(typed).join() === value.join()
  const text = isTyped ? typed : value.join(rows === undefined ? ', ' : '\n')
  const write = (next: string): void => {
    setTyped(next)
    onChange(listOf(next))
  }
  return rows === undefined ? (
    <TextInput {...field} value={text} onChange={write} />
  ) : (
    <TextBox {...field} rows={rows} value={text} onChange={write} />
  )
}
