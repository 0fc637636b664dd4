import { type ReactNode, useState } from 'react'
import type { Call } from '../../api/client.ts'
import { useDo, useNeeded, useRead } from '../../api/queries.ts'
import { Button } from '../../look/button.tsx'
import { ConfirmButton } from '../../look/dialog.tsx'
import { Choice, Radios, TextBox, TextInput } from '../../look/field.tsx'
import { Foreign, plainForeign } from '../../look/foreign.tsx'
import { Columns, Empty, Panel, Stack } from '../../look/parts.tsx'
import { Refusal } from '../../look/refusal.tsx'
import { Table } from '../../look/table.tsx'
import { tell } from '../../look/toast.tsx'
import { useReader } from '../../look/reader.tsx'
import { useWords } from '../../look/words.tsx'
import { faultAt } from '../fault.ts'
import { Once } from '../once.tsx'

/** By which ways notices reach somebody outside the application. */
export function UserWays(): ReactNode {
  const words = useWords()
  const { user: self } = useReader()
  const { data } = useNeeded('users.list', {})
  const [user, setUser] = useState(self)
  return (
    <Panel title={words('operator.ways')}>
      <p>{words('operator.ways-lead')}</p>
      <Choice
        label={words('operator.user')}
        options={data.items.map(({ display, id, name }) => ({
          id,
          label: `${plainForeign(display)} (${name})`,
        }))}
        value={user}
        onChange={setUser}
      />
      <WaysOf key={user} user={user} />
    </Panel>
  )
}

export function WaysOf({ user }: { readonly user: string }): ReactNode {
  const words = useWords()
  const { data, error } = useRead('ways.list', { params: { user } })
  const remove = useDo('ways.remove')
  const items = data?.items ?? []
  return (
    <Stack>
      <Refusal of={error} />
      {data !== undefined && items.length === 0 && (
        <Empty title={words('operator.no-ways')}>
          <p>{words('operator.no-ways-long')}</p>
        </Empty>
      )}
      {items.length > 0 && (
        <Table
          label={words('operator.table', { what: words('operator.ways') })}
          head={[
            words('operator.way'),
            words('operator.way-to'),
            words('operator.way-least'),
            words('operator.deeds'),
          ]}
        >
          {items.map(({ command, id, kind, least, to }) => (
            <tr key={id}>
              <th scope="row">{words(`operator.way-${kind}`)}</th>
              <td>
                {command !== null && <Foreign text={`${command} `} />}
                <Foreign text={to} />
              </td>
              <td>{words(`operator.least-${least}`)}</td>
              <td>
                <ConfirmButton
                  size="small"
                  label={words('operator.remove')}
                  title={words('operator.way-remove')}
                  explains={<Foreign text={to} />}
                  confirm={words('operator.remove')}
                  onConfirm={() => remove.mutateAsync({ params: { user, id } })}
                />
              </td>
            </tr>
          ))}
        </Table>
      )}
      <AddWay user={user} />
    </Stack>
  )
}

const KINDS = ['mail', 'webhook', 'command'] as const
type Kind = (typeof KINDS)[number]
const LEAST = ['routine', 'urgent', 'flash'] as const

interface TypedWay {
  readonly kind: Kind
  readonly least: (typeof LEAST)[number]
  readonly to: string
  readonly command: string
  readonly ca: string
}
const NO_WAY: TypedWay = { kind: 'mail', least: 'routine', to: '', command: '', ca: '' }

function wayOf({ ca, command, kind, to }: TypedWay): Call<'ways.add'>['body']['way'] {
  switch (kind) {
    case 'mail':
      return { kind, to }
    case 'command':
      return { kind, command, to }
    case 'webhook':
      return { kind, url: to, ...(ca.trim() === '' ? {} : { ca }) }
  }
}

function AddWay({ user }: { readonly user: string }): ReactNode {
  const words = useWords()
  const add = useDo('ways.add')
  const [typed, setTyped] = useState<TypedWay>(NO_WAY)
  const change = (changed: Partial<TypedWay>): void => setTyped({ ...typed, ...changed })
  const [secret, setSecret] = useState<string>()
  const go = (): void =>
    add.mutate(
      { params: { user }, body: { way: wayOf(typed), least: typed.least } },
      {
        onSuccess: (set) => {
          change({ to: '' })
          tell(words('shell.saved'))
          setSecret(set.secret ?? undefined)
        },
      },
    )
  return (
    <details className="operator-more">
      <summary>{words('operator.way-add')}</summary>
      <Stack>
        {secret !== undefined && (
          <Once title={words('operator.way-secret')} secret={secret} onDone={() => setSecret(undefined)}>
            <p>{words('operator.way-secret-long')}</p>
          </Once>
        )}
        <WayFields typed={typed} onChange={change} fault={add.error} />
        <Refusal of={add.error} />
        <div className="row">
          <Button isBusy={add.isPending} isDisabled={typed.to.trim() === ''} onPress={go}>
            {words('operator.way-add')}
          </Button>
        </div>
      </Stack>
    </details>
  )
}

function WayFields({
  typed: { ca, command, kind, least, to },
  onChange,
  fault,
}: {
  readonly typed: TypedWay
  readonly onChange: (changed: Partial<TypedWay>) => void
  readonly fault: unknown
}): ReactNode {
  const words = useWords()
  return (
    <>
      <Radios
        label={words('operator.way')}
        options={KINDS.map((id) => ({
          id,
          label: words(`operator.way-${id}`),
          hint: words(`operator.way-${id}-hint`),
        }))}
        value={kind}
        onChange={(kind) => onChange({ kind })}
      />
      <Columns column="16rem">
        {kind === 'command' && (
          <TextInput
            label={words('operator.way-command-name')}
            isCode
            value={command}
            onChange={(command) => onChange({ command })}
            {...faultAt(fault, 'command')}
          />
        )}
        <TextInput
          label={words(`operator.way-${kind}-to`)}
          value={to}
          onChange={(to) => onChange({ to })}
          {...faultAt(fault, kind === 'webhook' ? 'url' : 'to')}
        />
        <Choice
          label={words('operator.way-least')}
          options={LEAST.map((id) => ({ id, label: words(`operator.least-${id}`) }))}
          value={least}
          onChange={(least) => onChange({ least })}
        />
      </Columns>
      {kind === 'webhook' && (
        <TextBox
          label={words('operator.ca')}
          hint={words('operator.ca-hint')}
          rows={3}
          value={ca}
          onChange={(ca) => onChange({ ca })}
          {...faultAt(fault, 'ca')}
        />
      )}
    </>
  )
}
