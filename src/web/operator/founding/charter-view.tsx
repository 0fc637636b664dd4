import type { ReactNode } from 'react'
import type { Reply } from '../../api/client.ts'
import { Foreign } from '../../look/foreign.tsx'
import { Callout, Panel, Stack } from '../../look/parts.tsx'
import { useWords } from '../../look/words.tsx'
import { TermsView } from './terms-view.tsx'

/** RFC 5646: a text in a language that nobody told. */
const UNDETERMINED = 'und'
const HASH = 'SHA-256'
const SHOWN_CHARACTERS = 4_000

/** A charter as it stands: what people read, and what machines keep to. Others wrote it; nothing in it acts. */
export function CharterView({
  charter,
  limits,
}: {
  readonly charter: Reply<'charters.read'>
  readonly limits: Reply<'charters.defaults'>['limits']
}): ReactNode {
  const words = useWords()
  const { form, sha256, terms, text, title } = charter
  const languages = [...new Set([...Object.keys(title), ...Object.keys(text)])]
  return (
    <Panel title={words('founding.charter-stands')}>
      {form === 'text' && (
        <Callout>
          <p>{words('founding.charter-plain')}</p>
        </Callout>
      )}
      {languages.length === 0 && <p className="soft">{words('founding.charter-no-text')}</p>}
      {languages.map((language) => (
        <Stack key={language} gap="small">
          {title[language] !== undefined && (
            <h3>
              <Foreign text={title[language]} lang={language === UNDETERMINED ? undefined : language} />
            </h3>
          )}
          {text[language] !== undefined && (
            <Text text={text[language]} language={language === UNDETERMINED ? undefined : language} />
          )}
        </Stack>
      ))}
      <h3>{words('founding.terms')}</h3>
      <TermsView terms={terms} limits={limits} />
      <p className="small soft">
        {HASH} <code className="code">{sha256}</code>
      </p>
    </Panel>
  )
}

function Text({
  text,
  language,
}: {
  readonly text: string
  readonly language: string | undefined
}): ReactNode {
  const words = useWords()
  if (text.length <= SHOWN_CHARACTERS)
    return (
      <div className="founding-charter">
        <Foreign text={text} lang={language} />
      </div>
    )
  return (
    <details className="operator-more">
      <summary>{words('founding.charter-long', { count: text.length })}</summary>
      <div className="founding-charter">
        <Foreign text={text} lang={language} />
      </div>
    </details>
  )
}
