import type { ReactNode } from 'react'
import { Table } from '../look/table.tsx'
import { useWords } from '../look/words.tsx'
import type { Count } from './given.ts'
import { Means } from './means.tsx'
import { NumberLink } from './number-link.tsx'
import { figureName } from './texts.ts'

/** Figures one below the other, parties beside each other; each number leads to its matters. */
export function CountsTable({
  label,
  columns,
}: {
  readonly label: string
  readonly columns: readonly {
    readonly name: string
    readonly counts: Readonly<Record<string, Count>>
  }[]
}): ReactNode {
  const words = useWords()
  const codes = Object.keys(columns[0]?.counts ?? {})
  return (
    <Table label={label} head={[words('figures.figure'), ...columns.map(({ name }) => ({ number: name }))]}>
      {codes.map((code) => (
        <tr key={code}>
          <th scope="row" className="figures-code">
            <Means code={code} />
          </th>
          {columns.map(({ counts, name }) => {
            const count = counts[code]
            return (
              <td key={name} className="number">
                {count !== undefined && (
                  <NumberLink of={count} name={`${name}, ${figureName(code, words)}`} />
                )}
              </td>
            )
          })}
        </tr>
      ))}
    </Table>
  )
}
