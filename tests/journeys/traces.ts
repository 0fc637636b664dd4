import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'

/** Something that may have left a trace, in each of the forms in which bytes and words are kept. */
export interface Secret {
  readonly name: string
  readonly forms: readonly Buffer[]
}

/** An id or a hash: in hex, as bytes, and in both alphabets of base64. */
export function idSecret(name: string, hex: string): Secret {
  const bytes = Buffer.from(hex, 'hex')
  const forms = [
    Buffer.from(hex),
    Buffer.from(hex.toUpperCase()),
    bytes,
    // Without its end, which depends on what follows.
    Buffer.from(bytes.toString('base64').slice(0, -4)),
    Buffer.from(bytes.toString('base64url').slice(0, -3)),
  ]
  return { name, forms }
}

/** A word: as written, as a search would fold it, and in sixteen bits. */
export function wordSecret(name: string, word: string): Secret {
  const forms = [word, word.toLowerCase()].flatMap((one) => [Buffer.from(one), Buffer.from(one, 'utf16le')])
  return { name, forms: [...forms, Buffer.from(Buffer.from(word).toString('hex'))] }
}

export function bytesSecret(name: string, bytes: Uint8Array): Secret {
  return { name, forms: [Buffer.from(bytes)] }
}

/** Which of the secrets stand where, in any file of a folder: databases with their logs, exhibits, secrets, everything. */
export async function tracesIn(folder: string, secrets: readonly Secret[]): Promise<string[]> {
  const found: string[] = []
  for (const path of await filesIn(folder)) {
    const where = path.slice(folder.length + 1)
    for (const name of namedIn(await readFile(path), secrets)) found.push(`${name} in ${where}`)
  }
  return found.toSorted()
}

/** Names of the secrets that stand in these bytes. */
export function namedIn(content: Buffer, secrets: readonly Secret[]): string[] {
  return secrets.filter(({ forms }) => forms.some((form) => content.includes(form))).map(({ name }) => name)
}

export async function filesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
}
