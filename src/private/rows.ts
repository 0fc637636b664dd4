/** A row as the file gives it. What is read here was written by this room: another type is a damaged file. */
export type Row = Readonly<Record<string, unknown>>

export function textOf(row: Row | undefined, column: string): string {
  const value = row?.[column]
  return typeof value === 'string' ? value : ''
}

export function numberOf(row: Row | undefined, column: string): number {
  const value = row?.[column]
  return typeof value === 'number' ? value : 0
}

/** An optional property, left out where the column is null: for spreading into an object. */
export function given<N extends string>(row: Row, column: N): { [K in N]?: string } {
  const value = row[column]
  const empty: { [K in N]?: string } = {}
  return typeof value === 'string' ? { ...empty, [column]: value } : empty
}
