import { createHash } from 'node:crypto'
import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Clock, Rng } from '../exchange/index.ts'
import { type SqliteFile, openParts } from '../store/index.ts'
import type { SearchDocument } from './search-document.ts'
import { PRIVATE_TABLES } from './tables.ts'

export const CHANNEL: string = 'c'.repeat(64)
export const MATTER: string = 'd'.repeat(64)

/** A clock that stands until it is moved, and randomness that repeats. */
export class StandingNeeds {
  nowMs: number = Date.UTC(2030, 0, 31, 8)
  #drawn = 0

  readonly clock: Pick<Clock, 'now' | 'after'> = {
    now: () => this.nowMs,
    after: () => () => undefined,
  }
  readonly rng: Rng = {
    bytes: (count) => createHash('shake256', { outputLength: count }).update(String(this.#drawn++)).digest(),
  }

  pass(ms: number): void {
    this.nowMs += ms
  }
}

export function privateFile(path = ':memory:'): SqliteFile {
  return openParts(path, [PRIVATE_TABLES])
}

export function documentOf(text: string, at: number, more: Partial<SearchDocument> = {}): SearchDocument {
  const id = actId(at)
  return { kind: 'act', channel: CHANNEL, id, act: id, matter: MATTER, madeMs: at, text, ...more }
}

export function actId(at: number): string {
  return at.toString(16).padStart(64, '0')
}

export async function inFolder(use: (folder: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'private-'))
  try {
    await use(folder)
  } finally {
    await rm(folder, { recursive: true })
  }
}

/** The raw bytes of every file of a folder, as one text of one character a byte. */
export async function rawBytes(folder: string): Promise<string> {
  const names = await readdir(folder)
  const contents = await Promise.all(names.map((name) => readFile(join(folder, name), 'latin1')))
  return contents.join('\n')
}

/** A text as its bytes stand in a file. */
export function asBytes(text: string): string {
  return Buffer.from(text).toString('latin1')
}
