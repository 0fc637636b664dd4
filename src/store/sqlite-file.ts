import { closeSync, existsSync, fsyncSync, openSync } from 'node:fs'
import { rm, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { backup, DatabaseSync } from 'node:sqlite'
import type { StatementSync } from 'node:sqlite'
import { storeErrorOf, translated } from './disk-errors.ts'
import { renameDurably, syncPath } from './durable-files.ts'
import { StoreError } from './errors.ts'
import { prepareDatabase } from './sqlite-open.ts'
import { WalSync } from './wal-sync.ts'

export interface SqliteOptions {
  /** Largest size of the database file, bytes; beyond it writes fail with `store-full`. Unlimited when absent. */
  readonly maxBytes?: number
}

/** Bytes written to the log between two checkpoints: small, so that each holds the event loop for a few ms only. */
const CHECKPOINT_BYTES = 4 * 1024 * 1024
/**
 * What any transaction adds to a checkpoint besides its payload. It writes about one page for each of eight tables into the
 * log, but small ones write the same few pages again and again, and each of those is moved once: what a checkpoint of them
 * costs is its sync, which holds the event loop, so there had better be few.
 */
const TRANSACTION_BYTES = 16 * 1024
/** Pages copied by one step of a backup: 4 MB, so that writers wait for a few ms only. */
const BACKUP_STEP_PAGES = 512
/** Beginnings of one backup: a writer that is busy all the time lets one in within a few. */
const BACKUP_ATTEMPTS = 50

/** More than all rooms ask for; what has fallen out is compiled again. */
const STATEMENTS_MAX = 512

/** One SQLite database, exclusively held: transactions, durability, checkpoints, and errors in this room's words. */
export class SqliteFile {
  readonly #db: DatabaseSync
  readonly #path: string
  readonly #walFd: number | undefined
  readonly #wal: WalSync | undefined
  readonly #statements = new Map<string, StatementSync>()
  #uncheckpointedBytes = 0
  #checkpointDue = false
  #closed = false
  #rollBacks = 0
  #copying: Promise<void> = Promise.resolve()

  /** Throws StoreError `store-locked`, `store-version-unknown`, `store-damaged`, `store-full` or `store-io`. */
  constructor(path: string, options: SqliteOptions, adopt: (db: DatabaseSync) => void) {
    this.#path = path
    const inMemory = path === ':memory:'
    this.#db = translated(() => {
      // Only when absent: closing a descriptor of a database that is open in this process would drop its lock.
      if (!inMemory && !existsSync(path)) closeSync(openSync(path, 'a', 0o600))
      return new DatabaseSync(path, { timeout: 0 })
    })
    try {
      translated(() => {
        prepareDatabase(this.#db, options.maxBytes, adopt)
        // What a crash left in the log, erased bodies among it, goes before anything else happens.
        this.#db.exec('pragma wal_checkpoint(truncate)')
      })
      if (!inMemory) {
        this.#walFd = openSync(`${path}-wal`, 'r+')
        this.#wal = new WalSync(this.#walFd)
        const folder = openSync(dirname(path), 'r')
        fsyncSync(folder)
        closeSync(folder)
      }
    } catch (error) {
      this.#db.close()
      throw error
    }
  }

  /** The same text gives the same statement: to compile one costs more than most of them take. */
  prepare(sql: string): StatementSync {
    const known = this.#statements.get(sql)
    if (known !== undefined) return known
    const statement = this.#db.prepare(sql)
    const oldest = this.#statements.size < STATEMENTS_MAX ? undefined : this.#statements.keys().next().value
    if (oldest !== undefined) this.#statements.delete(oldest)
    this.#statements.set(sql, statement)
    return statement
  }

  /** Runs `work` in one transaction; when it throws nothing is left. Not durable by itself. */
  note<T>(work: () => T, bytes = 0): T {
    this.#alive()
    return translated(() => {
      this.#db.exec('begin immediate')
      try {
        const result = work()
        this.#db.exec('commit')
        this.#grown(bytes)
        return result
      } catch (error) {
        this.#rollBacks++
        if (this.#db.isTransaction) this.#db.exec('rollback')
        throw error
      }
    })
  }

  /** Grows when a transaction was undone: what was remembered of the tables may be wrong then. */
  get rollBacks(): number {
    return this.#rollBacks
  }

  /** As `note`, and resolves when a power cut can no longer take it back. `bytes`: about how much is written. */
  async write<T>(work: () => T, bytes = 0): Promise<T> {
    const result = this.note(work, bytes)
    this.#wal?.written()
    await this.#wal?.durable()
    return result
  }

  /** Runs `work` and resolves once all it can have seen is durable: nobody may act on what a power cut could take back. */
  async read<T>(work: () => T): Promise<T> {
    this.#alive()
    const result = translated(work)
    await this.#wal?.durable()
    return result
  }

  /** As `read`, for what is derived and can be made again: it need not wait for the disk. */
  async peek<T>(work: () => T): Promise<T> {
    this.#alive()
    return translated(work)
  }

  /** Moves the whole log into the database and cuts it to nothing. Throws `store-io` when that is impossible. */
  truncateLog(): void {
    this.#alive()
    const { busy } = translated(() => this.#db.prepare('pragma wal_checkpoint(truncate)').get()) ?? {}
    if (this.#wal !== undefined && busy !== 0) throw new StoreError('store-io', 'the log could not be cut')
    this.#uncheckpointedBytes = 0
  }

  /** Makes notes durable too. */
  async flush(): Promise<void> {
    this.#alive()
    this.#wal?.written()
    await this.#wal?.durable()
  }

  /** A consistent copy while writers go on. Replaces `path` only when complete. One copy at a time; `close` waits for it. */
  backup(path: string): Promise<void> {
    const copying = this.#copying.then(() => this.#copy(path))
    this.#copying = copying.catch(() => undefined)
    return copying
  }

  async #copy(path: string): Promise<void> {
    this.#alive()
    const part = `${path}.part`
    try {
      await rm(part, { force: true })
      // The library would make it readable by every user of the machine, in a folder that may be anyone's.
      closeSync(openSync(part, 'wx', 0o600))
      await this.#copyPages(part)
      await syncPath(part)
      await renameDurably(part, path)
    } catch (error) {
      await rm(part, { force: true })
      throw storeErrorOf(error)
    }
  }

  /**
   * The library copies on another thread. When its first step meets a transaction of this one it gives up and rejects,
   * with a result code that means success; nothing is copied then, and it is begun again.
   */
  async #copyPages(part: string): Promise<void> {
    for (let attempt = 1; ; attempt++) {
      try {
        await backup(this.#db, part, { rate: BACKUP_STEP_PAGES })
        return
      } catch (error) {
        const isOk = error instanceof Error && 'errcode' in error && error.errcode === 0
        if (!isOk || attempt === BACKUP_ATTEMPTS) throw error
      }
    }
  }

  async sizeBytes(): Promise<number> {
    this.#alive()
    if (this.#wal === undefined) {
      const { bytes } =
        this.#db
          .prepare('select page_count*page_size as bytes from pragma_page_count, pragma_page_size')
          .get() ?? {}
      return typeof bytes === 'number' ? bytes : 0
    }
    const sizes = await Promise.all([stat(this.#path), stat(`${this.#path}-wal`)])
    return sizes.reduce((sum, { size }) => sum + size, 0)
  }

  async close(): Promise<void> {
    if (this.#closed) return
    this.#closed = true
    await this.#copying
    try {
      this.#wal?.written()
      await this.#wal?.durable()
    } finally {
      this.#db.close()
      if (this.#walFd !== undefined) closeSync(this.#walFd)
    }
  }

  #alive(): void {
    if (this.#closed) throw new StoreError('store-closed', 'the store is closed')
  }

  /** Checkpoints run after the waiting callers were answered, in small steps. */
  #grown(bytes: number): void {
    if (this.#wal === undefined) return
    this.#uncheckpointedBytes += bytes + TRANSACTION_BYTES
    if (this.#uncheckpointedBytes < CHECKPOINT_BYTES || this.#checkpointDue) return
    this.#checkpointDue = true
    void this.#wal.durable().then(
      () => setImmediate(() => this.#checkpoint()),
      // Whoever waits for the write learns of it; a store whose sync failed is not checkpointed any more.
      () => undefined,
    )
  }

  #checkpoint(): void {
    this.#checkpointDue = false
    if (this.#closed) return
    try {
      this.#db.exec('pragma wal_checkpoint(passive)')
      this.#uncheckpointedBytes = 0
    } catch {
      // The log still holds everything; the next commit asks for another checkpoint and a full disk shows there.
    }
  }
}
