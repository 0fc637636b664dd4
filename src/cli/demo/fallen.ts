import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { systemClock, within } from '../../app/index.ts'
import type { Context } from '../command.ts'
import { plain, wrapped } from '../text.ts'
import type { Ending, RunningNode } from './processes.ts'

/** Of a log, what it ended with: an error with the first places of its trace. */
const LAST_LINES = 6
/** From the refusal of a socket to the word that its process is gone. */
const HEARD_WAIT_MS = 1_000

/** One node of the demonstration ended and nobody had asked it to. */
export interface Fallen {
  readonly party: string
  readonly pid: number
  readonly ending: Ending
  readonly log: string
  readonly said: readonly string[]
}

/** Resolves when the node has ended. */
export async function fallenOf(node: RunningNode): Promise<Fallen> {
  const ending = await node.ended
  const text = await readFile(node.log, 'utf8').catch(() => '')
  const said = text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .slice(-LAST_LINES)
  return { party: basename(node.dir), pid: node.pid, ending, log: node.log, said }
}

/** Whoever asks a node that is gone fails sooner than its end is heard of. */
export async function becauseFallen(cause: unknown, fallen: Promise<Fallen>): Promise<Fallen> {
  const found = await within(systemClock, HEARD_WAIT_MS, fallen)
  if (found === undefined) throw cause
  return found
}

/** Which one, by what, where its log is, and the last that it said. */
export function fallenLines({ words, width }: Context, { ending, log, party, pid, said }: Fallen): string[] {
  const by =
    ending.signal === null
      ? words('demo.fallen.code', { party, pid: String(pid), code: String(ending.code ?? '–') })
      : words('demo.fallen.signal', { party, pid: String(pid), signal: ending.signal })
  const told = words(said.length === 0 ? 'demo.fallen.silent' : 'demo.fallen.log', { log })
  return [...wrapped(by, width), ...wrapped(told, width), ...said.map((line) => `  ${plain(line)}`)]
}
