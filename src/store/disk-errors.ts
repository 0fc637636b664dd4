import { StoreError } from './errors.ts'

/** SQLite's primary result codes (https://sqlite.org/rescode.html) and the file system's, in this room's words. */
export function storeErrorOf(error: unknown): unknown {
  if (error instanceof StoreError || !(error instanceof Error)) return error
  if ('errcode' in error && typeof error.errcode === 'number') {
    switch (error.errcode & 0xff) {
      case 5: // BUSY
      case 6: // LOCKED
        return new StoreError('store-locked', 'another process has the store open', { cause: error })
      case 11: // CORRUPT
      case 26: // NOTADB
        return new StoreError('store-damaged', 'the store is damaged: it does not read as a database', {
          cause: error,
        })
      case 13: // FULL
        return new StoreError('store-full', 'the disk, or the limit set for the store, is full', {
          cause: error,
        })
      case 8: // READONLY
      case 10: // IOERR
      case 14: // CANTOPEN
        return new StoreError('store-io', `the disk refused the store: ${error.message}`, { cause: error })
      default:
        return error
    }
  }
  if ('syscall' in error && 'code' in error) {
    const full = error.code === 'ENOSPC' || error.code === 'EDQUOT'
    return new StoreError(full ? 'store-full' : 'store-io', `the disk refused the store: ${error.message}`, {
      cause: error,
    })
  }
  return error
}

/** Runs `work`, and throws what it throws in this room's words. */
export function translated<T>(work: () => T): T {
  try {
    return work()
  } catch (error) {
    throw storeErrorOf(error)
  }
}
