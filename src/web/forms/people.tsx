import { type ReactNode, useMemo } from 'react'
import { Columns } from '../look/parts.tsx'
import { useWords } from '../look/words.tsx'
import { CodeField, LineField, ListField } from './fields.tsx'
import { labelOf } from './labels.ts'

interface PeopleProps {
  /** `form.judicial`, `form.inCharge`. */
  readonly field: string
  readonly isRequired?: boolean
}

/** An office: its name, where it is. */
export function AuthorityFields({ field, isRequired = false }: PeopleProps): ReactNode {
  const words = useWords()
  const itself = useMemo(() => [field], [field])
  return (
    <fieldset className="forms-group">
      <legend>{labelOf(field, words)}</legend>
      <Columns column="12rem">
        <LineField field={`${field}.name`} isShort isRequired={isRequired} also={itself} />
        <LineField field={`${field}.country`} isShort />
      </Columns>
      <LineField field={`${field}.address`} isShort />
    </fieldset>
  )
}

const REPLIES = ['entente', 'email', 'phone', 'post'] as const

/** Somebody to ask: who, where, when, in which languages. */
export function PersonFields({ field, isRequired = false }: PeopleProps): ReactNode {
  const words = useWords()
  const itself = useMemo(() => [field], [field])
  const replies = useMemo(() => REPLIES.map((id) => ({ id, label: words(`forms.reply-${id}`) })), [words])
  return (
    <fieldset className="forms-group">
      <legend>{labelOf(field, words)}</legend>
      <Columns column="12rem">
        <LineField field={`${field}.name`} isShort isRequired={isRequired} also={itself} />
        <LineField field={`${field}.office`} isShort isRequired={isRequired} />
        <LineField field={`${field}.phone`} isShort />
        <LineField field={`${field}.email`} isShort />
        <ListField field={`${field}.languages`} isShort hint={words('forms.hint-languages')} />
        <LineField field={`${field}.officeHours`} isShort />
        <LineField field={`${field}.timeZone`} isShort isCode hint={words('forms.hint-zone')} />
        <CodeField field={`${field}.replyBy`} isShort options={replies} />
      </Columns>
    </fieldset>
  )
}
