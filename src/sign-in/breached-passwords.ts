import { createHash } from 'node:crypto'
import { open } from 'node:fs/promises'
import type { FileHandle } from 'node:fs/promises'
import { SignInError } from './errors.ts'

const HASH_CHARACTERS = 40
/** A line is the hash, a colon, a count and its end: far less than this. */
const LINE_BYTES_MAX = 128

/** Whether a password is known from a breach of another place. */
export type Breached = (password: string) => Promise<boolean>

/**
 * A list of breached passwords as "Have I Been Pwned" gives it out: upper-case SHA-1 in hex, sorted, one a line, with or
 * without `:count`. The operator downloads it where there is a network and carries it over; it is searched where it lies, in
 * some forty reads, and never loaded whole. Throws SignInError `sign-in-config-invalid` when it is not such a list.
 */
export async function openBreachedPasswords(
  path: string,
): Promise<{ holds: Breached; close(): Promise<void> }> {
  const file = await open(path, 'r').catch((cause: unknown) => {
    throw invalid(`${path} cannot be read`, cause)
  })
  const { size } = await file.stat()
  const first = (await lineAt(file, 0, size))?.hash
  if (first === undefined) {
    await file.close()
    throw invalid(`${path} is not a sorted list of SHA-1 hashes in hex`)
  }
  return {
    holds: (password) => {
      const hash = createHash('sha1').update(password.normalize('NFC'), 'utf8').digest('hex').toUpperCase()
      return search(file, size, hash)
    },
    close: () => file.close(),
  }
}

async function search(file: FileHandle, size: number, hash: string): Promise<boolean> {
  let [low, high] = [0, size]
  while (low < high) {
    const middle = Math.floor((low + high) / 2)
    const line = await lineAt(file, middle, size)
    if (line === undefined || line.start >= high) high = middle
    else if (line.hash === hash) return true
    else if (line.hash < hash) low = line.start + line.length
    else high = middle
  }
  return false
}

interface Line {
  readonly start: number
  readonly length: number
  readonly hash: string
}

/** The first line that begins at `offset` or after it. */
async function lineAt(file: FileHandle, offset: number, size: number): Promise<Line | undefined> {
  const from = Math.max(0, offset - 1)
  const bytes = Buffer.alloc(Math.min(2 * LINE_BYTES_MAX, size - from))
  await file.read(bytes, 0, bytes.length, from)
  const skipped = offset === 0 ? 0 : bytes.indexOf('\n') + 1
  if (offset > 0 && skipped === 0) return undefined
  const end = bytes.indexOf('\n', skipped)
  const text = bytes.subarray(skipped, end < 0 ? bytes.length : end).toString('latin1')
  const hash = text.slice(0, HASH_CHARACTERS)
  if (!/^[0-9A-F]{40}(?![0-9A-Fa-f])/.test(text)) return undefined
  return { start: from + skipped, length: (end < 0 ? bytes.length : end + 1) - skipped, hash }
}

function invalid(sentence: string, cause?: unknown): SignInError {
  const field = 'signIn.breached'
  return new SignInError('sign-in-config-invalid', `${field}: ${sentence}`, { field, cause })
}
