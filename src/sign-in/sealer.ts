import { createCipheriv, createDecipheriv, createHmac, hkdfSync } from 'node:crypto'
import type { Rng } from '../exchange/index.ts'
import { SignInError } from './errors.ts'

const KEY_BYTES = 32
const NONCE_BYTES = 12
const TAG_BYTES = 16

/** The key of this room, kept outside its file: who holds a backup of the tables alone can read no secret and try no password. */
export class Sealer {
  readonly #rng: Rng
  readonly #cipherKey: Buffer
  readonly #macKey: Buffer
  /** Goes into every password hash. */
  readonly pepper: Buffer

  /** `secret`: 32 or more random bytes, the same as long as the file lives. Throws `sign-in-config-invalid`. */
  constructor(secret: Uint8Array, rng: Rng) {
    if (secret.length < KEY_BYTES)
      throw new SignInError('sign-in-config-invalid', `secret: must have at least ${KEY_BYTES} bytes`, {
        field: 'secret',
      })
    const derive = (info: string): Buffer =>
      Buffer.from(hkdfSync('sha256', secret, '', `entente sign-in ${info}`, KEY_BYTES))
    this.#rng = rng
    this.#cipherKey = derive('seal')
    this.#macKey = derive('mac')
    this.pepper = derive('pepper')
  }

  /** Random nonces of 96 bits: safe for far more seals than people who enrol or begin to sign in. */
  seal(purpose: string, plain: Uint8Array): Buffer {
    const nonce = this.#rng.bytes(NONCE_BYTES)
    const cipher = createCipheriv('aes-256-gcm', this.#cipherKey, nonce)
    cipher.setAAD(Buffer.from(purpose))
    return Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()])
  }

  /** Undefined when it was not sealed by this key for that purpose. */
  open(purpose: string, sealed: Uint8Array): Buffer | undefined {
    if (sealed.length < NONCE_BYTES + TAG_BYTES) return undefined
    const end = sealed.length - TAG_BYTES
    try {
      const decipher = createDecipheriv('aes-256-gcm', this.#cipherKey, sealed.subarray(0, NONCE_BYTES))
      decipher.setAAD(Buffer.from(purpose))
      decipher.setAuthTag(sealed.subarray(end))
      return Buffer.concat([decipher.update(sealed.subarray(NONCE_BYTES, end)), decipher.final()])
    } catch {
      return undefined
    }
  }

  mac(purpose: string, ...parts: readonly (string | Uint8Array)[]): Buffer {
    const mac = createHmac('sha256', this.#macKey)
    // Each part is led by its length, so that no two lists of parts read the same.
    for (const part of [purpose, ...parts]) {
      const bytes = Buffer.from(part)
      mac.update(`${bytes.length}:`).update(bytes)
    }
    return mac.digest()
  }
}
