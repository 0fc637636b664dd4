import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { faultOf } from '../instruments/index.ts'
import { isPartyId } from '../record/index.ts'
import { writeFileDurably } from '../store/index.ts'
import type { NoticeCommand } from '../desk/index.ts'
import { AppError } from './errors.ts'
import { parseJson } from './secrets.ts'

const CONFIG_FILE = 'config.json'
const MAX_NAME_CHARACTERS = 200
const MAX_URL_CHARACTERS = 500
/** A hundred GiB: years of samples and logs for a small desk. */
const DEFAULT_EXHIBITS_BYTES: number = 100 * 1024 ** 3

/** What the operator of a node decides; everything has a default but who it is. Times in milliseconds. */
export interface NodeConfig {
  readonly party: string
  readonly name: string
  /** Where other nodes reach this one; empty when they cannot, and it only calls out. */
  readonly url: string
  readonly listen: { readonly host: string; readonly port: number }
  readonly idleMs: number
  /** Room for all exhibits together: a member who names many must not fill the disk on which the record stands. */
  readonly exhibitsBytes: number
  readonly settleAfterMs: number
  /** Folder for backups that are asked for at the screens; `backups` beside the node when absent. */
  readonly backups?: string | undefined
  /** The door for the node's own people and tools; none when absent. */
  readonly desk?: DeskConfig | undefined
}

export interface DeskConfig {
  readonly host: string
  readonly port: number
  /** Where browsers reach it, `https://desk.example`; empty only on this machine's loopback. Passkeys belong to its domain. */
  readonly origin: string
  /** Paths of PEM files. Without them, something on this machine ends TLS, or nobody calls from outside. */
  readonly tls?: { readonly key: string; readonly cert: string } | undefined
  /** Addresses whose `X-Forwarded-For` is believed. */
  readonly proxies?: readonly string[] | undefined
  /** Of one session or key, and of one address from which nobody is signed in. */
  readonly requestsPerMinute?: number | undefined
  readonly strangersPerMinute?: number | undefined
  /** Invitation links open whole sessions: for trying the software out on one machine. */
  readonly demo: boolean
  /** Path of a sorted list of SHA-1 hashes of passwords known from breaches; none of them can be set. */
  readonly breachedPasswords?: string | undefined
  /** Programs that notices may be handed to, by name: an SMS modem, a pager. */
  readonly commands?: Readonly<Record<string, NoticeCommand>> | undefined
  /** As `sign-in` reads it. */
  readonly oidc?: Readonly<Record<string, unknown>> | undefined
}

const positive = z.number().int().positive()
const LOOPBACK: readonly string[] = ['127.0.0.1', '::1', 'localhost']
const deskShape: z.ZodType<DeskConfig> = z
  .strictObject({
    host: z.string().min(1).default('127.0.0.1'),
    port: z.number().int().min(0).max(65_535),
    origin: z
      .string()
      .max(MAX_URL_CHARACTERS)
      .refine(isOriginOrEmpty, 'must be https://host[:port] or empty')
      .default(''),
    tls: z.strictObject({ key: z.string().min(1), cert: z.string().min(1) }).optional(),
    proxies: z.array(z.string().min(1)).max(16).optional(),
    requestsPerMinute: positive.optional(),
    strangersPerMinute: positive.optional(),
    demo: z.boolean().default(false),
    breachedPasswords: z.string().min(1).optional(),
    commands: z
      .record(
        z.string().regex(/^[a-z][a-z0-9-]{0,31}$/, 'must be named by a-z, 0-9 and -'),
        z.strictObject({
          path: z.string().startsWith('/', 'must be the whole path of a program'),
          args: z.array(z.string().max(1_000)).max(32),
        }),
      )
      .optional(),
    oidc: z.record(z.string(), z.unknown()).optional(),
  })
  .refine(({ host, tls }) => tls !== undefined || LOOPBACK.includes(host), {
    path: ['tls'],
    message: 'must be given when the desk listens beyond the loopback: people sign in there',
  })
  .refine(({ host, origin }) => origin !== '' || LOOPBACK.includes(host), {
    path: ['origin'],
    message: 'must be given when the desk listens beyond the loopback',
  })
const shape = z.strictObject({
  party: z.string().refine(isPartyId, 'must be 1 to 32 characters of a-z, 0-9 and -'),
  name: z.string().min(1).max(MAX_NAME_CHARACTERS),
  url: z.string().max(MAX_URL_CHARACTERS).refine(isNodeUrl, 'must be https://host:port or empty'),
  listen: z.strictObject({ host: z.string().min(1), port: z.number().int().min(0).max(65_535) }),
  idleMs: positive.default(10_000),
  exhibitsBytes: positive.default(DEFAULT_EXHIBITS_BYTES),
  settleAfterMs: positive.default(1_000),
  backups: z.string().min(1).optional(),
  desk: deskShape.optional(),
})

