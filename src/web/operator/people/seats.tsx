import { type ReactNode, useState } from 'react'
import type { Call, Reply } from '../../api/client.ts'
import { useDo, useNeeded } from '../../api/queries.ts'
import { Button } from '../../look/button.tsx'
import { ConfirmButton, Dialog } from '../../look/dialog.tsx'
import { Radios, TextInput } from '../../look/field.tsx'
import { Foreign, plainForeign } from '../../look/foreign.tsx'
import { Columns, Empty, Panel, Row, Stack, Tag } from '../../look/parts.tsx'
import { Refusal } from '../../look/refusal.tsx'
import { Table } from '../../look/table.tsx'
import { tell } from '../../look/toast.tsx'
import { useWords } from '../../look/words.tsx'
import { faultAt } from '../fault.ts'
import { type Place, SeatPlace } from './seat-place.tsx'

type Seat = Reply<'seats.list'>['items'][number]
const KINDS = ['desk', 'coordinator', 'principal', 'operator', 'integrator', 'auditor'] as const
type SeatKind = (typeof KINDS)[number]

/** The seats of this node: what may be done in each, and who holds it. */
export function SeatList(): ReactNode {
  const words = useWords()
  const { data: seats } = useNeeded('seats.list', {})
  const { data: grants } = useNeeded('grants.list', {})
  const { data: users } = useNeeded('users.list', {})
  const holders = (seat: string): string =>
    words.list(
      grants.items
        .filter((grant) => grant.seat === seat)
        .map(({ user }) => plainForeign(users.items.find(({ id }) => id === user)?.display ?? user)),
    )
  return (
    <Stack>
      <Panel title={words('operator.view-seats')}>
        {seats.items.length === 0 ? (
          <Empty title={words('operator.no-seats')}>
            <p>{words('operator.no-seats-long')}</p>
          </Empty>
        ) : (
          <Table
            label={words('operator.table', { what: words('operator.view-seats') })}
            head={[
              words('operator.seat'),
              words('operator.seat-kind'),
              words('operator.holders'),
              words('operator.deeds'),
            ]}
          >
            {seats.items.map((seat) => (
              <tr key={seat.id}>
                <th scope="row">
                  <Foreign text={seat.title} />
                </th>
                <td>{words.term('seat', seat.kind)}</td>
                <td>{holders(seat.id) === '' ? words('operator.nobody') : holders(seat.id)}</td>
                <td>
                  {seat.closed === null ? <SeatDeeds seat={seat} /> : <Tag>{words('seat.closed')}</Tag>}
                </td>
              </tr>
            ))}
          </Table>
        )}
      </Panel>
      <NewSeat />
    </Stack>
  )
}

function SeatDeeds({ seat }: { readonly seat: Seat }): ReactNode {
  const words = useWords()
  const close = useDo('seats.close')
  const [isOpen, setOpen] = useState(false)
  return (
    <Row>
      <Button size="small" onPress={() => setOpen(true)}>
        {words('operator.change')}
      </Button>
      <ChangeSeat key={String(isOpen)} seat={seat} isOpen={isOpen} onClose={() => setOpen(false)} />
      <ConfirmButton
        size="small"
        label={words('operator.seat-close')}
        title={words('operator.seat-close-title', { seat: plainForeign(seat.title) })}
        explains={words('operator.seat-close-long')}
        confirm={words('operator.seat-close')}
        onConfirm={() => close.mutateAsync({ params: { id: seat.id } })}
      />
    </Row>
  )
}

interface Listing extends Place {
  readonly title: string
}

const givenOf = ({
  agency,
  listed,
  title,
}: Listing): { title: string; agency?: string; listed?: string } => ({
  title,
  ...(agency.trim() === '' ? {} : { agency: agency.trim() }),
  ...(listed.trim() === '' ? {} : { listed: listed.trim() }),
})

/** As it is in the form, whole: what was emptied there is taken away. */
const changeOf = (typed: Listing): NonNullable<Call<'seats.change'>['body']> => ({
  agency: null,
  listed: null,
  ...givenOf(typed),
})

function ChangeSeat({
  seat,
  isOpen,
  onClose,
}: {
  readonly seat: Seat
  readonly isOpen: boolean
  readonly onClose: () => void
}): ReactNode {
  const words = useWords()
  const change = useDo('seats.change')
  const [typed, setTyped] = useState<Listing>({
    title: seat.title,
    agency: seat.agency ?? '',
    listed: seat.listed ?? '',
  })
  const save = (): void =>
    change.mutate(
      { params: { id: seat.id }, body: changeOf(typed) },
      {
        onSuccess: () => {
          tell(words('shell.saved'))
          onClose()
        },
      },
    )
  return (
    <Dialog title={words('operator.seat-change')} isOpen={isOpen} onClose={onClose}>
      <SeatFields typed={typed} onChange={setTyped} fault={change.error} />
      <Refusal of={change.error} />
      <Row>
        <Button kind="main" isBusy={change.isPending} onPress={save}>
          {words('shell.save')}
        </Button>
        <Button kind="quiet" onPress={onClose}>
          {words('shell.cancel')}
        </Button>
      </Row>
    </Dialog>
  )
}

function SeatFields({
  typed,
  onChange,
  fault,
}: {
  readonly typed: Listing
  readonly onChange: (typed: Listing) => void
  readonly fault: unknown
}): ReactNode {
  const words = useWords()
  return (
    <Columns column="16rem">
      <TextInput
        label={words('operator.seat-title')}
        hint={words('operator.seat-title-hint')}
        value={typed.title}
        onChange={(title) => onChange({ ...typed, title })}
        {...faultAt(fault, 'title')}
      />
      <SeatPlace typed={typed} onChange={(place) => onChange({ ...typed, ...place })} fault={fault} />
    </Columns>
  )
}

function NewSeat(): ReactNode {
  const words = useWords()
  const make = useDo('seats.make')
  const [kind, setKind] = useState<SeatKind>('desk')
  const [typed, setTyped] = useState<Listing>({ title: '', agency: '', listed: '' })
  const save = (): void =>
    make.mutate(
      { body: { kind, ...givenOf(typed) } },
      {
        onSuccess: () => {
          setTyped({ title: '', agency: '', listed: '' })
          tell(words('operator.seat-made'))
        },
      },
    )
  return (
    <Panel title={words('operator.new-seat')}>
      <Radios
        label={words('operator.seat-kind')}
        hint={words('operator.seat-kind-hint')}
        options={KINDS.map((id) => ({
          id,
          label: words.term('seat', id),
          hint: words(`operator.seat-${id}`),
        }))}
        value={kind}
        onChange={setKind}
      />
      <SeatFields typed={typed} onChange={setTyped} fault={make.error} />
      <Refusal of={make.error} />
      <Row>
        <Button kind="main" isBusy={make.isPending} isDisabled={typed.title.trim() === ''} onPress={save}>
          {words('operator.seat-make')}
        </Button>
      </Row>
    </Panel>
  )
}
