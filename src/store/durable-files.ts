import { randomUUID } from 'node:crypto'
import { open, rename, rm } from 'node:fs/promises'
import type { FileHandle } from 'node:fs/promises'
import { dirname } from 'node:path'

/** Makes a file's content, or a folder's list of names, survive a power cut. */
export async function syncPath(path: string): Promise<void> {
  await using handle = await open(path, 'r')
  await handle.sync()
}

/**
 * Writes a whole file so that after a power cut either the old or the new content is there, never a part.
 * `mode` are the permission bits of the new file. Throws the file system's errors; nothing is left behind then.
 */
export async function writeFileDurably(
  path: string,
  content: string | Uint8Array,
  mode: number,
): Promise<void> {
  const temporary = `${path}.${randomUUID()}.tmp`
  try {
    await writeSynced(temporary, content, mode)
    await renameDurably(temporary, path)
  } catch (error) {
    await rm(temporary, { force: true })
    throw error
  }
}

/** Gives a synced file its final name, durably. Both names must be in the same folder. */
export async function renameDurably(from: string, to: string): Promise<void> {
  await rename(from, to)
  await syncPath(dirname(to))
}

/** Writes all of `bytes` at `position`: one call to the system may take only a part of them. */
export async function writeAll(handle: FileHandle, bytes: Uint8Array, position: number): Promise<void> {
  let done = 0
  while (done < bytes.length) {
    const { bytesWritten } = await handle.write(bytes, done, bytes.length - done, position + done)
    done += bytesWritten
  }
}

async function writeSynced(path: string, content: string | Uint8Array, mode: number): Promise<void> {
  await using handle = await open(path, 'wx', mode)
  await handle.writeFile(content)
  await handle.sync()
}
