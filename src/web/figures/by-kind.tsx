import type { ReactNode } from 'react'
import { Panel } from '../look/parts.tsx'
import { useReader } from '../look/reader.tsx'
import { Table } from '../look/table.tsx'
import { useWords } from '../look/words.tsx'
import type { RequestFigures } from './given.ts'
import { Means } from './means.tsx'
import { NumberLink } from './number-link.tsx'
import { codeName, figureName, spanText } from './texts.ts'

/** What is told of each kind: the whole list would be too much to look at. */
const KIND_CODES = ['asked', 'answered-in-time', 'answered-late', 'open', 'open-overdue'] as const

/** How each party answers requests of each kind and urgency. */
export function ByKind({ groups }: { readonly groups: readonly RequestFigures[] }): ReactNode {
  const words = useWords()
  const { partyName } = useReader()
  if (groups.length === 0) return null
  return (
    <Panel title={words('figures.by-kind')}>
      <div className="figures-table">
        <Table
          label={words('figures.table-of', { name: words('figures.by-kind') })}
          head={[
            words('figures.party'),
            words('figures.kind'),
            words('figures.urgency'),
            ...KIND_CODES.map((code) => ({ number: <Means code={code} /> })),
            { number: `${figureName('answered', words)}: ${words('figures.median')}` },
            { number: words('figures.p90') },
          ]}
        >
          {groups.map(({ counts, kind, party, timings, urgency }) => {
            const named = [
              partyName(party),
              codeName('kind', kind ?? '', words),
              codeName('urgency', urgency ?? '', words),
            ]
            const { medianMs, p90Ms } = timings.answered
            return (
              <tr key={`${party} ${kind} ${urgency}`}>
                <th scope="row">{named[0]}</th>
                <td>{named[1]}</td>
                <td>{named[2]}</td>
                {KIND_CODES.map((code) => (
                  <td key={code} className="number">
                    <NumberLink of={counts[code]} name={words.listed([...named, figureName(code, words)])} />
                  </td>
                ))}
                <td className="number">{medianMs === null ? '–' : spanText(medianMs, words)}</td>
                <td className="number">{p90Ms === null ? '–' : spanText(p90Ms, words)}</td>
              </tr>
            )
          })}
        </Table>
      </div>
    </Panel>
  )
}
