import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { Reply } from '../api/client.ts'
import { useRead } from '../api/queries.ts'
import { Panel } from '../look/parts.tsx'
import { useReader } from '../look/reader.tsx'
import { Table } from '../look/table.tsx'
import { leftText } from '../look/time.ts'
import { useWords } from '../look/words.tsx'
import type { ChannelHere } from './here.ts'
import type { Names } from './names.ts'

type Row = Reply<'figures.get'>['contacts'][number]

/** How each party, and each of its seats, has answered over the last year. */
export function ContactScores({
  here,
  names,
}: {
  readonly here: ChannelHere
  readonly names: Names
}): ReactNode {
  const words = useWords()
  const { data } = useRead(
    'figures.get',
    { params: { channel: here.channel }, query: {} },
    { enabled: here.may('read') },
  )
  const rows = data?.contacts.filter(({ counts }) => counts.checked.count > 0) ?? []
  if (data === undefined || rows.length === 0) return null
  return (
    <Panel
      title={words('directory.scores')}
      aside={
        <Link to="/figures" search={{ channel: here.channel }}>
          {words('directory.to-figures')}
        </Link>
      }
    >
      <Table
        label={words('directory.scores-table')}
        head={[
          words('directory.seat'),
          { number: words.term('figure', 'checked') },
          { number: words.term('figure', 'machine-in-time') },
          { number: words.term('figure', 'person-in-time') },
          { number: words.term('figure', 'person-late') },
          { number: words.term('figure', 'person-missed') },
          { number: words('directory.median') },
        ]}
      >
        {rows.map((row) => (
          <ScoreRow key={`${row.party} ${String(row.whole)} ${row.seat ?? ''}`} row={row} names={names} />
        ))}
      </Table>
    </Panel>
  )
}

function ScoreRow({ row, names }: { readonly row: Row; readonly names: Names }): ReactNode {
  const words = useWords()
  const { partyName } = useReader()
  const { counts, party, seat, timings, whole } = row
  const { medianMs } = timings.person
  return (
    <tr data-whole={whole}>
      <th scope="row">
        {whole ? (
          partyName(party)
        ) : seat === null ? (
          words('directory.any-seat')
        ) : (
          <bdi>{names.seatName(seat)}</bdi>
        )}
      </th>
      <td className="number">{counts.checked.count}</td>
      <td className="number">{counts['machine-in-time'].count}</td>
      <td className="number">{counts['person-in-time'].count}</td>
      <td className="number">{counts['person-late'].count}</td>
      <td className="number">{counts['person-missed'].count}</td>
      <td className="number">
        {medianMs === null ? words('shell.none') : leftText.duration(medianMs, words)}
      </td>
    </tr>
  )
}
