import type { ReactNode } from 'react'
import {
  Button,
  CheckboxButton,
  CheckboxField,
  CheckboxGroup,
  FieldError,
  Input,
  Label,
  ListBox,
  ListBoxItem,
  Popover,
  RadioButton,
  RadioField,
  RadioGroup,
  Select,
  SelectValue,
  Text,
  TextArea,
  TextField,
} from 'react-aria-components'
import { type RefusedField, useFault } from './standing.ts'
import { useWords } from './words.tsx'

export interface FieldProps {
  readonly label: string
  /** What is expected, or why it is asked. */
  readonly hint?: ReactNode
  /** One sentence that names the rule, or a refusal that goes with the next change; undefined while nothing is wrong. */
  readonly fault?: string | RefusedField | undefined
  readonly isRequired?: boolean
  readonly isDisabled?: boolean
  readonly autoFocus?: boolean
  readonly name?: string
}

function FieldLabel({ label, isRequired = false }: Pick<FieldProps, 'label' | 'isRequired'>): ReactNode {
  const words = useWords()
  return (
    <Label className="field-label">
      {label}{' '}
      {isRequired && (
        <span className="field-need">{words('look.aside', { word: words('look.required') })}</span>
      )}
    </Label>
  )
}

function Below({ hint, text }: { hint: ReactNode; text: string | undefined }): ReactNode {
  return (
    <>
      {hint !== undefined && (
        <Text slot="description" className="field-hint">
          {hint}
        </Text>
      )}
      <FieldError className="field-fault">{text}</FieldError>
    </>
  )
}

export interface TextProps extends FieldProps {
  readonly value: string
  readonly onChange: (value: string) => void
  readonly type?:
    'text' | 'password' | 'email' | 'search' | 'url' | 'number' | 'datetime-local' | 'date' | 'time'
  readonly autoComplete?: string
  readonly inputMode?: 'numeric' | 'text'
  readonly placeholder?: string
  readonly maxLength?: number
  /** Codes, hashes, addresses. */
  readonly isCode?: boolean
  readonly onBlur?: () => void
}

/** One line of text. */
export function TextInput({ label, hint, fault, isCode, placeholder, ...rest }: TextProps): ReactNode {
  const text = useFault(fault, rest.value)
  return (
    <TextField {...rest} className="field" isInvalid={text !== undefined} validationBehavior="aria">
      <FieldLabel label={label} isRequired={rest.isRequired === true} />
      <Input
        className={isCode === true ? 'input code' : 'input'}
        {...(placeholder === undefined ? {} : { placeholder })}
      />
      <Below hint={hint} text={text} />
    </TextField>
  )
}

/** Several lines of text. */
export function TextBox({
  label,
  hint,
  fault,
  placeholder,
  rows = 4,
  ...rest
}: Omit<TextProps, 'type' | 'isCode'> & { readonly rows?: number }): ReactNode {
  const text = useFault(fault, rest.value)
  return (
    <TextField {...rest} className="field" isInvalid={text !== undefined} validationBehavior="aria">
      <FieldLabel label={label} isRequired={rest.isRequired === true} />
      <TextArea className="input" rows={rows} {...(placeholder === undefined ? {} : { placeholder })} />
      <Below hint={hint} text={text} />
    </TextField>
  )
}

export interface Option<Id extends string = string> {
  readonly id: Id
  readonly label: string
  readonly hint?: string
}

/** The box that is ticked, and what it stands for. */
function OptionText({ label, hint }: { readonly label: ReactNode; readonly hint?: string }): ReactNode {
  return (
    <>
      <span className="check-box" aria-hidden="true" />
      <span>
        {label}
        {hint !== undefined && <span className="option-hint"> {hint}</span>}
      </span>
    </>
  )
}

