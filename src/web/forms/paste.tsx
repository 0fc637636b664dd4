import { type ReactNode, useState } from 'react'
import { call, type Reply } from '../api/client.ts'
import { Button } from '../look/button.tsx'
import { TextBox } from '../look/field.tsx'
import { Foreign } from '../look/foreign.tsx'
import { Callout, Tag } from '../look/parts.tsx'
import { Refusal } from '../look/refusal.tsx'
import { useWords } from '../look/words.tsx'
import { useForm } from './use-draft.tsx'

type Found = Reply<'identifiers.parse'>
/** Entries that are listed before they are taken over; all are. */
const SHOWN_MAX = 50

/** Text out of a mail or a report, in which identifiers are found, defanged or not. Nothing in it can be clicked. */
export function Paste(): ReactNode {
  const words = useWords()
  const { isLocked } = useForm()
  const [text, setText] = useState('')
  const [found, setFound] = useState<Found>()
  const [fault, setFault] = useState<unknown>()
  const [isBusy, setBusy] = useState(false)
  const read = async (of: string): Promise<void> => {
    setBusy(true)
    setFault(undefined)
    try {
      setFound(await call('identifiers.parse', { body: { text: of } }))
    } catch (cause) {
      setFault(cause)
    }
    setBusy(false)
  }
  return (
    <div className="stack" data-gap="small">
      <TextBox
        label={words('forms.paste')}
        hint={words('forms.paste-hint')}
        value={text}
        rows={3}
        isDisabled={isLocked}
        onChange={(next) => {
          // What came in one piece was pasted: it is read without being asked for.
          if (next.length - text.length > PASTED_AT_LEAST) void read(next)
          setText(next)
        }}
      />
      <div className="row">
        <Button
          size="small"
          isBusy={isBusy}
          isDisabled={text.trim() === '' || isLocked}
          onPress={() => void read(text)}
        >
          {words('forms.paste-read')}
        </Button>
      </div>
      <Refusal of={fault} />
      {found !== undefined && (
        <Read
          found={found}
          onDone={() => {
            setFound(undefined)
            setText('')
          }}
        />
      )}
    </div>
  )
}

const PASTED_AT_LEAST = 3

function Read({ found, onDone }: { readonly found: Found; readonly onDone: () => void }): ReactNode {
  const words = useWords()
  const { hold } = useForm()
  const { identifiers, doubts, left } = found
  const take = (): void => {
    hold.change('form.identifiers', (content) => {
      const now: unknown = content.body?.['identifiers']
      const before: readonly unknown[] = Array.isArray(now) ? now.filter(isFilled) : []
      const held = new Set(before.map(nameOf))
      const fresh = identifiers
        .map(({ type, value }) => ({ type, value }))
        .filter((one) => !held.has(nameOf(one)))
      return {
        ...content,
        body: { ...content.body, identifiers: [...before, ...fresh] } as typeof content.body,
      }
    })
    onDone()
  }
  return (
    <Callout role="status">
      <p>{words('forms.paste-found', { count: identifiers.length })}</p>
      <ul className="forms-plain-list">
        {identifiers.slice(0, SHOWN_MAX).map(({ type, value, flags, times }) => (
          <li key={`${type} ${value}`}>
            <Tag>{words.term('identifier', type)}</Tag>{' '}
            <code>
              <Foreign text={value} />
            </code>
            {times > 1 && <span className="soft small"> {words('forms.paste-times', { count: times })}</span>}{' '}
            {flags.map((flag) => (
              <span key={flag} className="soft small">
                {words.term('paste', flag)}{' '}
              </span>
            ))}
          </li>
        ))}
      </ul>
      {identifiers.length > SHOWN_MAX && (
        <p className="soft">{words('forms.and-more', { count: identifiers.length - SHOWN_MAX })}</p>
      )}
      {doubts.length + left > 0 && (
        <>
          <p>{words('forms.paste-not-taken', { count: doubts.length + left })}</p>
          <ul className="forms-plain-list">
            {doubts.slice(0, SHOWN_MAX).map(({ offset, text, reason }) => (
              <li key={offset}>
                <code>
                  <Foreign text={text} />
                </code>{' '}
                <span className="soft">{words.term('paste', reason)}</span>
              </li>
            ))}
          </ul>
        </>
      )}
      <div className="row">
        {identifiers.length > 0 && (
          <Button kind="main" size="small" onPress={take}>
            {words('forms.paste-take', { count: identifiers.length })}
          </Button>
        )}
        <Button kind="quiet" size="small" onPress={onDone}>
          {words('shell.cancel')}
        </Button>
      </div>
    </Callout>
  )
}

const nameOf = (one: unknown): string =>
  typeof one === 'object' && one !== null && 'type' in one && 'value' in one
    ? `${String(one.type)} ${String(one.value)}`
    : ''
const isFilled = (one: unknown): boolean =>
  typeof one === 'object' && one !== null && Object.keys(one).length > 0
