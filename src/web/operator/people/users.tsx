import { Link, useNavigate } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'
import { useDo, useNeeded } from '../../api/queries.ts'
import { Button } from '../../look/button.tsx'
import { Columns, Empty, Panel, Row, Stack, Tag } from '../../look/parts.tsx'
import { TextInput } from '../../look/field.tsx'
import { Foreign, plainForeign } from '../../look/foreign.tsx'
import { Refusal } from '../../look/refusal.tsx'
import { Table } from '../../look/table.tsx'
import { useReader } from '../../look/reader.tsx'
import { useWords } from '../../look/words.tsx'
import { faultAt } from '../fault.ts'
import { listOf, zones } from './lists.ts'

/** The users of this node, and a new one. */
export function UserList(): ReactNode {
  const words = useWords()
  const { data: users } = useNeeded('users.list', {})
  const { data: grants } = useNeeded('grants.list', {})
  const { data: links } = useNeeded('invitations.list', {})
  const kindsOf = (user: string): string[] => [
    ...new Set(
      grants.items.filter((grant) => grant.user === user).map(({ kind }) => words.term('seat', kind)),
    ),
  ]
  return (
    <Stack>
      <Panel title={words('operator.view-users')}>
        {users.items.length === 0 ? (
          <Empty title={words('operator.no-users')} />
        ) : (
          <Table
            label={words('operator.table', { what: words('operator.view-users') })}
            head={[words('operator.user'), words('operator.holds'), words('operator.state')]}
          >
            {users.items.map(({ disabled, display, id, name }) => (
              <tr key={id}>
                <th scope="row">
                  <Link to="/operator" search={{ part: 'people', id }}>
                    {plainForeign(display)}
                  </Link>
                  <div className="small soft">
                    <Foreign text={name} />
                  </div>
                </th>
                <td>
                  <Row>
                    {kindsOf(id).map((kind) => (
                      <Tag key={kind}>{kind}</Tag>
                    ))}
                    {kindsOf(id).length === 0 && <span className="soft">{words('operator.holds-none')}</span>}
                  </Row>
                </td>
                <td>
                  <Row>
                    <Tag tone={disabled === null ? 'good' : 'bad'}>
                      {words(disabled === null ? 'operator.user-let-in' : 'operator.user-shut-out')}
                    </Tag>
                    {links.items.some(({ user }) => user === id) && (
                      <Tag tone="accent">{words('operator.link-out')}</Tag>
                    )}
                  </Row>
                </td>
              </tr>
            ))}
          </Table>
        )}
      </Panel>
      <NewUser />
    </Stack>
  )
}

function NewUser(): ReactNode {
  const words = useWords()
  const { zone: ownZone } = useReader()
  const go = useNavigate()
  const make = useDo('users.make')
  const [typed, setTyped] = useState({
    name: '',
    display: '',
    languages: String(words.language),
    zone: ownZone,
  })
  const change = (changed: Partial<typeof typed>): void => setTyped({ ...typed, ...changed })
  const save = (): void =>
    make.mutate(
      { body: { ...typed, name: typed.name.trim(), languages: listOf(typed.languages) } },
      { onSuccess: ({ id }) => void go({ to: '/operator', search: { part: 'people', id } }) },
    )
  return (
    <Panel title={words('operator.new-user')}>
      <p className="soft">{words('operator.new-user-lead')}</p>
      <Columns column="16rem">
        <TextInput
          label={words('operator.user-display')}
          hint={words('operator.user-display-hint')}
          value={typed.display}
          onChange={(display) => change({ display })}
          {...faultAt(make.error, 'display')}
        />
        <TextInput
          label={words('operator.user-name')}
          hint={words('operator.user-name-hint')}
          isCode
          value={typed.name}
          onChange={(name) => change({ name })}
          {...faultAt(make.error, 'name')}
        />
        <UserManners typed={typed} onChange={change} fault={make.error} />
      </Columns>
      <Refusal of={make.error} />
      <Row>
        <Button
          kind="main"
          isBusy={make.isPending}
          isDisabled={typed.name.trim() === '' || typed.display.trim() === ''}
          onPress={save}
        >
          {words('operator.new-user-make')}
        </Button>
      </Row>
    </Panel>
  )
}

/** In which languages somebody is written to, and whose clock they live by. */
export function UserManners({
  typed,
  onChange,
  fault,
}: {
  readonly typed: { readonly languages: string; readonly zone: string }
  readonly onChange: (changed: { languages?: string; zone?: string }) => void
  readonly fault: unknown
}): ReactNode {
  const words = useWords()
  return (
    <>
      <TextInput
        label={words('operator.user-languages')}
        hint={words('operator.user-languages-hint')}
        isCode
        value={typed.languages}
        onChange={(languages) => onChange({ languages })}
        {...faultAt(fault, 'languages')}
      />
      <ZoneInput value={typed.zone} onChange={(zone) => onChange({ zone })} fault={fault} />
    </>
  )
}

function ZoneInput({
  value,
  onChange,
  fault,
}: {
  readonly value: string
  readonly onChange: (zone: string) => void
  readonly fault: unknown
}): ReactNode {
  const words = useWords()
  const typed = value.trim().toLowerCase()
  const near =
    typed.length < 3 || zones.includes(value)
      ? []
      : zones.filter((zone) => zone.toLowerCase().includes(typed)).slice(0, 6)
  return (
    <div className="stack" data-gap="small">
      <TextInput
        label={words('operator.user-zone')}
        hint={words('operator.user-zone-hint')}
        isCode
        value={value}
        onChange={onChange}
        {...faultAt(fault, 'zone')}
      />
      {near.length > 0 && (
        <Row>
          {near.map((zone) => (
            <Button key={zone} size="small" kind="quiet" onPress={() => onChange(zone)}>
              {zone}
            </Button>
          ))}
        </Row>
      )}
    </div>
  )
}
