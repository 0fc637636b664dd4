import { type ReactNode, useState } from 'react'
import type { Reply } from '../../api/client.ts'
import { useDo, useRead } from '../../api/queries.ts'
import { Button } from '../../look/button.tsx'
import { Choice, TextInput } from '../../look/field.tsx'
import { Foreign, plainForeign } from '../../look/foreign.tsx'
import { Instant } from '../../look/instant.tsx'
import { useReader } from '../../look/reader.tsx'
import { Refusal } from '../../look/refusal.tsx'
import { tell } from '../../look/toast.tsx'
import { useWords } from '../../look/words.tsx'
import type { Detail } from './given.ts'
import { useColleagues } from './here.ts'

type Assignment = Reply<'assignments.list'>['items'][number]

/** Who of ours works on it. */
export function Assignments({ detail }: { readonly detail: Detail }): ReactNode {
  const words = useWords()
  const { user } = useReader()
  const { seatName, userName } = useColleagues()
  const params = { channel: detail.channel, matter: detail.id }
  const { data, error } = useRead('assignments.list', { params })
  const assign = useDo('assignments.assign')
  const release = useDo('assignments.release')
  const [isOpen, setOpen] = useState(false)
  const given = data?.items ?? []
  const isMine = given.some(({ holder }) => holder.kind === 'user' && holder.id === user)
  const nameOf = ({ holder }: Assignment): string =>
    holder.kind === 'seat' ? seatName(holder.id) : userName(holder.id)
  const letGo = async (one: Assignment): Promise<void> => {
    const { due, holder, note } = one
    await release.mutateAsync({ params: { ...params, kind: holder.kind, holder: holder.id } })
    tell(words('matter.released', { holder: plainForeign(nameOf(one)) }), () =>
      assign.mutateAsync({ params, body: { holder, note, ...(due === null ? {} : { due }) } }),
    )
  }
  const take = async (): Promise<void> => {
    const holder = { kind: 'user', id: user } as const
    await assign.mutateAsync({ params, body: { holder, note: '' } })
    tell(words('matter.taken-on'), () =>
      release.mutateAsync({ params: { ...params, kind: 'user', holder: user } }),
    )
  }
  return (
    <section className="stack" data-gap="small" aria-labelledby="matter-assignments">
      <h3 id="matter-assignments">{words('matter.assignments')}</h3>
      <Refusal of={error ?? assign.error ?? release.error} />
      {given.length === 0 && <p className="small">{words('matter.assignments-none')}</p>}
      <ul className="matter-list">
        {given.map((one) => (
          <li key={`${one.holder.kind} ${one.holder.id}`} className="row">
            <Assigned one={one} name={nameOf(one)} onRelease={() => void letGo(one).catch(() => undefined)} />
          </li>
        ))}
      </ul>
      <div className="row">
        {!isMine && (
          <Button size="small" isBusy={assign.isPending} onPress={() => void take().catch(() => undefined)}>
            {words('matter.take-on')}
          </Button>
        )}
        <Button size="small" kind="quiet" aria-expanded={isOpen} onPress={() => setOpen(!isOpen)}>
          {words('matter.assign-other')}
        </Button>
      </div>
      {isOpen && <AssignForm params={params} onDone={() => setOpen(false)} />}
    </section>
  )
}

function Assigned({
  one,
  name,
  onRelease,
}: {
  readonly one: Assignment
  readonly name: string
  readonly onRelease: () => void
}): ReactNode {
  const words = useWords()
  return (
    <>
      <strong>
        <Foreign text={name} />
      </strong>
      {one.due !== null && (
        <span className="small">
          {words('matter.assigned-until')} <Instant at={one.due} />
        </span>
      )}
      {one.note !== '' && (
        <span className="small">
          <Foreign text={one.note} />
        </span>
      )}
      <Button
        size="small"
        kind="quiet"
        aria-label={words('matter.release-long', { holder: plainForeign(name) })}
        onPress={onRelease}
      >
        {words('matter.release')}
      </Button>
    </>
  )
}

function AssignForm({
  params,
  onDone,
}: {
  readonly params: { readonly channel: string; readonly matter: string }
  readonly onDone: () => void
}): ReactNode {
  const words = useWords()
  const { seats, users } = useColleagues()
  const [who, setWho] = useState<string | null>(null)
  const [note, setNote] = useState('')
  const assign = useDo('assignments.assign')
  const options = [
    ...seats.map(({ id, title }) => ({
      id: `seat:${id}`,
      label: words('matter.seat-named', { title: plainForeign(title) }),
    })),
    ...users.map(({ display, id }) => ({ id: `user:${id}`, label: plainForeign(display) })),
  ]
  const save = async (chosen: string): Promise<void> => {
    const kind = chosen.startsWith('seat:') ? 'seat' : 'user'
    await assign.mutateAsync({ params, body: { holder: { kind, id: chosen.slice(5) }, note } })
    onDone()
  }
  return (
    <div className="stack" data-gap="small">
      <Choice label={words('matter.assign-to')} options={options} value={who} onChange={setWho} />
      <TextInput label={words('matter.assign-note')} value={note} onChange={setNote} />
      <Refusal of={assign.error} />
      <div className="row">
        <Button
          size="small"
          isDisabled={who === null}
          isBusy={assign.isPending}
          onPress={() => {
            if (who !== null) void save(who).catch(() => undefined)
          }}
        >
          {words('matter.assign')}
        </Button>
        <Button size="small" kind="quiet" onPress={onDone}>
          {words('shell.cancel')}
        </Button>
      </div>
    </div>
  )
}
