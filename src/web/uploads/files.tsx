import { type ReactNode, useEffect, useRef, useState } from 'react'
import { Check } from '../look/field.tsx'
import { Foreign } from '../look/foreign.tsx'
import { useReader } from '../look/reader.tsx'
import { bytesText } from '../look/time.ts'
import { useWords } from '../look/words.tsx'
import { Button } from '../look/button.tsx'
import { useSession } from '../shell/session.tsx'
import { DropZone } from './drop-zone.tsx'
import type { Picked } from './picked.ts'
import type { NamedUpload, UploadView } from './upload-state.ts'
import { UploadRow } from './upload-row.tsx'
import { useUploads } from './use-uploads.ts'
import './uploads.css'

export type { NamedUpload } from './upload-state.ts'

/**
 * Files for an act: dragged in or picked, each with its progress; they go on over a reload. An entry stands in `value`
 * as soon as the node expects it, so before it has come in whole: `useWhole(value)` says when the act can be made.
 */
export function Files({
  channel,
  value,
  onChange,
}: {
  readonly channel: string
  readonly value: readonly NamedUpload[]
  readonly onChange: (value: readonly NamedUpload[]) => void
}): ReactNode {
  const words = useWords()
  const { uploads, views } = useUploads()
  const { channels } = useSession()
  const { party, partyName } = useReader()
  const [mine, setMine] = useState<readonly string[]>([])
  const [isMalware, setMalware] = useState(false)
  // The node's answers come between renders: each adds to what the value is by then.
  const latest = useRef({ value, onChange })
  useEffect(() => {
    latest.current = { value, onChange }
  }, [value, onChange])
  const change = (to: (now: readonly NamedUpload[]) => readonly NamedUpload[]): void => {
    const { onChange: tell, value: now } = latest.current
    const next = to(now)
    latest.current = { value: next, onChange: tell }
    tell(next)
  }
  const pick = (picked: readonly Picked[]): void => {
    const name = (named: NamedUpload): void => change((now) => [...now, named])
    const added = picked.map((each) => uploads.add(each, isMalware, name).key)
    setMine((keys) => [...keys, ...added])
  }
  const others = channels.find(({ id }) => id === channel)?.parties.filter(({ id }) => id !== party) ?? []
  const beginning = views.filter(({ id, key }) => id === undefined && mine.includes(key))
  return (
    <div className="stack" data-gap="small">
      <DropZone
        hint={words('uploads.hint', { parties: words.list(others.map(({ id }) => partyName(id))) })}
        onPick={pick}
      />
      <Check isSelected={isMalware} onChange={setMalware}>
        {words('uploads.mark-malware')}
      </Check>
      {value.length + beginning.length > 0 && (
        <ul className="uploads-list" aria-label={words('uploads.title')}>
          {value.map((named) => (
            <Named
              key={named.upload}
              named={named}
              view={views.find(({ id }) => id === named.upload)}
              uploads={uploads}
              onCancel={() => change((now) => now.filter(({ upload }) => upload !== named.upload))}
              onRestore={() => change((now) => [...now, named])}
            />
          ))}
          {beginning.map((view) => (
            <UploadRow key={view.key} upload={view} uploads={uploads} />
          ))}
        </ul>
      )}
    </div>
  )
}

function Named({
  named,
  view,
  uploads,
  onCancel,
  onRestore,
}: {
  readonly named: NamedUpload
  readonly view: UploadView | undefined
  readonly uploads: ReturnType<typeof useUploads>['uploads']
  readonly onCancel: () => void
  readonly onRestore: () => void
}): ReactNode {
  const words = useWords()
  if (view !== undefined)
    return <UploadRow upload={view} uploads={uploads} onCancel={onCancel} onRestore={onRestore} />
  // A colleague's, in a draft that several write; or one that the node has forgotten.
  return (
    <li className="uploads-row">
      <div className="uploads-head">
        <strong className="uploads-name">
          <Foreign text={named.name} />
        </strong>
        <span className="soft small uploads-size">{bytesText(named.bytes, words.language)}</span>
      </div>
      <div className="uploads-foot">
        <p className="small uploads-state">{words('uploads.is-not-mine')}</p>
        <Button size="small" kind="quiet" onPress={onCancel}>
          {words('uploads.leave-out')}
        </Button>
      </div>
    </li>
  )
}
