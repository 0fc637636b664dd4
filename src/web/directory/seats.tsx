import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useDo } from '../api/queries.ts'
import { ConfirmButton } from '../look/dialog.tsx'
import { Foreign } from '../look/foreign.tsx'
import { Empty, Panel, Tag } from '../look/parts.tsx'
import { tell } from '../look/toast.tsx'
import { useWords } from '../look/words.tsx'
import { Appoint, Relieve } from './appointments.tsx'
import { useCodeNames } from './code-names.ts'
import type { ChannelHere } from './here.ts'
import { type Agency, nameIn, type Seat } from './names.ts'
import { OpenSeat } from './open-seat.tsx'

/** Seats of an agency, and who holds them. */
export function Seats({
  here,
  agency,
  mayChange,
}: {
  readonly here: ChannelHere
  readonly agency: Agency
  readonly mayChange: boolean
}): ReactNode {
  const words = useWords()
  return (
    <Panel title={words('directory.seats')}>
      {agency.seats.length === 0 && (
        <Empty title={words('directory.no-seats')}>
          <p>{words('directory.no-seats-hint')}</p>
        </Empty>
      )}
      {agency.seats.map((seat) => (
        <SeatCard key={seat.id} here={here} agency={agency} seat={seat} mayChange={mayChange} />
      ))}
      {mayChange && <OpenSeat here={here} agency={agency} />}
    </Panel>
  )
}

function SeatCard({
  here,
  agency,
  seat,
  mayChange,
}: {
  readonly here: ChannelHere
  readonly agency: Agency
  readonly seat: Seat
  readonly mayChange: boolean
}): ReactNode {
  const words = useWords()
  const { languages } = useCodeNames()
  const close = useDo('directory.close-seat')
  const { channel } = here
  const holders = agency.officers.filter((officer) => officer.seat === seat.id)
  const name = nameIn(seat.names, words.language)
  return (
    <div className="directory-seat">
      <h3>{name === undefined ? words.term('function', seat.function) : <Foreign text={name} />}</h3>
      <p className="small soft">
        {words.term('function', seat.function)} · {words.term('hours', seat.hours)} ·{' '}
        {languages(seat.languages)}
      </p>
      {holders.length === 0 ? (
        <p>
          <Tag tone="warn">{words('directory.seat-empty')}</Tag>
        </p>
      ) : (
        <ul className="stack" data-gap="small">
          {holders.map((officer) => (
            <li key={officer.id} className="row">
              <OfficerName officer={officer} />
              {mayChange && <Relieve here={here} agency={agency} officer={officer.id} />}
            </li>
          ))}
        </ul>
      )}
      <div className="row no-print">
        {mayChange && <Appoint here={here} agency={agency} seat={seat.id} />}
        {mayChange && (
          <Link
            className="button"
            data-size="small"
            to="/directory"
            search={{ channel, agency: agency.id, seat: seat.id }}
          >
            {words('directory.set-rota')}
          </Link>
        )}
        {mayChange && holders.length === 0 && (
          <ConfirmButton
            size="small"
            label={words('directory.close-seat')}
            title={words('directory.close-seat-title')}
            explains={<p>{words('directory.close-seat-means')}</p>}
            confirm={words('directory.close-seat')}
            onConfirm={async () => {
              await close.mutateAsync({ params: { channel, matter: agency.id, seat: seat.id } })
              tell(words('directory.seat-closed'))
            }}
          />
        )}
      </div>
    </div>
  )
}

function OfficerName({ officer }: { readonly officer: Agency['officers'][number] }): ReactNode {
  const words = useWords()
  const name = officer.user?.display ?? nameIn(officer.names, words.language)
  if (name === undefined)
    return <span>{words('directory.officer-unnamed', { id: officer.id.slice(0, 8) })}</span>
  return <Foreign text={name} />
}
