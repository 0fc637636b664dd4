import { useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'
import { call, ProblemError, type Reply } from '../../api/client.ts'
import { useRead } from '../../api/queries.ts'
import { drawId } from '../../effects/draw.ts'
import { Button } from '../../look/button.tsx'
import { Dialog } from '../../look/dialog.tsx'
import { TextInput } from '../../look/field.tsx'
import { Foreign, plainForeign } from '../../look/foreign.tsx'
import { Refusal } from '../../look/refusal.tsx'
import { tell } from '../../look/toast.tsx'
import { useWords } from '../../look/words.tsx'
import { type ListAddress, addressIn, addressText, searchOf } from './views.ts'

type Saved = Reply<'filters.list'>['items'][number]

/** Views that the reader saved: each leads to its address, can be renamed, and removed with a way back. */
export function SavedViews({ address }: { readonly address: ListAddress }): ReactNode {
  const words = useWords()
  const { data } = useRead('filters.list', {})
  const [named, setNamed] = useState<Saved>()
  const [isManaging, setManaging] = useState(false)
  const query = addressText(address)
  const saved = data?.items ?? []
  const isSaved = saved.some((one) => one.query === query)
  if (saved.length === 0 && query === '') return null
  return (
    <nav className="lists-saved no-print" aria-label={words('matters.saved')}>
      {saved.map((one) => (
        <Link
          key={one.id}
          to="/matters"
          search={searchOf(addressIn(one.query))}
          className="button"
          data-size="small"
          aria-current={one.query === query}
        >
          <Foreign text={one.name} />
        </Link>
      ))}
      {!isSaved && query !== '' && (
        <Button size="small" kind="quiet" onPress={() => setNamed({ id: drawId(), name: '', query })}>
          {words('matters.save-view')}
        </Button>
      )}
      {saved.length > 0 && (
        <Button size="small" kind="quiet" onPress={() => setManaging(true)}>
          {words('matters.manage-views')}
        </Button>
      )}
      {named !== undefined && <NameIt view={named} onClose={() => setNamed(undefined)} />}
      {isManaging && <Manage views={saved} onClose={() => setManaging(false)} />}
    </nav>
  )
}

function NameIt({ view, onClose }: { readonly view: Saved; readonly onClose: () => void }): ReactNode {
  const words = useWords()
  const client = useQueryClient()
  const [name, setName] = useState(view.name)
  const [fault, setFault] = useState<unknown>()
  const save = async (): Promise<void> => {
    try {
      await call('filters.save', { params: { filter: view.id }, body: { name, query: view.query } })
      await client.invalidateQueries({ queryKey: ['filters.list'] })
      tell(words('shell.saved'))
      onClose()
    } catch (cause) {
      setFault(cause)
    }
  }
  const refusal = fault instanceof ProblemError ? fault : undefined
  return (
    <Dialog
      title={words(view.name === '' ? 'matters.save-view' : 'matters.rename-view')}
      isOpen
      onClose={onClose}
    >
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault()
          void save()
        }}
      >
        <TextInput
          label={words('matters.view-name')}
          value={name}
          onChange={setName}
          maxLength={120}
          fault={refusal && { refusal, text: refusal.problem.detail }}
          // The question that the dialogue was opened for.
          // oxlint-disable-next-line jsx-a11y/no-autofocus
          autoFocus
        />
        {refusal === undefined && <Refusal of={fault} />}
        <div className="row">
          <Button kind="main" type="submit">
            {words('shell.save')}
          </Button>
          <Button kind="quiet" onPress={onClose}>
            {words('shell.cancel')}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}

function Manage({
  views,
  onClose,
}: {
  readonly views: readonly Saved[]
  readonly onClose: () => void
}): ReactNode {
  const words = useWords()
  const client = useQueryClient()
  const [renamed, setRenamed] = useState<Saved>()
  const [fault, setFault] = useState<unknown>()
  const look = (): Promise<void> => client.invalidateQueries({ queryKey: ['filters.list'] })
  const remove = async ({ id, name, query }: Saved): Promise<void> => {
    try {
      await call('filters.remove', { params: { filter: id } })
      await look()
      tell(words('matters.view-removed', { name: plainForeign(name) }), async () => {
        await call('filters.save', { params: { filter: id }, body: { name, query } })
        await look()
      })
    } catch (cause) {
      setFault(cause)
    }
  }
  if (renamed !== undefined) return <NameIt view={renamed} onClose={() => setRenamed(undefined)} />
  return (
    <Dialog title={words('matters.manage-views')} isOpen onClose={onClose}>
      {views.length === 0 && <p className="soft">{words('matters.no-views')}</p>}
      <ul className="stack" data-gap="small">
        {views.map((view) => (
          <li key={view.id} className="row">
            <Foreign text={view.name} />
            <Button
              size="small"
              onPress={() => setRenamed(view)}
              aria-label={words('matters.rename-named', { name: plainForeign(view.name) })}
            >
              {words('matters.rename')}
            </Button>
            <Button
              size="small"
              onPress={() => void remove(view)}
              aria-label={words('matters.remove-named', { name: plainForeign(view.name) })}
            >
              {words('matters.remove')}
            </Button>
          </li>
        ))}
      </ul>
      <Refusal of={fault} />
      <div className="row">
        <Button onPress={onClose}>{words('shell.close')}</Button>
      </div>
    </Dialog>
  )
}
