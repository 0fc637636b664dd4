import { ed25519 } from '@noble/curves/ed25519.js'
import { ml_dsa44 as mldsa44 } from '@noble/post-quantum/ml-dsa.js'
import { Buffer } from './buffer.ts'
import { parseSpki } from './spki.ts'
import type { PublicKeyInfo } from './spki.ts'

const ED25519_SPKI = '302a300506032b6570032100'

/** What a key is made of; only the files beside this one look into it. */
export type KeyMaterial =
  | PublicKeyInfo
  | { readonly kind: 'ml-dsa-44'; readonly raw: Uint8Array }
  | { readonly kind: 'secret'; readonly of: 'ed25519' | 'ml-dsa-44'; readonly seed: Uint8Array }

interface KeyDetails {
  readonly namedCurve?: string
  readonly modulusLength?: number
  readonly publicExponent?: bigint
}

type RawKind = 'ed25519' | 'ml-dsa-44'

interface RawInput {
  readonly key: Uint8Array
  readonly format: string
  readonly asymmetricKeyType: RawKind
}

interface DerInput {
  readonly key: Uint8Array
  readonly format: 'der'
  readonly type: 'spki'
}

export class KeyObject {
  readonly material: KeyMaterial
  readonly #der: Uint8Array | undefined

  constructor(material: KeyMaterial, der?: Uint8Array) {
    this.material = material
    this.#der = der
  }

  get type(): 'private' | 'public' {
    return this.material.kind === 'secret' ? 'private' : 'public'
  }

  get asymmetricKeyType(): RawKind | 'ec' | 'rsa' {
    return this.material.kind === 'secret' ? this.material.of : this.material.kind
  }

  get asymmetricKeyDetails(): KeyDetails {
    const { material } = this
    if (material.kind === 'ec') return { namedCurve: 'prime256v1' }
    if (material.kind !== 'rsa') return {}
    return { modulusLength: material.modulus.toString(2).length, publicExponent: material.exponent }
  }

  export({ format, type }: { readonly format: string; readonly type?: string }): Buffer {
    const { material } = this
    const isRaw = material.kind === 'ed25519' || material.kind === 'ml-dsa-44'
    if (format === 'raw-public' && isRaw) return Buffer.from(material.raw)
    if (format === 'der' && type === 'spki') {
      if (this.#der !== undefined) return Buffer.from(this.#der)
      if (material.kind === 'ed25519') return Buffer.concat([Buffer.from(ED25519_SPKI, 'hex'), material.raw])
    }
    throw new TypeError(`A key of ${this.asymmetricKeyType} has no form ${format} here.`)
  }
}

/** As `crypto.createPublicKey`, from raw bytes, a DER SubjectPublicKeyInfo, or the private key. */
export function createPublicKey(input: KeyObject | RawInput | DerInput): KeyObject {
  if (input instanceof KeyObject) return publicOf(input)
  const bytes = Uint8Array.from(input.key)
  if (input.format === 'der') return new KeyObject(parseSpki(bytes), bytes)
  const { asymmetricKeyType: kind, format } = input as RawInput
  requireForm(format, 'raw-public')
  requireLength(bytes, kind === 'ed25519' ? 32 : mldsa44.lengths.publicKey)
  return new KeyObject({ kind, raw: bytes })
}

/** As `crypto.createPrivateKey`, from the seed of either kind. */
export function createPrivateKey({ asymmetricKeyType, format, key }: RawInput): KeyObject {
  requireForm(format, asymmetricKeyType === 'ed25519' ? 'raw-private' : 'raw-seed')
  requireLength(key, 32)
  return new KeyObject({ kind: 'secret', of: asymmetricKeyType, seed: Uint8Array.from(key) })
}

function publicOf({ material }: KeyObject): KeyObject {
  if (material.kind !== 'secret') throw new TypeError('A public key is asked for of a key that is one.')
  const { of, seed } = material
  const raw = of === 'ed25519' ? ed25519.getPublicKey(seed) : mldsa44.keygen(seed).publicKey
  return new KeyObject({ kind: of, raw })
}

function requireForm(format: string, needed: string): void {
  if (format !== needed) throw new TypeError(`A key of the form ${format} is none that the rooms use.`)
}

function requireLength(bytes: Uint8Array, needed: number | undefined): void {
  if (bytes.length !== needed) throw new RangeError(`A key of this kind must be ${needed} bytes.`)
}
