import type { ReactNode } from 'react'
import { useNames } from '../directory/names.ts'
import { Empty, Panel } from '../look/parts.tsx'
import { useReader } from '../look/reader.tsx'
import { Table } from '../look/table.tsx'
import { useWords } from '../look/words.tsx'
import type { Asked, ContactFigures, Figures } from './given.ts'
import { Means } from './means.tsx'
import { NumberLink } from './number-link.tsx'
import { figureName, spanText } from './texts.ts'

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
    return seat === null ? words('figures.party-itself', { party: partyName(party) }) : seatName(seat)
  }
  const codes = Object.keys(shown[0]?.counts ?? {})
  return (
    <Panel title={words('figures.contacts')}>
      {shown.length === 0 ? (
        <Empty title={words('figures.contacts-none')} />
      ) : (
        <Table
          label={words('figures.contacts')}
          head={[
            words('figures.seat'),
            ...codes.map((code) => ({ number: <Means code={code} /> })),
            { number: `${figureName('machine', words)}: ${words('figures.median')}` },
            { number: `${figureName('person', words)}: ${words('figures.median')}` },
          ]}
        >
          {shown.map((one) => {
            const { counts, party, seat, timings, whole } = one
            const name = nameOf(one)
            return (
              <tr key={`${party} ${seat} ${whole}`} data-whole={whole}>
                <th scope="row" className="figures-code">
                  {name}
                </th>
                {Object.entries(counts).map(([code, count]) => (
                  <td key={code} className="number">
                    <NumberLink of={count} name={`${name}, ${figureName(code, words)}`} />
                  </td>
                ))}
                {[timings.machine.medianMs, timings.person.medianMs].map((ms, i) => (
                  // Two columns, always the same.
                  <td key={i} className="number">
                    {ms === null ? '–' : spanText(ms, words)}
                  </td>
                ))}
              </tr>
            )
          })}
        </Table>
      )}
    </Panel>
  )
}