/** One of a list, opened by a button. */
export function Choice<Id extends string>({
  label,
  hint,
  fault,
  options,
  value,
  onChange,
  ...rest
}: FieldProps & {
  readonly options: readonly Option<Id>[]
  readonly value: Id | null
  readonly onChange: (value: Id) => void
}): ReactNode {
  const words = useWords()
  const text = useFault(fault, value)
  return (
    <Select
      {...rest}
      className="field"
      isInvalid={text !== undefined}
      validationBehavior="aria"
      placeholder={words('look.choose')}
      // Options that are still on their way come into the list that was opened for them; closed, it would ignore the press.
      allowsEmptyCollection
      value={value}
      onChange={(key) => {
        const chosen = options.find(({ id }) => id === key)
        if (chosen !== undefined) onChange(chosen.id)
      }}
    >
      <FieldLabel label={label} isRequired={rest.isRequired === true} />
      <Button className="input choice">
        <SelectValue>
          {({ defaultChildren, isPlaceholder }) =>
            isPlaceholder
              ? defaultChildren
              : (options.find(({ id }) => id === value)?.label ?? defaultChildren)
          }
        </SelectValue>
        <span aria-hidden="true" className="choice-mark">
          {'\u25BE'}
        </span>
      </Button>
      <Below hint={hint} text={text} />
      <Popover className="popover">
        <ListBox items={options} renderEmptyState={() => words('look.choose-nothing')}>
          {(option) => (
            <ListBoxItem id={option.id} textValue={option.label} className="option">
              <Text slot="label">{option.label}</Text>
              {option.hint !== undefined && (
                <Text slot="description" className="option-hint">
                  {option.hint}
                </Text>
              )}
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </Select>
  )
}

/** One of a few, all in sight. `isRow`: words so short that they stand beside each other. */
export function Radios<Id extends string>({
  label,
  hint,
  fault,
  options,
  value,
  onChange,
  isRow = false,
  ...rest
}: Omit<FieldProps, 'autoFocus'> & {
  readonly isRow?: boolean
  readonly options: readonly Option<Id>[]
  readonly value: Id | null
  readonly onChange: (value: Id) => void
}): ReactNode {
  const text = useFault(fault, value)
  return (
    <RadioGroup
      {...rest}
      className="field"
      isInvalid={text !== undefined}
      validationBehavior="aria"
      value={value}
      onChange={(id) => {
        const chosen = options.find((option) => option.id === id)
        if (chosen !== undefined) onChange(chosen.id)
      }}
    >
      <FieldLabel label={label} isRequired={rest.isRequired === true} />
      <div className="checks" data-row={isRow}>
        {options.map((option) => (
          <RadioField key={option.id} value={option.id}>
            <RadioButton className="check" data-round="">
              <OptionText {...option} />
            </RadioButton>
          </RadioField>
        ))}
      </div>
      <Below hint={hint} text={text} />
    </RadioGroup>
  )
}

/** Yes or no. */
export function Check({
  children,
  isSelected,
  onChange,
  isDisabled = false,
}: {
  readonly children: ReactNode
  readonly isSelected: boolean
  readonly onChange: (isSelected: boolean) => void
  readonly isDisabled?: boolean
}): ReactNode {
  return (
    <CheckboxField isSelected={isSelected} onChange={onChange} isDisabled={isDisabled}>
      <CheckboxButton className="check">
        <OptionText label={children} />
      </CheckboxButton>
    </CheckboxField>
  )
}

/** Any of a few. */
export function Checks<Id extends string>({
  label,
  hint,
  fault,
  options,
  value,
  onChange,
  ...rest
}: Omit<FieldProps, 'autoFocus'> & {
  readonly options: readonly Option<Id>[]
  readonly value: readonly Id[]
  readonly onChange: (value: readonly Id[]) => void
}): ReactNode {
  const text = useFault(fault, value)
  return (
    <CheckboxGroup
      {...rest}
      className="field"
      isInvalid={text !== undefined}
      validationBehavior="aria"
      value={[...value]}
      onChange={(ids) => onChange(options.map(({ id }) => id).filter((id) => ids.includes(id)))}
    >
      <FieldLabel label={label} isRequired={rest.isRequired === true} />
      <div className="checks">
        {options.map((option) => (
          <CheckboxField key={option.id} value={option.id}>
            <CheckboxButton className="check">
              <OptionText {...option} />
            </CheckboxButton>
          </CheckboxField>
        ))}
      </div>
      <Below hint={hint} text={text} />
    </CheckboxGroup>
  )
}
