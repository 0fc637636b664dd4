import { hash } from 'node:crypto'
import { lstat, mkdir, readFile, rm } from 'node:fs/promises'
import { tmpdir, userInfo } from 'node:os'
import { join, resolve } from 'node:path'
import { writeFileDurably } from '../store/index.ts'
import { AppError } from './errors.ts'

/** Bytes of a Unix socket's path, ending zero included; 104 on some systems. */
const MAX_SOCKET_PATH_BYTES = 103
const SOCKET_FILE = 'control.sock'
/** Stands in the node's folder when the folder's own path is too long for a socket, and says where the socket is. */
const POINTER_FILE = 'control.json'

/** Where the running node of a folder listens for its operator. */
export async function controlPath(dir: string): Promise<string> {
  if (process.platform === 'win32') return `\\\\.\\pipe\\entente-${digestOf(dir)}`
  const inside = join(resolve(dir), SOCKET_FILE)
  if (Buffer.byteLength(inside) <= MAX_SOCKET_PATH_BYTES) return inside
  return join(await privateFolder(dir), SOCKET_FILE)
}

/** Called by the node that is about to listen: clears what a killed one left, and leaves a pointer when the path is elsewhere. */
export async function claimControlPath(dir: string): Promise<string> {
  const path = await controlPath(dir)
  if (process.platform === 'win32') return path
  // The store is held exclusively, so no living node listens here.
  await rm(path, { force: true })
  const pointer = join(dir, POINTER_FILE)
  if (path.startsWith(resolve(dir))) await rm(pointer, { force: true })
  else await writeFileDurably(pointer, `${JSON.stringify({ socket: path })}\n`, 0o600)
  return path
}

/** Where a caller finds the socket: the pointer when there is one, else the path itself. */
export async function findControlPath(dir: string): Promise<string> {
  const expected = await controlPath(dir)
  const pointer = await readFile(join(dir, POINTER_FILE), 'utf8').catch(() => undefined)
  if (pointer === undefined) return expected
  // The temporary folder may differ between the node's environment and ours; its pointer stands in a folder of mode 0700.
  const named: unknown = JSON.parse(pointer)
  const path = typeof named === 'object' && named !== null && 'socket' in named ? named.socket : undefined
  return typeof path === 'string' ? path : expected
}

/**
 * A folder of this user alone in the temporary folder. Anyone may write there, so one that stands there already is
 * taken only when it is ours, no link, and closed to others: else who made it could answer in the node's place.
 */
async function privateFolder(dir: string): Promise<string> {
  const folder = join(tmpdir(), `entente-${userInfo().uid}-${digestOf(dir)}`)
  await mkdir(folder, { mode: 0o700 }).catch((cause: unknown) => {
    if (!(cause instanceof Error && 'code' in cause && cause.code === 'EEXIST')) throw cause
  })
  const found = await lstat(folder)
  if (!found.isDirectory() || found.uid !== userInfo().uid || (found.mode & 0o077) !== 0)
    throw new AppError(
      'config-invalid',
      `D: ${folder} belongs to someone else; remove it or use a shorter path.`,
      { field: 'D' },
    )
  return folder
}

function digestOf(dir: string): string {
  return hash('sha256', resolve(dir)).slice(0, 24)
}
