import type { ReactNode } from 'react'
import { Table } from '../look/table.tsx'
import { useWords } from '../look/words.tsx'
import type { Count, Timing } from './given.ts'
import { Means } from './means.tsx'
import { NumberLink } from './number-link.tsx'
import { figureName, spanText } from './texts.ts'

/** Figures one below the other, parties beside each other; each number leads to its matters. */
export function CountsTable({
  label,
  columns,
}: {
  readonly label: string
  readonly columns: readonly {
    readonly name: string
    readonly counts: Readonly<Record<string, Count>>
    /** How long it took, shown below the counts. */
    readonly timings?: Readonly<Record<string, Timing>>
  }[]
}): ReactNode {
  const words = useWords()
  const codes = Object.keys(columns[0]?.counts ?? {})
  const times = Object.keys(columns[0]?.timings ?? {})
  return (
    <div className="figures-table">
      <Table
        label={words('figures.table-of', { name: label })}
        head={[words('figures.figure'), ...columns.map(({ name }) => ({ number: name }))]}
      >
        {codes.map((code) => (
          <tr key={code}>
            <th scope="row" className="figures-code">
              <Means code={code} />
            </th>
            {columns.map(({ counts, name }, i) => {
              const count = counts[code]
              return (
                // Two seats may be called the same.
                <td key={i} className="number">
                  {count !== undefined && (
                    <NumberLink of={count} name={words.listed([name, figureName(code, words)])} />
                  )}
                </td>
              )
            })}
          </tr>
        ))}
        {times.flatMap((code) =>
          (['median', 'p90'] as const).map((measure) => (
            <tr key={`${code} ${measure}`}>
              <th scope="row" className="figures-code">
                <Means code={code} measure={words(`figures.measure-${measure}`)} />
              </th>
              {columns.map(({ timings }, i) => {
                const ms = timings?.[code]?.[measure === 'median' ? 'medianMs' : 'p90Ms'] ?? null
                return (
                  // Two seats may be called the same.
                  <td key={i} className="number">
                    {ms === null ? '–' : spanText(ms, words)}
                  </td>
                )
              })}
            </tr>
          )),
        )}
      </Table>
    </div>
  )
}
