import { type ReactNode, useEffect, useRef, useState } from 'react'
import { call, type Reply } from '../../api/client.ts'
import { useDo, useRead } from '../../api/queries.ts'
import { after } from '../../effects/clock.ts'
import { Button } from '../../look/button.tsx'
import { TextBox } from '../../look/field.tsx'
import { Foreign } from '../../look/foreign.tsx'
import { Ago } from '../../look/instant.tsx'
import { Refusal } from '../../look/refusal.tsx'
import { tell } from '../../look/toast.tsx'
import { useWords } from '../../look/words.tsx'
import type { Detail } from './given.ts'
import { useColleagues } from './here.ts'

type Note = Reply<'notes.list'>['items'][number]
/** As long as the way back is offered; only then is the note erased at the node. */
const UNDO_MS = 15_000
const SHOWN_MAX = 100

/** Internal notes: written, put right with what they said before, erased with a way back. */
export function Notes({ detail }: { readonly detail: Detail }): ReactNode {
  const words = useWords()
  const params = { channel: detail.channel, matter: detail.id }
  const { data, error } = useRead('notes.list', { params, query: { limit: SHOWN_MAX } })
  const { leaving, erase } = useErasing(params)
  const notes = data?.items.filter(({ id }) => !leaving.includes(id)) ?? []
  return (
    <section className="stack" data-gap="small" aria-labelledby="matter-notes">
      <h3 id="matter-notes">{words('matter.notes', { count: notes.length })}</h3>
      <NewNote params={params} />
      <Refusal of={error} />
      {notes.length === 0 && <p className="small">{words('matter.notes-none')}</p>}
      <ul className="matter-notes">
        {notes.map((note) => (
          <li key={note.id}>
            <OneNote note={note} params={params} onErase={() => erase(note.id)} />
          </li>
        ))}
      </ul>
    </section>
  )
}

interface Params {
  readonly channel: string
  readonly matter: string
}

/** Notes that are on their way out: hidden at once, erased when nobody can take it back any more. */
function useErasing(params: Params): { leaving: readonly string[]; erase: (note: string) => void } {
  const words = useWords()
  const [leaving, setLeaving] = useState<readonly string[]>([])
  const due = useRef(new Map<string, () => void>())
  const remove = useDo('notes.erase')
  const { matter } = params
  useEffect(() => {
    const waiting = due.current
    // Whoever leaves the page meant it.
    return () => {
      for (const [note, cancel] of waiting) {
        cancel()
        void call('notes.erase', { params: { ...params, note } }).catch(() => undefined)
      }
      waiting.clear()
    }
    // The place is that of the matter.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [matter])
  const back = (note: string): void => {
    due.current.get(note)?.()
    due.current.delete(note)
    setLeaving((ids) => ids.filter((id) => id !== note))
  }
  const erase = (note: string): void => {
    setLeaving((ids) => [...ids, note])
    due.current.set(
      note,
      after(UNDO_MS, () => {
        due.current.delete(note)
        void remove.mutateAsync({ params: { ...params, note } }).catch(() => back(note))
      }),
    )
    tell(words('matter.note-erased'), async () => back(note))
  }
  return { leaving, erase }
}

function NewNote({ params }: { readonly params: Params }): ReactNode {
  const words = useWords()
  const [text, setText] = useState('')
  const write = useDo('notes.write')
  const save = async (): Promise<void> => {
    // What was typed stays until the node has it.
    await write.mutateAsync({ params, body: { text } })
    setText('')
  }
  return (
    <div className="stack" data-gap="small">
      <TextBox label={words('matter.note-new')} value={text} onChange={setText} rows={2} />
      <Refusal of={write.error} />
      <div className="row">
        <Button
          size="small"
          isDisabled={text.trim() === ''}
          isBusy={write.isPending}
          onPress={() => void save().catch(() => undefined)}
        >
          {words('matter.note-save')}
        </Button>
      </div>
    </div>
  )
}

function OneNote({
  note,
  params,
  onErase,
}: {
  readonly note: Note
  readonly params: Params
  readonly onErase: () => void
}): ReactNode {
  const words = useWords()
  const { userName } = useColleagues()
  const [editing, setEditing] = useState<string>()
  const [isOpen, setOpen] = useState(false)
  const edit = useDo('notes.edit')
  const save = async (text: string): Promise<void> => {
    await edit.mutateAsync({
      params: { ...params, note: note.id },
      body: { text },
      headers: { 'if-match': `"v${note.version}"` },
    })
    setEditing(undefined)
  }
  return (
    <article className="matter-note">
      <p className="small soft">
        <Foreign text={userName(note.author)} /> <Ago at={note.changed} />{' '}
        {note.version > 1 && words('matter.note-edited', { editor: userName(note.editor) })}
      </p>
      {editing === undefined ? (
        <p>
          <Foreign text={note.text} />
        </p>
      ) : (
        <NoteEditor
          text={editing}
          onChange={setEditing}
          fault={edit.error}
          isBusy={edit.isPending}
          onSave={() => void save(editing).catch(() => undefined)}
          onLeave={() => setEditing(undefined)}
        />
      )}
      {editing === undefined && (
        <div className="row">
          <Button size="small" kind="quiet" onPress={() => setEditing(note.text)}>
            {words('matter.note-change')}
          </Button>
          {note.version > 1 && (
            <Button size="small" kind="quiet" aria-expanded={isOpen} onPress={() => setOpen(!isOpen)}>
              {words('matter.note-versions')}
            </Button>
          )}
          <Button size="small" kind="quiet" onPress={onErase}>
            {words('matter.note-erase')}
          </Button>
        </div>
      )}
      {isOpen && <Versions note={note.id} params={params} />}
    </article>
  )
}

function NoteEditor({
  text,
  onChange,
  fault,
  isBusy,
  onSave,
  onLeave,
}: {
  readonly text: string
  readonly onChange: (text: string) => void
  readonly fault: Error | null
  readonly isBusy: boolean
  readonly onSave: () => void
  readonly onLeave: () => void
}): ReactNode {
  const words = useWords()
  return (
    <>
      {/* Whoever pressed “change” wants to write. */}
      {/* oxlint-disable-next-line jsx-a11y/no-autofocus */}
      <TextBox autoFocus label={words('matter.note-edit')} value={text} onChange={onChange} />
      <Refusal of={fault} />
      <div className="row">
        <Button size="small" isBusy={isBusy} onPress={onSave}>
          {words('shell.save')}
        </Button>
        <Button size="small" kind="quiet" onPress={onLeave}>
          {words('shell.cancel')}
        </Button>
      </div>
    </>
  )
}

function Versions({ note, params }: { readonly note: string; readonly params: Params }): ReactNode {
  const { data, error } = useRead('notes.versions', { params: { ...params, note } })
  const { userName } = useColleagues()
  return (
    <>
      <Refusal of={error} />
      <ol className="matter-list" reversed>
        {data?.items.map(({ changed, editor, text, version }) => (
          <li key={version} value={version}>
            <span className="small soft">
              <Foreign text={userName(editor)} /> <Ago at={changed} />
            </span>
            <p>
              <Foreign text={text} />
            </p>
          </li>
        ))}
      </ol>
    </>
  )
}
