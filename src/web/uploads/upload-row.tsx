import { type ReactNode, useRef } from 'react'
import { Button } from '../look/button.tsx'
import { useSecond } from '../effects/clock.ts'
import { Foreign, plainForeign } from '../look/foreign.tsx'
import { Callout, Meter, Tag } from '../look/parts.tsx'
import { refusalText } from '../look/refusal.tsx'
import { bytesText } from '../look/time.ts'
import { tell } from '../look/toast.tsx'
import { useWords } from '../look/words.tsx'
import { PickButton } from './drop-zone.tsx'
import { misnamed } from './misnamed.ts'
import { Rename } from './rename.tsx'
import { isMoving, type UploadView } from './upload-state.ts'
import { StateText } from './state-text.tsx'
import type { Uploads } from './uploads.ts'

interface RowProps {
  readonly upload: UploadView
  readonly uploads: Uploads
  /** Beside the engine's own: the form forgets it, and takes it back. */
  readonly onCancel?: (() => void) | undefined
  readonly onRestore?: (() => void) | undefined
}

/** One file on its way: how far it is, what is true of it now, and what can be done. */
export function UploadRow({ upload, uploads, onCancel, onRestore }: RowProps): ReactNode {
  const words = useWords()
  const { language } = words
  const { bytes, name, receivedBytes, state } = upload
  const plain = plainForeign(name)
  const done = bytesText(receivedBytes, language)
  const all = bytesText(bytes, language)
  const row = useRef<HTMLLIElement>(null)
  const renaming = renamingOf(upload)
  return (
    <li ref={row} className="uploads-row" data-state={state.is} tabIndex={-1}>
      <div className="uploads-head">
        <strong className="uploads-name">
          <Foreign text={name} />
        </strong>
        {upload.malware && <Tag tone="bad">{words('uploads.malware')}</Tag>}
        <span className="soft small uploads-size">
          {state.is === 'whole' ? all : words('look.progress', { done, all })}
        </span>
      </div>
      {state.is !== 'whole' && (
        <Meter
          label={words('uploads.progress-of', { name: plain })}
          done={state.is === 'checking' ? state.checkedBytes : receivedBytes}
          all={state.is === 'checking' ? receivedBytes : bytes}
          text={words('look.progress', { done, all })}
        />
      )}
      <div className="uploads-foot">
        <p className="small uploads-state">
          <StateText upload={upload} />
        </p>
        <div className="row no-print">
          <Deeds upload={upload} uploads={uploads} />
          <CancelButton upload={upload} uploads={uploads} onCancel={onCancel} onRestore={onRestore} />
        </div>
      </div>
      {state.is === 'waiting' && <Countdown untilMs={state.untilMs} />}
      {renaming !== undefined && (
        <Rename
          key={name}
          of={renaming}
          onRename={(wanted) => {
            uploads.find(upload.key)?.rename(wanted)
            // The field goes away under whoever pressed Enter in it.
            row.current?.focus()
          }}
        />
      )}
      {state.is === 'refused' && renaming === undefined && (
        <Callout tone="bad" role="alert">
          <p>{refusalText(state.cause, words)}</p>
        </Callout>
      )}
    </li>
  )
}

const renamingOf = ({ name, state }: UploadView): ReturnType<typeof misnamed> =>
  state.is === 'refused' ? misnamed(name, state.cause) : undefined

function CancelButton({ upload, uploads, onCancel, onRestore }: RowProps): ReactNode {
  const words = useWords()
  const { key, state } = upload
  const name = plainForeign(upload.name)
  const isWhole = state.is === 'whole'
  const cancel = (): void => {
    uploads.cancel(key)
    onCancel?.()
    tell(words('uploads.cancelled', { name }), () => {
      uploads.restore(key)
      onRestore?.()
      return Promise.resolve()
    })
  }
  return (
    <Button
      size="small"
      kind="quiet"
      onPress={cancel}
      aria-label={words(isWhole ? 'uploads.remove-name' : 'uploads.cancel-name', { name })}
    >
      {words(isWhole ? 'uploads.remove' : 'uploads.cancel')}
    </Button>
  )
}

/** What moves it on from where it is. */
function Deeds({ upload, uploads }: { readonly upload: UploadView; readonly uploads: Uploads }): ReactNode {
  const words = useWords()
  const { key, state } = upload
  const found = uploads.find(key)
  const name = plainForeign(upload.name)
  if (isMoving(state))
    return (
      <Button size="small" onPress={() => found?.pause()} aria-label={words('uploads.pause-name', { name })}>
        {words('uploads.pause')}
      </Button>
    )
  if (renamingOf(upload) !== undefined) return null
  switch (state.is) {
    case 'paused':
    case 'refused':
      return (
        <Button
          size="small"
          onPress={() => void found?.resume()}
          aria-label={words('uploads.resume-name', { name })}
        >
          {words(state.is === 'paused' ? 'uploads.resume' : 'uploads.again')}
        </Button>
      )
    case 'file-needed':
      if (state.how === 'allow')
        return (
          <Button size="small" onPress={() => void found?.resume()}>
            {words('uploads.allow')}
          </Button>
        )
      return <PickAgain upload={upload} uploads={uploads} />
    case 'file-differs':
    case 'file-changed':
      return <PickAgain upload={upload} uploads={uploads} />
    default:
      return null
  }
}

function PickAgain({
  upload: { key },
  uploads,
}: {
  readonly upload: UploadView
  readonly uploads: Uploads
}): ReactNode {
  const words = useWords()
  return (
    <PickButton
      size="small"
      onPick={([picked]) => {
        if (picked !== undefined) uploads.find(key)?.pickAgain(picked)
      }}
    >
      {words('uploads.pick-again')}
    </PickButton>
  )
}

function Countdown({ untilMs }: { readonly untilMs: number }): ReactNode {
  const words = useWords()
  const seconds = Math.max(0, Math.ceil((untilMs - useSecond()) / 1_000))
  return <p className="soft small">{words('uploads.again-in', { seconds })}</p>
}
