import { readFile, stat } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { type Card, RecordError, parseCard } from '../record/index.ts'
import { writeFileDurably } from '../store/index.ts'
import type { Translator } from '../words/index.ts'
import { Refused, misused } from './refused.ts'

/** Larger inputs are exhibits or carried files, which are streamed and never read here. */
const MAX_READ_BYTES: number = 16 * 1024 * 1024

/** A whole small file. Throws Refused: `field` says which argument named it. */
export async function readInput(words: Translator, path: string, field: string): Promise<Buffer> {
  const size = await sizeOfFile(words, path, field)
  if (size > MAX_READ_BYTES)
    throw misused(words, field, 'usage.file-large', { field, path, limit: MAX_READ_BYTES })
  return readFile(path).catch(() => {
    throw misused(words, field, 'usage.file-unreadable', { field, path })
  })
}

export async function readText(words: Translator, path: string, field: string): Promise<string> {
  const bytes = await readInput(words, path, field)
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw misused(words, field, 'usage.file-not-text', { field, path })
  }
}

/** A card and its text. Throws Refused with the card's own code, naming the file: several may be given. */
export async function readCard(
  words: Translator,
  path: string,
  field: string,
): Promise<{ text: string; card: Card }> {
  const text = (await readText(words, path, field)).trimEnd()
  try {
    return { text, card: parseCard(text) }
  } catch (cause) {
    if (!(cause instanceof RecordError)) throw cause
    const message = words('usage.card', { field, path, why: cause.message })
    throw new Refused({ room: 'record', code: cause.code, message, field }, { cause })
  }
}

/** Bytes of a regular file that can be read. Throws Refused. */
export async function sizeOfFile(words: Translator, path: string, field: string): Promise<number> {
  const found = await stat(path).catch(() => undefined)
  if (found === undefined) throw misused(words, field, 'usage.file-unreadable', { field, path })
  if (!found.isFile()) throw misused(words, field, 'usage.file-not-file', { field, path })
  return found.size
}

/** The absolute path of a file to be written. Throws Refused when its folder is not there: before anything is done. */
export async function outputPath(words: Translator, path: string, field: string): Promise<string> {
  const whole = resolve(path)
  const folder = await stat(dirname(whole)).catch(() => undefined)
  const present = await stat(whole).catch(() => undefined)
  if (folder?.isDirectory() !== true || present?.isDirectory() === true)
    throw misused(words, field, 'usage.output-unwritable', { field, path })
  return whole
}

/** Writes a whole file or nothing. Throws Refused. */
export async function writeOutput(
  words: Translator,
  path: string,
  field: string,
  content: string,
): Promise<void> {
  await writeFileDurably(await outputPath(words, path, field), content, 0o644).catch(() => {
    throw misused(words, field, 'usage.output-unwritable', { field, path })
  })
}
