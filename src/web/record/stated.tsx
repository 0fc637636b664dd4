import type { ReactNode } from 'react'
import { Panel } from '../look/parts.tsx'
import { useReader } from '../look/reader.tsx'
import { Table } from '../look/table.tsx'
import { useWords } from '../look/words.tsx'
import type { RecordView } from './given.ts'

/** Whether the same record comes to the same result on both sides. */
export function Stated({ record }: { readonly record: RecordView }): ReactNode {
  const words = useWords()
  const { partyName } = useReader()
  const { claims, mismatch } = record.state
  return (
    <Panel title={words('record.stated')}>
      {claims.length === 0 && <p className="soft">{words('record.none-stated')}</p>}
      {claims.length > 0 && mismatch === null && <p>{words('record.same-state')}</p>}
      {claims.length > 0 && (
        <Table
          label={words('record.stated-table')}
          head={[
            words('record.stated-by'),
            words('record.stated-upto'),
            words('record.stated-hash'),
            words('record.stated-act'),
          ]}
        >
          {claims.map(({ act, by, hash, upTo }) => (
            <tr key={by}>
              <th scope="row">{partyName(by)}</th>
              <td className="small">
                {Object.entries(upTo)
                  .map(([party, count]) => words('record.receipt-of', { party: partyName(party), count }))
                  .join(' · ')}
              </td>
              <td className="record-hash code">{hash}</td>
              <td className="record-hash code">{act}</td>
            </tr>
          ))}
        </Table>
      )}
    </Panel>
  )
}
