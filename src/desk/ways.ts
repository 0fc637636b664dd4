import { isIP } from 'node:net'
import { z } from 'zod'
import type { Rng } from '../exchange/index.ts'
import { faultOf } from '../instruments/index.ts'
import { numberOf, textOf, textOrNone } from '../store/index.ts'
import type { Row, SqliteFile } from '../store/index.ts'
import { DeskError } from './errors.ts'
import { NOTICE_URGENCIES } from './notices.ts'
import type { NoticeUrgency } from './notices.ts'

/** A person has a desk, a pocket and a pager; a longer list is a mistake. */
export const WAYS_PER_OWNER_MAX = 16
/** Standard Webhooks: a secret has 24 to 64 bytes. */
const WEBHOOK_SECRET_BYTES = 32
const PEM_CHARACTERS_MAX = 16_384

/** How notices reach somebody outside the app. In the app they always are. */
export type WayConfig =
  | { readonly kind: 'mail'; readonly to: string }
  /** `ca`: certificates (PEM) that the receiver's own is checked against, where a closed network has its own authority. */
  | { readonly kind: 'webhook'; readonly url: string; readonly ca?: string }
  /** A command of the operator's list, by name: what runs is in the node's configuration, never in a request. */
  | { readonly kind: 'command'; readonly command: string; readonly to: string }

export interface Way {
  readonly no: number
  readonly owner: string
  /** Only notices at least as urgent go out this way. */
  readonly least: NoticeUrgency
  readonly config: WayConfig
  readonly secret: string | undefined
}

/** The mail server of the own house. */
export interface MailSettings {
  readonly host: string
  readonly port: number
  /** `none` only on the machine itself. */
  readonly tls: 'implicit' | 'required' | 'none'
  readonly from: string
  readonly user?: string
  readonly password?: string
  readonly ca?: string
}

const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '[::1]' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'))

const pem = z.string().max(PEM_CHARACTERS_MAX).includes('-----BEGIN CERTIFICATE-----')
const wayConfig = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('mail'), to: z.email().max(254) }),
  z.strictObject({
    kind: z.literal('webhook'),
    url: z
      .url({ protocol: /^https?$/ })
      .max(500)
      .refine(
        (url) => safeUrl(url),
        'must begin with https:// and hold no password; http:// only on the machine itself',
      ),
    ca: pem.exactOptional(),
  }),
  z.strictObject({
    kind: z.literal('command'),
    command: z.string().regex(/^[a-z0-9-]{1,32}$/, 'must be the name of a command of the configuration'),
    // Goes into an argument of the command: a number never begins like an option.
    to: z.string().regex(/^\+?[0-9][0-9 -]{1,30}$/, 'must be a number like +84 24 1234'),
  }),
]) satisfies z.ZodType<WayConfig>

const mailSettings = z
  .strictObject({
    host: z.string().regex(/^[A-Za-z0-9.:-]{1,253}$/, 'must be a host name'),
    port: z.int().min(1).max(65_535),
    tls: z.enum(['implicit', 'required', 'none']),
    from: z.email().max(254),
    user: z.string().min(1).max(200).exactOptional(),
    password: z.string().min(1).max(500).exactOptional(),
    ca: pem.exactOptional(),
  })
  .refine(({ tls, host }) => tls !== 'none' || isLoopback(host), {
    path: ['tls'],
    message: 'may be none only when the mail server is on the machine itself',
  }) satisfies z.ZodType<MailSettings>

function safeUrl(text: string): boolean {
  const { protocol, hostname, username, password } = new URL(text)
  return username === '' && password === '' && (protocol === 'https:' || isLoopback(hostname))
}

/** Where notices go, per user or seat, with the secrets that this takes. Methods that write run inside the caller's transaction. */
export class Ways {
  readonly #rng: Rng
  readonly #sql: ReturnType<typeof statements>
  readonly #commands: ReadonlySet<string>

