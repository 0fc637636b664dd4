import { z } from 'zod'
import { LogChecker, type LogReport } from './log-check.ts'
import { EMPTY_LOG, type LogHead } from './log-entry.ts'

const line = z.union([
  z.strictObject({ entry: z.looseObject({ seq: z.int() }), hash: z.string() }),
  z.strictObject({ head: z.strictObject({ size: z.int(), hash: z.string() }) }),
])

/**
 * Checks an exported log without the node: its lines, and the heads that the reader kept from before.
 * A line that is none counts as a changed entry at the place where it stands.
 */
export async function verifyLogLines(
  lines: AsyncIterable<string> | Iterable<string>,
  { from = EMPTY_LOG, kept = [] }: { from?: LogHead; kept?: readonly LogHead[] } = {},
): Promise<LogReport> {
  const checker = new LogChecker(from, kept)
  let told: LogHead | undefined
  let place = from.size
  for await (const text of lines) {
    const read = line.safeParse(parsed(text)).data
    if (read !== undefined && 'head' in read) told = read.head
    else checker.take(entryOf(text, read, ++place))
  }
  return checker.report(told)
}

/** The entry's bytes as they stand in the line: the hash is over these and not over what a parser makes of them. */
function entryOf(
  text: string,
  read: { entry: { seq: number }; hash: string } | undefined,
  place: number,
): { seq: number; text: string; hash: string } {
  const [, entry] = /^\{"entry":(\{.*\}),"hash":"[0-9a-f]{64}"\}\n?$/.exec(text) ?? []
  if (read === undefined || entry === undefined) return { seq: place, text: '', hash: '' }
  return { seq: read.entry.seq, text: entry, hash: read.hash }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
