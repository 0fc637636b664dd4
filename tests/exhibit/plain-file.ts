import { createCipheriv, hash } from 'node:crypto'
import { open, readdir } from 'node:fs/promises'
import { createReadStream } from 'node:fs'
import { join } from 'node:path'

const MIB = 1024 * 1024

/** Writes `bytes` of noise that does not compress, with `marker` at the start of each MiB. */
export async function writeNoise(path: string, bytes: number, marker: string): Promise<void> {
  const stream = createCipheriv('aes-256-ctr', hash('sha256', marker, 'buffer'), Buffer.alloc(16))
  const zeros = Buffer.alloc(MIB)
  await using file = await open(path, 'wx')
  for (let at = 0; at < bytes; at += MIB) {
    const chunk = stream.update(zeros)
    chunk.write(marker)
    await file.write(chunk, 0, Math.min(MIB, bytes - at))
  }
}

/** Every file below a folder that holds `bytes` anywhere, read raw. */
export async function filesWith(folder: string, bytes: Uint8Array): Promise<string[]> {
  const found: string[] = []
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name)
    if (entry.isFile() && (await holds(path, bytes).catch(unlessGone))) found.push(path)
  }
  return found
}

/** A temporary file of a node at work has taken its name meanwhile. */
function unlessGone(cause: unknown): boolean {
  if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return false
  throw cause
}

export async function holds(path: string, wanted: Uint8Array): Promise<boolean> {
  let tail = Buffer.alloc(0)
  for await (const piece of createReadStream(path, { highWaterMark: MIB })) {
    const chunk = Buffer.concat([tail, Buffer.from(piece)])
    if (chunk.includes(wanted)) return true
    tail = chunk.subarray(Math.max(0, chunk.length - wanted.length + 1))
  }
  return false
}

/** Changes one byte of a file in its place; doing it again restores it. */
export async function flipByte(path: string, at: number): Promise<void> {
  await using file = await open(path, 'r+')
  const byte = Buffer.alloc(1)
  await file.read(byte, 0, 1, at)
  byte[0] = (byte[0] ?? 0) ^ 1
  await file.write(byte, 0, 1, at)
}