  /** `commands`: names of the commands that the node's configuration lists. */
  constructor(file: SqliteFile, rng: Rng, commands: Iterable<string>) {
    this.#rng = rng
    this.#sql = statements(file)
    this.#commands = new Set(commands)
  }

  /** Their names, in the order of the configuration. */
  get commands(): readonly string[] {
    return [...this.#commands]
  }

  /**
   * Adds a way; for a webhook `secret` is what its receiver verifies with, told this once.
   * Throws DeskError `way-invalid`, which names the field.
   */
  add(owner: string, config: WayConfig, least: NoticeUrgency): { no: number; secret: string | undefined } {
    const read = readOrRefuse(wayConfig, config, 'way')
    if (read.kind === 'command' && !this.#commands.has(read.command))
      throw new DeskError('way-invalid', 'way.command: is not a command of the configuration', {
        field: 'way.command',
      })
    if (this.of(owner).length >= WAYS_PER_OWNER_MAX)
      throw new DeskError('way-invalid', `owner: has ${WAYS_PER_OWNER_MAX} ways, the most that are kept`, {
        field: 'owner',
        rule: { code: 'held-at-most', values: { most: WAYS_PER_OWNER_MAX } },
      })
    const secret =
      read.kind === 'webhook'
        ? `whsec_${Buffer.from(this.#rng.bytes(WEBHOOK_SECRET_BYTES)).toString('base64')}`
        : undefined
    const { lastInsertRowid } = this.#sql.add.run(
      owner,
      read.kind,
      least,
      JSON.stringify(read),
      secret ?? null,
    )
    return { no: Number(lastInsertRowid), secret }
  }

  /** Takes a way off; what still waits to go out by it ends as a dead letter. Throws DeskError `way-unknown`. */
  remove(no: number, nowMs: number): void {
    this.one(no)
    this.#sql.orphan.run(nowMs, no)
    this.#sql.remove.run(no)
  }

  of(owner: string): Way[] {
    return this.#sql.of.all(owner).map(wayOf)
  }

  /** Throws DeskError `way-unknown`. */
  one(no: number): Way {
    const row = this.#sql.one.get(no)
    if (row === undefined) throw new DeskError('way-unknown', `way: there is no way ${no}`, { field: 'way' })
    return wayOf(row)
  }

  /** Throws DeskError `way-invalid`. */
  setMail(settings: MailSettings): void {
    this.#sql.setMail.run(JSON.stringify(readOrRefuse(mailSettings, settings, 'mail')))
  }

  mail(): MailSettings | undefined {
    const row = this.#sql.mail.get()
    return row === undefined ? undefined : mailSettings.parse(JSON.parse(textOf(row, 'value')))
  }
}

function readOrRefuse<T>(shape: z.ZodType<T>, given: unknown, root: string): T {
  const read = shape.safeParse(given)
  if (read.success) return read.data
  const { field, rule, sentence } = faultOf(read.error, root, given)
  throw new DeskError('way-invalid', sentence, { field, rule })
}

function wayOf(row: Row): Way {
  return {
    no: numberOf(row, 'no'),
    owner: textOf(row, 'owner'),
    least: z.enum(NOTICE_URGENCIES).parse(row['least']),
    config: wayConfig.parse(JSON.parse(textOf(row, 'config'))),
    secret: textOrNone(row, 'secret'),
  }
}

function statements(file: SqliteFile) {
  return {
    add: file.prepare('insert into desk_way(owner, kind, least, config, secret) values(?, ?, ?, ?, ?)'),
    remove: file.prepare('delete from desk_way where no = ?'),
    orphan: file.prepare(
      `update desk_delivery set state = 'dead', wake = null, ended = ? where way = ? and state = 'waiting'`,
    ),
    of: file.prepare('select * from desk_way where owner = ? order by no'),
    one: file.prepare('select * from desk_way where no = ?'),
    setMail: file.prepare(
      `insert into desk_setting values('mail', ?) on conflict do update set value = excluded.value`,
    ),
    mail: file.prepare(`select value from desk_setting where name = 'mail'`),
  }
}
