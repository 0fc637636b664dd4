import { memo, type ReactNode, useState } from 'react'
import { TextInput } from '../look/field.tsx'
import { Instant } from '../look/instant.tsx'
import { useReader } from '../look/reader.tsx'
import { shortZone } from '../look/time.ts'
import { useWords } from '../look/words.tsx'
import { type DraftFieldProps, Placed, useSaid } from './fields.tsx'
import { useForm, useTextAt } from './use-draft.tsx'
import { instantFromWall, wallFromInstant } from './wall.ts'

type InstantProps = DraftFieldProps & {
  /** In which the hour is typed; the reader's own unless told. */
  readonly zone?: string
}

/** Date and hour, typed by the clocks of one zone and shown by those of both sides. The record keeps the instant. */
export const InstantField: (props: InstantProps) => ReactNode = memo(function InstantField(
  props: InstantProps,
) {
  const { field, hint } = props
  const words = useWords()
  const reader = useReader()
  const zone = props.zone ?? reader.zone
  const { book, hold } = useForm()
  const value = useTextAt(field)
  const said = useSaid({
    ...props,
    hint: (
      <>
        {hint} {words('forms.by-clocks-of', { zone: shortZone(zone) })}{' '}
        {value !== '' && <Instant at={value} />}
      </>
    ),
  })
  // An hour that is half typed is no instant yet, and stays in the field as it is.
  const [half, setHalf] = useState<string>()
  const wall = half ?? (value === '' ? '' : wallFromInstant(value, zone))
  return (
    <Placed field={field}>
      <TextInput
        {...said}
        type="datetime-local"
        name={field}
        value={wall}
        onChange={(text) => {
          const instant = text === '' ? undefined : instantFromWall(text, zone)
          setHalf(instant === undefined && text !== '' ? text : undefined)
          hold.set(field, instant)
        }}
        onBlur={() => book.visit(field)}
      />
    </Placed>
  )
})
