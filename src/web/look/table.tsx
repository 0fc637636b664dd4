import type { ReactNode } from 'react'

/** A table that scrolls within its own frame. Columns of numbers say so. */
export function Table({
  label,
  head,
  children,
}: {
  readonly label: string
  readonly head: readonly (ReactNode | { readonly number: ReactNode })[]
  readonly children: ReactNode
}): ReactNode {
  return (
    // Whoever has no mouse scrolls it with the keyboard.
    <div className="table-frame" tabIndex={0} role="region" aria-label={label}>
      <table className="table">
        <thead>
          <tr>
            {head.map((cell, i) => {
              const isNumber = typeof cell === 'object' && cell !== null && 'number' in cell
              return (
                <th key={i} scope="col" className={isNumber ? 'number' : undefined}>
                  {isNumber ? cell.number : cell}
                </th>
              )
            })}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </div>
  )
}
