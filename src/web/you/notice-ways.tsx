import { type ReactNode, useState } from 'react'
import { useDo, useNeeded } from '../api/queries.ts'
import { ConfirmButton } from '../look/dialog.tsx'
import { Choice, Radios, TextInput } from '../look/field.tsx'
import { Foreign } from '../look/foreign.tsx'
import { Callout, Columns, Empty, Panel, Tag } from '../look/parts.tsx'
import { tell } from '../look/toast.tsx'
import { useWords } from '../look/words.tsx'
import { DoorForm } from '../sign-in/door-form.tsx'
import { Trial } from './trial.tsx'

const URGENCIES = ['routine', 'urgent', 'flash'] as const
type Urgency = (typeof URGENCIES)[number]

/** By which ways notices reach one outside the application. */
export function NoticeWays(): ReactNode {
  const words = useWords()
  const { data } = useNeeded('ways.own', {})
  const remove = useDo('ways.remove-own')
  return (
    <Columns column="24rem">
      <Panel title={words('you.ways')}>
        {data.items.length === 0 ? (
          <Empty title={words('you.ways-none')}>
            <p>{words('you.ways-none-hint')}</p>
          </Empty>
        ) : (
          <ul className="stack" data-gap="small">
            {data.items.map(({ id, kind, to, command, least }) => (
              <li key={id} className="you-item">
                <div>
                  <strong>{words(`you.way-${kind}`)}</strong> <Foreign text={to} />{' '}
                  {command !== null && <Foreign text={command} />}
                </div>
                <p className="small">
                  <Tag tone={least === 'flash' ? 'bad' : least === 'urgent' ? 'warn' : 'plain'}>
                    {words(`you.least-${least}`)}
                  </Tag>
                </p>
                <ConfirmButton
                  size="small"
                  label={words('you.way-remove')}
                  title={words('you.way-remove')}
                  explains={words('you.way-remove-explain')}
                  confirm={words('you.way-remove')}
                  onConfirm={() => remove.mutateAsync({ params: { id } })}
                />
              </li>
            ))}
          </ul>
        )}
        <Trial hasWays={data.items.length > 0} />
      </Panel>
      <NewWay commands={data.commands} hasMail={data.hasMail} />
    </Columns>
  )
}

function NewWay({
  commands,
  hasMail,
}: {
  readonly commands: readonly string[]
  readonly hasMail: boolean
}): ReactNode {
  const words = useWords()
  const add = useDo('ways.add-own')
  const [kind, setKind] = useState<'mail' | 'command'>('mail')
  const [command, setCommand] = useState(commands[0] ?? null)
  const [to, setTo] = useState('')
  const [least, setLeast] = useState<Urgency>('urgent')
  const go = async (): Promise<void> => {
    const way =
      kind === 'mail'
        ? ({ kind, to: to.trim() } as const)
        : ({ kind, command: command ?? '', to: to.trim() } as const)
    await add.mutateAsync({ body: { way, least } })
    setTo('')
    tell(words('you.way-added'))
  }
  return (
    <Panel title={words('you.way-new')}>
      <DoorForm go={go} submit={words('you.way-add')} isReady={to.trim() !== ''}>
        {commands.length > 0 && (
          <Radios
            label={words('you.way-kind')}
            options={[
              { id: 'mail', label: words('you.way-mail') },
              { id: 'command', label: words('you.way-command') },
            ]}
            value={kind}
            onChange={setKind}
          />
        )}
        {kind === 'command' && (
          <Choice
            label={words('you.way-by')}
            options={commands.map((id) => ({ id, label: id }))}
            value={command}
            onChange={setCommand}
          />
        )}
        {kind === 'mail' && !hasMail && (
          <Callout tone="warn">
            <p>{words('you.way-no-mail')}</p>
          </Callout>
        )}
        <Whereto kind={kind} to={to} onChange={setTo} />
        <Radios
          label={words('you.way-least')}
          options={URGENCIES.map((id) => ({ id, label: words(`you.least-${id}`) }))}
          value={least}
          onChange={setLeast}
        />
      </DoorForm>
    </Panel>
  )
}

function Whereto({
  kind,
  to,
  onChange,
}: {
  readonly kind: 'mail' | 'command'
  readonly to: string
  readonly onChange: (to: string) => void
}): ReactNode {
  const words = useWords()
  const isMail = kind === 'mail'
  return (
    <TextInput
      label={words(isMail ? 'you.way-address' : 'you.way-number')}
      hint={words(isMail ? 'you.way-address-hint' : 'you.way-number-hint')}
      type={isMail ? 'email' : 'text'}
      value={to}
      onChange={onChange}
      autoComplete={isMail ? 'email' : 'tel'}
      isRequired
    />
  )
}
