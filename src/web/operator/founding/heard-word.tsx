import { type ReactNode, useState } from 'react'
import { ComboBox, FieldError, Input, Label, ListBox, ListBoxItem, Popover } from 'react-aria-components'
import { fingerprintNumber, fingerprintWords } from '../../../words/index.ts'
import { useWords } from '../../look/words.tsx'

const COUNT = 2_048
const ALL: readonly string[] = fingerprintWords(Array.from({ length: COUNT }, (_one, number) => number))
/** More than that nobody looks through while somebody reads aloud. */
const OFFERED_MAX = 8

const beginning = (typed: string): readonly string[] => {
  const start = typed.trim().toLowerCase()
  return start === '' ? [] : ALL.filter((word) => word.startsWith(start)).slice(0, OFFERED_MAX)
}

/** One word that was heard. Four letters tell every word of the list from all others. */
export function HeardWord({
  at,
  value,
  onChange,
  isApart,
}: {
  readonly at: number
  readonly value: string
  readonly onChange: (word: string) => void
  /** Heard well, and not the word that stands there. */
  readonly isApart: boolean
}): ReactNode {
  const words = useWords()
  const [isLeft, setLeft] = useState(false)
  const offered = beginning(value)
  const isUnknown = isLeft && value.trim() !== '' && fingerprintNumber(value) === undefined
  const fault = isApart
    ? words('founding.word-apart', { word: value })
    : isUnknown
      ? words('founding.word-unknown', { word: value })
      : undefined
  const leave = (): void => {
    const [only, other] = offered
    if (only !== undefined && other === undefined) onChange(only)
    setLeft(true)
  }
  return (
    <ComboBox
      className="field"
      allowsCustomValue
      menuTrigger="input"
      inputValue={value}
      onInputChange={(typed) => {
        setLeft(false)
        onChange(typed)
      }}
      items={offered.map((word) => ({ id: word }))}
      isInvalid={fault !== undefined}
      validationBehavior="aria"
      onBlur={leave}
    >
      <Label className="field-label">{words('founding.word', { at: at + 1 })}</Label>
      <Input className="input" lang="en" autoComplete="off" autoCapitalize="none" spellCheck={false} />
      <FieldError className="field-fault">{fault}</FieldError>
      <Popover className="popover">
        <ListBox<{ id: string }>>
          {({ id }) => (
            <ListBoxItem id={id} textValue={id} className="option">
              <span lang="en">{id}</span>
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </ComboBox>
  )
}
