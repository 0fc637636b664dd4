import type { SQLOutputValue } from 'node:sqlite'
import { StoreError } from './errors.ts'

/** A row as node:sqlite gives it. The readers below turn a column of another type than the schema's into `store-damaged`. */
export type Row = Record<string, SQLOutputValue>

export function textOf(row: Row, column: string): string {
  const value = row[column]
  if (typeof value === 'string') return value
  throw damaged(column)
}

export function numberOf(row: Row, column: string): number {
  const value = row[column]
  if (typeof value === 'number') return value
  throw damaged(column)
}

export function bytesOf(row: Row, column: string): Uint8Array {
  const value = row[column]
  if (value instanceof Uint8Array) return value
  throw damaged(column)
}

export function textOrNone(row: Row, column: string): string | undefined {
  return row[column] === null ? undefined : textOf(row, column)
}

export function numberOrNone(row: Row, column: string): number | undefined {
  return row[column] === null ? undefined : numberOf(row, column)
}

/** A JSON object of values that `isValue` accepts. */
export function recordOf<T>(
  text: string,
  column: string,
  isValue: (value: unknown) => value is T,
): Record<string, T> {
  const parsed: unknown = JSON.parse(text)
  if (typeof parsed !== 'object' || parsed === null) throw damaged(column)
  const result: Record<string, T> = {}
  for (const [name, value] of Object.entries(parsed)) {
    if (!isValue(value)) throw damaged(column)
    result[name] = value
  }
  return result
}

function damaged(column: string): StoreError {
  return new StoreError('store-damaged', `the store is damaged: column ${column} is not of its type`)
}
