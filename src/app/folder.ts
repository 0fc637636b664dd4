import { constants, existsSync, statSync } from 'node:fs'
import { access, readdir } from 'node:fs/promises'
import { dirname } from 'node:path'
import { AppError } from './errors.ts'

/** What stands where in the folder of a node. The high-water marks are never part of a backup. */
export const STORE_FILE = 'store.sqlite'
export const EXHIBITS_FOLDER = 'exhibits'
export const HIGH_WATER_FOLDER = 'high-water'

/** Throws AppError `folder-not-empty` unless nothing stands there yet, `file-unreadable` where no folder can be made. */
export async function requireEmpty(dir: string): Promise<void> {
  const names = existsSync(dir) ? await readdir(dir).catch(() => ['not a folder']) : []
  if (names.length > 0)
    throw new AppError('folder-not-empty', `D: ${dir} must be a new or an empty folder.`, { field: 'D' })
  let above = dir
  while (!existsSync(above)) above = dirname(above)
  const isWritable = await access(above, constants.W_OK).then(
    () => true,
    () => false,
  )
  if (isWritable && statSync(above).isDirectory()) return
  const message = `D: ${dir} cannot be made: ${above} must be a folder that can be written to.`
  throw new AppError('file-unreadable', message, { field: 'D' })
}
