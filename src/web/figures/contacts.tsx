import type { ReactNode } from 'react'
import { useNames } from '../directory/names.ts'
import { Empty, Panel } from '../look/parts.tsx'
import { useReader } from '../look/reader.tsx'
import { useWords } from '../look/words.tsx'
import { CountsTable } from './counts-table.tsx'
import type { Asked, ContactFigures, Figures } from './given.ts'

/** Whether the points that one may have to reach at night are there: by party, and by each of its seats. */
export function Contacts({
  channel,
  asked,
  figures,
}: {
  readonly channel: string
  readonly asked: Asked
  readonly figures: Figures
}): ReactNode {
  const words = useWords()
  const { partyName } = useReader()
  const { seatName } = useNames(channel)
  const shown = figures.contacts.filter(({ party }) => asked.party === undefined || party === asked.party)
  const nameOf = ({ party, seat, whole }: ContactFigures): string => {
    if (whole) return words('figures.whole', { party: partyName(party) })
    return seat === null
      ? words('figures.party-itself', { party: partyName(party) })
      : words.listed([partyName(party), seatName(seat)])
  }
  return (
    <Panel title={words('figures.contacts')}>
      {shown.length === 0 ? (
        <Empty title={words('figures.contacts-none')} />
      ) : (
        <CountsTable
          label={words('figures.contacts')}
          columns={shown.map((one) => ({ name: nameOf(one), counts: one.counts, timings: one.timings }))}
        />
      )}
    </Panel>
  )
}
