import type { SqliteFile, TablePart } from '../store/index.ts'
import type { Clock } from '../exchange/index.ts'

/** A caller that has not heard for a day asks a person, not the node. */
export const KEYS_KEPT_MS: number = 24 * 60 * 60 * 1000
/** Old keys are dropped this many at a time, so that no request pays for a whole day. */
const FORGET_AT_ONCE = 64

/** What stands under a key when it is given. */
export type Begun =
  | { readonly is: 'new' }
  /** The same request is being answered now. */
  | { readonly is: 'running' }
  /** The process ended before the answer: nobody can tell from here whether it was done. */
  | { readonly is: 'unsettled' }
  /** Another request was made with it. */
  | { readonly is: 'other' }
  | { readonly is: 'done'; readonly status: number; readonly body: string }

/** Keys by which a caller may repeat a request without its being done twice. Each user has their own. */
export interface IdempotencyKeys {
  begin(user: string, key: string, requestHash: string): Promise<Begun>
  /** The answer that the key stands for from now on. */
  finish(user: string, key: string, status: number, body: string): Promise<void>
  /** Nothing was done: the key is free again. */
  release(user: string, key: string): Promise<void>
  /** Nobody can tell whether it was done: the key stays taken, and says so. */
  doubt(user: string, key: string): Promise<void>
}

export const API_TABLES: TablePart = {
  name: 'api',
  steps: [
    `create table api_key(
       user text not null, key text not null, hash text not null, run text not null,
       status integer, body text, at integer not null,
       primary key(user, key)
     ) without rowid;
     create index api_key_at on api_key(at);`,
    `create table api_upload(
       id text primary key, user text not null, name text not null, media_type text not null,
       bytes integer not null, made integer not null
     ) without rowid;
     create index api_upload_user on api_upload(user, made);
     create index api_upload_made on api_upload(made);`,
    // Lent to an act that is being made: after a crash nobody can tell whether the act has them.
    'alter table api_upload add column lent integer not null default 0',
    'alter table api_upload add column malware integer not null default 0',
  ],
}

/**
 * What was asked under a key by which an act came into being, and the answer, when the act's body is expunged: the hash of
 * a request would tell whoever guesses the text that the guess is right. The key stays, so that nothing is done again.
 */
export async function forgetAnswers(file: SqliteFile, act: string): Promise<void> {
  await file.write(() =>
    file
      .prepare(
        `update api_key set hash = '', body = '' where body like ? and json_valid(body) and json_extract(body, '$.id') = ?`,
      )
      .run(`%${act}%`, act),
  )
  file.truncateLog()
}

/** Kept in the private side's file: a key outlives the process. */
export class StoredKeys implements IdempotencyKeys {
  readonly #file: SqliteFile
  readonly #clock: Clock
  /** Tells requests of this process from those that an earlier one left unanswered. */
  readonly #run: string

  constructor(file: SqliteFile, clock: Clock, run: string) {
    this.#file = file
    this.#clock = clock
    this.#run = run
  }

  begin(user: string, key: string, requestHash: string): Promise<Begun> {
    const now = this.#clock.now()
    return this.#file.write((): Begun => {
      this.#file
        .prepare(
          'delete from api_key where (user, key) in (select user, key from api_key where at < ? order by at limit ?)',
        )
        .run(now - KEYS_KEPT_MS, FORGET_AT_ONCE)
      const row = this.#file
        .prepare('select hash, run, status, body from api_key where user = ? and key = ?')
        .get(user, key)
      if (row === undefined) {
        this.#file
          .prepare('insert into api_key(user, key, hash, run, at) values(?, ?, ?, ?, ?)')
          .run(user, key, requestHash, this.#run, now)
        return { is: 'new' }
      }
      if (row['hash'] !== requestHash) return { is: 'other' }
      const { status, body } = row
      if (typeof status === 'number' && typeof body === 'string') return { is: 'done', status, body }
      return { is: row['run'] === this.#run ? 'running' : 'unsettled' }
    })
  }

  async finish(user: string, key: string, status: number, body: string): Promise<void> {
    await this.#file.write(() =>
      this.#file
        .prepare('update api_key set status = ?, body = ? where user = ? and key = ?')
        .run(status, body, user, key),
    )
  }

  async release(user: string, key: string): Promise<void> {
    await this.#file.write(() =>
      this.#file.prepare('delete from api_key where user = ? and key = ?').run(user, key),
    )
  }

  async doubt(user: string, key: string): Promise<void> {
    await this.#file.write(() =>
      this.#file.prepare("update api_key set run = '' where user = ? and key = ?").run(user, key),
    )
  }
}
