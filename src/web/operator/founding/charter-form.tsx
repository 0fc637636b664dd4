import type { ReactNode } from 'react'
import { Button } from '../../look/button.tsx'
import { Radios, TextBox, TextInput } from '../../look/field.tsx'
import { plainForeign } from '../../look/foreign.tsx'
import { Panel, Row, Stack } from '../../look/parts.tsx'
import { useWords } from '../../look/words.tsx'
import { type TextFile, TextFiles } from '../text-file.tsx'
import { faultOfCharter } from './charter-fault.ts'
import { TermsForm } from './terms-form.tsx'
import type { TypedCharter, TypedText } from './typed-charter.ts'

/** The charter of a new channel: written here, or a file that the parties have agreed on. */
export function CharterForm({
  typed,
  onChange,
  fault,
}: {
  readonly typed: TypedCharter
  readonly onChange: (typed: TypedCharter) => void
  readonly fault: unknown
}): ReactNode {
  const words = useWords()
  return (
    <Panel title={words('founding.charter')}>
      <p>{words('founding.charter-lead')}</p>
      <Radios
        label={words('founding.charter-how')}
        options={[
          { id: 'form', label: words('founding.charter-form'), hint: words('founding.charter-form-hint') },
          { id: 'file', label: words('founding.charter-file'), hint: words('founding.charter-file-hint') },
        ]}
        value={typed.how}
        onChange={(how) => onChange({ ...typed, how })}
      />
      {typed.how === 'file' ? (
        <CharterFile file={typed.file} onFile={(file) => onChange({ ...typed, file })} />
      ) : (
        <Stack gap="large">
          <Texts texts={typed.texts} fault={fault} onChange={(texts) => onChange({ ...typed, texts })} />
          <TermsForm typed={typed.terms} fault={fault} onChange={(terms) => onChange({ ...typed, terms })} />
        </Stack>
      )}
    </Panel>
  )
}

function CharterFile({
  file,
  onFile,
}: {
  readonly file: TextFile | null
  readonly onFile: (file: TextFile | null) => void
}): ReactNode {
  const words = useWords()
  if (file !== null)
    return (
      <Row>
        <span>{words('founding.charter-chosen', { file: plainForeign(file.name) })}</span>
        <Button size="small" onPress={() => onFile(null)}>
          {words('operator.remove')}
        </Button>
      </Row>
    )
  return (
    <TextFiles
      hint={words('founding.charter-file-drop')}
      pasteLabel={words('founding.charter-paste')}
      onRead={([first]) => {
        if (first !== undefined) onFile(first)
        return Promise.resolve(first !== undefined)
      }}
    />
  )
}

function Texts({
  texts,
  fault,
  onChange,
}: {
  readonly texts: readonly TypedText[]
  readonly fault: unknown
  readonly onChange: (texts: readonly TypedText[]) => void
}): ReactNode {
  const words = useWords()
  const change = (at: number, changed: Partial<TypedText>): void =>
    onChange(texts.map((one, i) => (i === at ? { ...one, ...changed } : one)))
  return (
    <Stack>
      <h3>{words('founding.texts')}</h3>
      <p className="soft">{words('founding.texts-lead')}</p>
      {texts.map(({ language, text, title }, at) => (
        // Texts keep their places while they are written.
        <fieldset key={at} className="founding-text">
          <legend className="field-label">{words('founding.text-of', { at: at + 1 })}</legend>
          <div className="founding-text-head">
            <TextInput
              label={words('founding.language')}
              hint={words('founding.language-hint')}
              isCode
              value={language}
              onChange={(value) => change(at, { language: value })}
            />
            <TextInput
              label={words('founding.charter-title')}
              value={title}
              onChange={(value) => change(at, { title: value })}
              {...faultOfCharter(fault, `title.${language}`)}
            />
          </div>
          <TextBox
            label={words('founding.charter-text')}
            rows={6}
            value={text}
            onChange={(value) => change(at, { text: value })}
            {...faultOfCharter(fault, `text.${language}`)}
          />
          {texts.length > 1 && (
            <Row>
              <Button size="small" onPress={() => onChange(texts.filter((_one, i) => i !== at))}>
                {words('founding.text-remove')}
              </Button>
            </Row>
          )}
        </fieldset>
      ))}
      <Row>
        <Button
          size="small"
          onPress={() => onChange([...texts, { language: nextLanguage(texts), title: '', text: '' }])}
        >
          {words('founding.text-add')}
        </Button>
      </Row>
    </Stack>
  )
}

const OFTEN = ['en', 'vi', 'zh-Hans', 'fr', 'ru', 'es', 'ar']
const nextLanguage = (texts: readonly TypedText[]): string =>
  OFTEN.find((one) => texts.every(({ language }) => language !== one)) ?? ''