/** Environment variables that override the file; any other that begins with ENTENTE_ is refused, so that a typing error is not silence. */
const overrides: Readonly<Record<string, (config: Record<string, unknown>, value: string) => void>> = {
  ENTENTE_DESK_HOST: (config, value) => (config['desk'] = { ...objectOf(config['desk']), host: value }),
  ENTENTE_DESK_ORIGIN: (config, value) => (config['desk'] = { ...objectOf(config['desk']), origin: value }),
  ENTENTE_DESK_PORT: (config, value) =>
    (config['desk'] = { ...objectOf(config['desk']), port: Number(value) }),
  ENTENTE_EXHIBITS_BYTES: (config, value) => (config['exhibitsBytes'] = Number(value)),
  ENTENTE_IDLE_MS: (config, value) => (config['idleMs'] = Number(value)),
  ENTENTE_SETTLE_AFTER_MS: (config, value) => (config['settleAfterMs'] = Number(value)),
  ENTENTE_LISTEN_HOST: (config, value) => (config['listen'] = { ...objectOf(config['listen']), host: value }),
  ENTENTE_LISTEN_PORT: (config, value) =>
    (config['listen'] = { ...objectOf(config['listen']), port: Number(value) }),
}

/**
 * Checks what `init` was told and gives the configuration to write.
 * Throws AppError `party-invalid`, `name-invalid` or `url-invalid`, naming the option.
 */
export function newConfig(party: string, name: string, url: string): NodeConfig {
  if (!isPartyId(party))
    throw new AppError(
      'party-invalid',
      '--party must be 1 to 32 characters of a-z, 0-9 and -, beginning with a letter or digit.',
      { field: '--party' },
    )
  if (name.trim() === '' || name.length > MAX_NAME_CHARACTERS)
    throw new AppError('name-invalid', `--name must have 1 to ${MAX_NAME_CHARACTERS} characters.`, {
      field: '--name',
    })
  if (!isNodeUrl(url) || url.length > MAX_URL_CHARACTERS)
    throw new AppError(
      'url-invalid',
      '--url must be https://host:port, or "" for a node that others cannot reach.',
      { field: '--url' },
    )
  const port = url === '' ? 0 : Number(new URL(url).port || 443)
  const host = url !== '' && isLoopback(new URL(url).hostname) ? '127.0.0.1' : '0.0.0.0'
  return {
    party,
    name,
    url,
    listen: { host, port },
    idleMs: 10_000,
    exhibitsBytes: DEFAULT_EXHIBITS_BYTES,
    settleAfterMs: 1_000,
  }
}

export async function writeConfig(dir: string, config: NodeConfig): Promise<void> {
  await writeFileDurably(join(dir, CONFIG_FILE), `${JSON.stringify(config, null, 2)}\n`, 0o644)
}

/** File and environment to configuration. Throws AppError `folder-not-a-node` or `config-invalid`, naming the key. */
export async function readConfig(
  dir: string,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<NodeConfig> {
  const text = await readFile(join(dir, CONFIG_FILE), 'utf8').catch((cause: unknown) => {
    throw new AppError(
      'folder-not-a-node',
      `${dir} holds no ${CONFIG_FILE}: make a node there with "entente init".`,
      { field: 'D', cause },
    )
  })
  const parsed = parseJson(text)
  if (parsed === undefined)
    throw new AppError('config-invalid', `${CONFIG_FILE}: must be JSON.`, { field: CONFIG_FILE })
  const config = objectOf(parsed)
  for (const [name, value] of Object.entries(environment)) {
    if (!name.startsWith('ENTENTE_') || value === undefined) continue
    const override = overrides[name]
    if (override === undefined)
      throw new AppError('config-invalid', `${name} is not a setting of Entente.`, { field: name })
    override(config, value)
  }
  const read = shape.safeParse(config)
  if (read.success) return read.data
  const { field, sentence } = faultOf(read.error, 'config', config)
  throw new AppError('config-invalid', `${CONFIG_FILE}: ${sentence.replace(/^config\.?/, '')}.`, {
    field: field.replace(/^config\.?/, ''),
  })
}

export function isNodeUrl(url: string): boolean {
  if (url === '') return true
  const parsed = URL.parse(url)
  return (
    parsed !== null &&
    parsed.protocol === 'https:' &&
    parsed.pathname === '/' &&
    parsed.search === '' &&
    parsed.hash === '' &&
    parsed.username === ''
  )
}

/** As a browser writes an origin; http only where nothing leaves the machine. */
function isOriginOrEmpty(origin: string): boolean {
  if (origin === '') return true
  const parsed = URL.parse(origin)
  return (
    parsed?.origin === origin &&
    (parsed.protocol === 'https:' || (parsed.protocol === 'http:' && isLoopback(parsed.hostname)))
  )
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host.startsWith('127.') || host === '[::1]'
}

function objectOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? { ...value } : {}
}
