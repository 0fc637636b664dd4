import { useNavigate } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'
import { ActComposer } from '../forms/act-composer.tsx'
import { Button } from '../look/button.tsx'
import { Choice } from '../look/field.tsx'
import { Panel } from '../look/parts.tsx'
import { useReader } from '../look/reader.tsx'
import { tell } from '../look/toast.tsx'
import { useWords } from '../look/words.tsx'
import { useSession } from '../shell/session.tsx'

/** Bringing evidence in: files, what they are, how they are marked. A draft until it is put on the record. */
export function Deposit({
  channel,
  matter,
  onClose,
}: {
  readonly channel: string | undefined
  readonly matter: string | undefined
  readonly onClose: () => void
}): ReactNode {
  const words = useWords()
  const navigate = useNavigate()
  const { channels } = useSession()
  const open = channels.filter(({ status }) => status === 'open')
  const [picked, setPicked] = useState<string>()
  // The channels may come after this screen.
  const chosen = picked ?? channel ?? open[0]?.id
  const parties = useOthers(chosen)
  if (chosen === undefined)
    return (
      <Panel title={words('evidence.deposit')}>
        <p>{words('evidence.no-channel')}</p>
      </Panel>
    )
  return (
    <Panel
      title={words('evidence.deposit')}
      tone="private"
      aside={
        <Button kind="quiet" size="small" onPress={onClose}>
          {words('evidence.deposit-close')}
        </Button>
      }
    >
      {open.length > 1 && (
        <Choice
          label={words('evidence.deposit-channel')}
          options={open.map(({ id, parties: held }) => ({
            id,
            label: words.list(held.map(({ name }) => name)),
          }))}
          value={chosen}
          onChange={setPicked}
        />
      )}
      <p className="soft">{words('evidence.deposit-lead', { parties })}</p>
      <ActComposer
        channel={chosen}
        type="evidence.deposit"
        {...(matter === undefined ? {} : { data: { relatesTo: matter } })}
        onCancel={onClose}
        onDone={({ matter: opened }) => {
          tell(words('evidence.deposited'))
          onClose()
          void navigate({
            to: '/channels/$channel/matters/$matter',
            params: { channel: chosen, matter: opened },
          })
        }}
      />
    </Panel>
  )
}

function useOthers(channel: string | undefined): string {
  const words = useWords()
  const { party, partyName } = useReader()
  const { channels } = useSession()
  const others = channels.find(({ id }) => id === channel)?.parties.filter(({ id }) => id !== party) ?? []
  return words.list(others.map(({ id }) => partyName(id)))
}
