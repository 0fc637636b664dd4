import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { SEED_BYTES, type PartySeeds } from '../record/index.ts'
import type { Rng, TlsIdentity } from '../exchange/index.ts'
import { generateExhibitIdentity, writeFileDurably } from '../store/index.ts'
import { AppError } from './errors.ts'

const SECRETS_FILE = 'secrets.json'
const seed = z.string().regex(/^[0-9a-f]{64}$/)
const shape = z.strictObject({
  v: z.literal(1),
  head: z.strictObject({ ed25519: seed, mldsa44: seed }),
  receipt: z.strictObject({ ed25519: seed, mldsa44: seed }),
  transport: z.strictObject({ ed25519: seed }),
  tls: z.strictObject({ keyPem: z.string(), certPem: z.string(), spki: z.string() }),
  exhibit: z.strictObject({ identity: z.string(), recipient: z.string() }),
})

/** All private keys of one node. Stands in one file of mode 0600, apart from the configuration. */
export interface Secrets {
  readonly seeds: PartySeeds
  readonly tls: TlsIdentity
  readonly exhibit: { readonly identity: string; readonly recipient: string }
}

/** Draws a new set of keys: one pair per role, so that a stolen transport key can never sign a head. */
export async function makeSecrets(rng: Rng, tls: TlsIdentity): Promise<Secrets> {
  const draw = (): Uint8Array => rng.bytes(SEED_BYTES)
  const seeds: PartySeeds = {
    head: { ed25519: draw(), mldsa44: draw() },
    receipt: { ed25519: draw(), mldsa44: draw() },
    transport: { ed25519: draw() },
  }
  return { seeds, tls, exhibit: await generateExhibitIdentity() }
}

export async function writeSecrets(dir: string, secrets: Secrets): Promise<void> {
  const { seeds, tls, exhibit } = secrets
  const text = JSON.stringify({
    v: 1,
    head: { ed25519: hex(seeds.head.ed25519), mldsa44: hex(seeds.head.mldsa44) },
    receipt: { ed25519: hex(seeds.receipt.ed25519), mldsa44: hex(seeds.receipt.mldsa44) },
    transport: { ed25519: hex(seeds.transport.ed25519) },
    tls,
    exhibit,
  })
  await writeFileDurably(join(dir, SECRETS_FILE), text, 0o600)
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
  const { head, receipt, transport, tls, exhibit } = read.data
  return {
    seeds: {
      head: { ed25519: bytes(head.ed25519), mldsa44: bytes(head.mldsa44) },
      receipt: { ed25519: bytes(receipt.ed25519), mldsa44: bytes(receipt.mldsa44) },
      transport: { ed25519: bytes(transport.ed25519) },
    },
    tls,
    exhibit,
  }
}

/** Undefined for text that is not JSON: the shape check says what is wrong. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function hex(value: Uint8Array): string {
  return Buffer.from(value).toString('hex')
}

function bytes(value: string): Uint8Array {
  return Buffer.from(value, 'hex')
}
