import { type ReactNode, useMemo } from 'react'
import { useRead } from '../api/queries.ts'
import { useWords } from '../look/words.tsx'
import { Files, type NamedUpload } from '../uploads/files.tsx'
import { Placed, useSaid } from './fields.tsx'
import { useAt, useForm } from './use-draft.tsx'

const EXHIBITS = 'exhibits'

/** Files of a draft. The draft names them by their uploads; what they are called, the node knows. */
export function DraftFiles(): ReactNode {
  const words = useWords()
  const { hold, isLocked } = useForm()
  const value = useAt(EXHIBITS)
  const ids = useMemo(() => (Array.isArray(value) ? value.map(String) : []), [value])
  const files = useNamed(ids)
  const { fault } = useSaid({ field: EXHIBITS, also: DATA })
  const change = (next: readonly NamedUpload[]): void => {
    const named = next.map(({ upload }) => upload)
    if (named.join() !== ids.join()) hold.set(EXHIBITS, named.length === 0 ? undefined : named)
  }
  return (
    <Placed field={EXHIBITS}>
      <div className="stack" data-gap="small" role="group" aria-label={words('forms.label-files')}>
        {fault !== undefined && <p className="field-fault">{fault}</p>}
        {isLocked ? (
          <p>{words('forms.file-count', { count: ids.length })}</p>
        ) : (
          <Files channel={hold.channel()} value={files} onChange={change} />
        )}
      </div>
    </Placed>
  )
}

const DATA: readonly string[] = ['data.exhibits']

/** Uploads by name and size; a colleague's stands with its id, since only its owner is told of it. */
export function useNamed(ids: readonly string[]): readonly NamedUpload[] {
  const { data } = useRead('uploads.list', {}, { enabled: ids.length > 0, staleTime: 0 })
  return useMemo(
    () =>
      ids.map((upload) => {
        const found = data?.items.find(({ id }) => id === upload)
        return { upload, name: found?.name ?? upload, bytes: found?.bytes ?? 0 }
      }),
    [ids, data],
  )
}
