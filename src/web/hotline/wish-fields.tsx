import type { ReactNode } from 'react'
import { CALL_REASONS, CALL_SEVERITIES } from '../../acts/index.ts'
import type { ChannelHere } from '../directory/here.ts'
import { useNames } from '../directory/names.ts'
import { Choice, Radios, TextBox } from '../look/field.tsx'
import { Panel } from '../look/parts.tsx'
import { useReader } from '../look/reader.tsx'
import { useWords } from '../look/words.tsx'
import { StuckMatter } from './stuck-matter.tsx'
import type { WishProps } from './wish.ts'

const ANY_SEAT = 'any'

/** Drill or call, and whom. */
export function WhoPanel({ here, wish, change }: WishProps & { readonly here: ChannelHere }): ReactNode {
  const words = useWords()
  const { partyName } = useReader()
  const names = useNames(here.channel)
  const seats = names.agencies.filter(({ party }) => party === wish.to).flatMap((agency) => agency.seats)
  return (
    <Panel title={words('hotline.place-1')}>
      <Radios
        label={words('hotline.kind')}
        isRequired
        options={[
          { id: 'drill', label: words('hotline.kind-drill'), hint: words('hotline.kind-drill-hint') },
          { id: 'call', label: words('hotline.kind-call'), hint: words('hotline.kind-call-hint') },
        ]}
        value={wish.kind}
        onChange={(kind) => change({ kind })}
      />
      <Radios
        label={words('hotline.to')}
        isRequired
        options={here.others.map((id) => ({ id, label: partyName(id) }))}
        value={wish.to}
        onChange={(to) => change({ to, seat: null })}
      />
      {seats.length > 1 && (
        <Choice
          label={words('hotline.to-seat')}
          options={[
            { id: ANY_SEAT, label: words('hotline.to-any-seat') },
            ...seats.map(({ id }) => ({ id, label: names.seatName(id) })),
          ]}
          value={wish.seat ?? ANY_SEAT}
          onChange={(seat) => change({ seat: seat === ANY_SEAT ? null : seat })}
        />
      )}
    </Panel>
  )
}

/** Why, how grave, about what, and what is said first. */
export function WhyPanel({ here, wish, change }: WishProps & { readonly here: ChannelHere }): ReactNode {
  const words = useWords()
  return (
    <Panel title={words('hotline.place-2')}>
      <Radios
        label={words('hotline.reason')}
        isRequired
        options={CALL_REASONS.map((id) => ({ id, label: words.term('call-reason', id) }))}
        value={wish.reason}
        onChange={(reason) => change({ reason })}
      />
      <StuckMatter
        channel={here.channel}
        isNeeded={wish.reason === 'stuck'}
        value={wish.matter}
        onChange={(matter) => change({ matter })}
      />
      <Radios
        label={words('hotline.severity')}
        isRequired
        options={CALL_SEVERITIES.map((id) => ({ id, label: words.term('severity', id) }))}
        value={wish.severity}
        onChange={(severity) => change({ severity })}
      />
      <TextBox
        label={words('hotline.note')}
        hint={words('hotline.note-hint')}
        isRequired
        value={wish.note}
        onChange={(note) => change({ note })}
      />
    </Panel>
  )
}
