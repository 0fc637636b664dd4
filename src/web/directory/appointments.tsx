import { type ReactNode, useState } from 'react'
import { RELIEF_REASONS, type ReliefReason } from '../../acts/index.ts'
import type { Reply } from '../api/client.ts'
import { useDo, useRead } from '../api/queries.ts'
import { Button } from '../look/button.tsx'
import { ConfirmButton, Dialog } from '../look/dialog.tsx'
import { Choice, Radios, TextInput } from '../look/field.tsx'
import { plainForeign } from '../look/foreign.tsx'
import { Refusal } from '../look/refusal.tsx'
import { tell } from '../look/toast.tsx'
import { useWords } from '../look/words.tsx'
import type { ChannelHere } from './here.ts'
import type { Agency } from './names.ts'

/** Somebody of this node takes a seat, with the passkey by which they sign. */
export function Appoint({
  here,
  agency,
  seat,
}: {
  readonly here: ChannelHere
  readonly agency: Agency
  readonly seat: string
}): ReactNode {
  const words = useWords()
  const [isOpen, setOpen] = useState(false)
  return (
    <>
      <Button size="small" onPress={() => setOpen(true)}>
        {words('directory.appoint')}
      </Button>
      <Dialog title={words('directory.appoint')} isOpen={isOpen} onClose={() => setOpen(false)}>
        <AppointForm here={here} agency={agency} seat={seat} onDone={() => setOpen(false)} />
      </Dialog>
    </>
  )
}

function AppointForm({
  here,
  agency,
  seat,
  onDone,
}: {
  readonly here: ChannelHere
  readonly agency: Agency
  readonly seat: string
  readonly onDone: () => void
}): ReactNode {
  const words = useWords()
  const { channel } = here
  const appoint = useDo('directory.appoint')
  const { data } = useRead('directory.candidates', { params: { channel } })
  const [chosen, setChosen] = useState<Chosen>({ user: null, passkey: null, name: '' })
  const people = data?.items ?? []
  const { name, user } = chosen
  const keys = people.find((one) => one.user === user)?.passkeys ?? []
  const passkey = keys.length === 1 ? (keys[0]?.id ?? null) : chosen.passkey
  const go = async (): Promise<void> => {
    if (user === null || passkey === null) return
    const names = name.trim() === '' ? {} : { names: { [words.language]: name.trim() } }
    await appoint.mutateAsync({
      params: { channel, matter: agency.id },
      body: { user, seat, passkey, ...names },
    })
    tell(words('directory.appointed'))
    onDone()
  }
  if (data === undefined) return null
  return (
    <>
      <p>{words('directory.appoint-means')}</p>
      <WhoFields people={people} chosen={chosen} change={(part) => setChosen({ ...chosen, ...part })} />
      <Refusal of={appoint.error} />
      <div className="row">
        <Button
          kind="main"
          isBusy={appoint.isPending}
          isDisabled={user === null || passkey === null}
          onPress={() => void go().catch(() => undefined)}
        >
          {words('directory.appoint-go')}
        </Button>
        <Button kind="quiet" onPress={onDone}>
          {words('shell.cancel')}
        </Button>
      </div>
    </>
  )
}

interface Chosen {
  readonly user: string | null
  readonly passkey: string | null
  /** As both sides read it. */
  readonly name: string
}

/** Those who have a passkey can be chosen; the others are named, so that nobody wonders where they are. */
function WhoFields({
  people,
  chosen,
  change,
}: {
  readonly people: Reply<'directory.candidates'>['items']
  readonly chosen: Chosen
  readonly change: (part: Partial<Chosen>) => void
}): ReactNode {
  const words = useWords()
  const able = people.filter(({ passkeys }) => passkeys.length > 0)
  const unable = people.filter(({ passkeys }) => passkeys.length === 0)
  const keys = able.find((one) => one.user === chosen.user)?.passkeys ?? []
  return (
    <>
      {able.length === 0 ? (
        <p>{words('directory.appoint-nobody')}</p>
      ) : (
        <>
          <Choice
            label={words('directory.person')}
            isRequired
            options={able.map((one) => ({ id: one.user, label: plainForeign(one.display) }))}
            value={chosen.user}
            onChange={(user) =>
              change({ user, passkey: null, name: able.find((one) => one.user === user)?.display ?? '' })
            }
          />
          {keys.length > 1 && (
            <Choice
              label={words('directory.passkey')}
              isRequired
              options={keys.map(({ id, label }) => ({ id, label: plainForeign(label) }))}
              value={chosen.passkey}
              onChange={(passkey) => change({ passkey })}
            />
          )}
          <TextInput
            label={words('directory.shown-name')}
            hint={words('directory.shown-name-hint')}
            value={chosen.name}
            onChange={(name) => change({ name })}
            maxLength={200}
          />
        </>
      )}
      {unable.length > 0 && (
        <p className="small soft">
          {words('directory.appoint-unable', {
            people: words.list(unable.map(({ display }) => plainForeign(display))),
          })}
        </p>
      )}
    </>
  )
}

/** Ends an appointment, with its reason. */
export function Relieve({
  here,
  agency,
  officer,
}: {
  readonly here: ChannelHere
  readonly agency: Agency
  readonly officer: string
}): ReactNode {
  const words = useWords()
  const relieve = useDo('directory.relieve')
  const [reason, setReason] = useState<ReliefReason>('term-ended')
  return (
    <ConfirmButton
      size="small"
      kind="quiet"
      label={words('directory.relieve')}
      title={words('directory.relieve-title')}
      explains={<p>{words('directory.relieve-means')}</p>}
      confirm={words('directory.relieve')}
      onConfirm={async () => {
        await relieve.mutateAsync({
          params: { channel: here.channel, matter: agency.id, officer },
          body: { reason },
        })
        tell(words('directory.relieved'))
      }}
    >
      <Radios
        label={words('directory.relieve-reason')}
        options={RELIEF_REASONS.map((id) => ({ id, label: words.term('relief', id) }))}
        value={reason}
        onChange={setReason}
      />
    </ConfirmButton>
  )
}
