import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { SEED_BYTES, type PartySeeds } from '../record/index.ts'
import type { Rng, TlsIdentity } from '../exchange/index.ts'
import { generateExhibitIdentity, writeFileDurably } from '../store/index.ts'
import { AppError } from './errors.ts'

const SECRETS_FILE = 'secrets.json'
/** No form of ours comes near it. */
const NESTING_MAX = 64
const seed = z.string().regex(/^[0-9a-f]{64}$/)
const hybrid = z.strictObject({ ed25519: seed, mldsa44: seed })
const shape = z.strictObject({
  v: z.literal(1),
  head: hybrid,
  receipt: hybrid,
  former: z.array(z.strictObject({ head: hybrid, receipt: hybrid })).optional(),
  transport: z.strictObject({ ed25519: seed }),
  tls: z.strictObject({ keyPem: z.string(), certPem: z.string(), spki: z.string() }),
  exhibit: z.strictObject({ identity: z.string(), recipient: z.string() }),
})

/** What a change of keys replaces. */
export type SigningSeeds = Pick<PartySeeds, 'head' | 'receipt'>

/** All private keys of one node. Stands in one file of mode 0600, apart from the configuration. */
export interface Secrets {
  readonly seeds: PartySeeds
  /** Head and receipt keys from before, oldest first: a channel signs with them until its feed names newer ones. */
  readonly former: readonly SigningSeeds[]
  readonly tls: TlsIdentity
  readonly exhibit: { readonly identity: string; readonly recipient: string }
}

/** Draws a new set of keys: one pair per role, so that a stolen transport key can never sign a head. */
export async function makeSecrets(rng: Rng, tls: TlsIdentity): Promise<Secrets> {
  const seeds: PartySeeds = { ...drawSigning(rng), transport: { ed25519: rng.bytes(SEED_BYTES) } }
  return { seeds, former: [], tls, exhibit: await generateExhibitIdentity() }
}

/** The same node with new head and receipt keys; those of today are kept with the former. */
export function renewed(rng: Rng, secrets: Secrets): Secrets {
  const { former, seeds } = secrets
  const { head, receipt, transport } = seeds
  return { ...secrets, seeds: { ...drawSigning(rng), transport }, former: [...former, { head, receipt }] }
}

function drawSigning(rng: Rng): SigningSeeds {
  const draw = (): Uint8Array => rng.bytes(SEED_BYTES)
  return {
    head: { ed25519: draw(), mldsa44: draw() },
    receipt: { ed25519: draw(), mldsa44: draw() },
  }
}

export async function writeSecrets(dir: string, secrets: Secrets): Promise<void> {
  const { seeds, former, tls, exhibit } = secrets
  const text = JSON.stringify({
    v: 1,
    ...written(seeds),
    transport: { ed25519: hex(seeds.transport.ed25519) },
    ...(former.length === 0 ? {} : { former: former.map(written) }),
    tls,
    exhibit,
  })
  await writeFileDurably(join(dir, SECRETS_FILE), text, 0o600)
}

/** What was read, and how another takes its place. */
export function keptIn(
  dir: string,
  secrets: Secrets,
): { readonly secrets: Secrets; readonly keepSecrets: (newer: Secrets) => Promise<void> } {
  return { secrets, keepSecrets: (newer) => writeSecrets(dir, newer) }
}

/** Throws AppError `folder-not-a-node` or `config-invalid`. */
export async function readSecrets(dir: string): Promise<Secrets> {
  const path = join(dir, SECRETS_FILE)
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw new AppError(
      'folder-not-a-node',
      `${dir} holds no ${SECRETS_FILE}: it is not the folder of a node.`,
      { field: 'D', cause },
    )
  })
  const read = shape.safeParse(parseJson(text))
  if (!read.success) {
    const where = read.error.issues[0]?.path.join('.') ?? ''
    const message = `${SECRETS_FILE}: ${where === '' ? 'the file' : where} is not as this version writes it.`
    throw new AppError('config-invalid', message, { field: SECRETS_FILE })
  }
  const { transport, former = [], tls, exhibit } = read.data
  return {
    seeds: { ...seedsIn(read.data), transport: { ed25519: bytes(transport.ed25519) } },
    former: former.map(seedsIn),
    tls,
    exhibit,
  }
}

type Written = Record<keyof SigningSeeds, { readonly ed25519: string; readonly mldsa44: string }>

function written({ head, receipt }: SigningSeeds): Written {
  return {
    head: { ed25519: hex(head.ed25519), mldsa44: hex(head.mldsa44) },
    receipt: { ed25519: hex(receipt.ed25519), mldsa44: hex(receipt.mldsa44) },
  }
}

function seedsIn({ head, receipt }: Written): SigningSeeds {
  return {
    head: { ed25519: bytes(head.ed25519), mldsa44: bytes(head.mldsa44) },
    receipt: { ed25519: bytes(receipt.ed25519), mldsa44: bytes(receipt.mldsa44) },
  }
}

/** Undefined for text that is not JSON, or nested without end: the shape check says what is wrong. */
export function parseJson(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text)
    return isShallow(value, NESTING_MAX) ? value : undefined
  } catch {
    return undefined
  }
}

/** A peer's body of nothing but brackets is parsed well, and ends the stack of whoever walks through it. */
function isShallow(value: unknown, left: number): boolean {
  if (typeof value !== 'object' || value === null) return true
  return left > 0 && Object.values(value).every((each) => isShallow(each, left - 1))
}

function hex(value: Uint8Array): string {
  return Buffer.from(value).toString('hex')
}

function bytes(value: string): Uint8Array {
  return Buffer.from(value, 'hex')
}
