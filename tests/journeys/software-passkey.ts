import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto'
import { isoCBOR } from '@simplewebauthn/server/helpers'
import type { JsonObject } from '../../src/record/index.ts'

const PRESENT_AND_VERIFIED = 0x05
const WITH_ATTESTED_DATA = 0x40

export interface Assertion {
  readonly authenticatorData: string
  readonly clientDataJSON: string
  readonly signature: string
}

/** A passkey on P-256 and the browser around it, in one: what a person's key answers at the origin of a door. */
export class SoftwarePasskey {
  readonly #id = randomBytes(20)
  readonly #keys = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  readonly #origin: string
  #counter = 0
  #user = ''

  constructor(origin: string) {
    this.#origin = origin
  }

  /** The answer to `own.passkey-options`, as `own.add-passkey` takes it. */
  create(options: JsonObject): JsonObject {
    const { challenge, user } = options as { challenge: string; user: { id: string } }
    this.#user = user.id
    const { x = '', y = '' } = this.#keys.publicKey.export({ format: 'jwk' })
    const key = new Map<number, number | Uint8Array>([
      [1, 2],
      [3, -7],
      [-1, 1],
      [-2, Uint8Array.from(Buffer.from(x, 'base64url'))],
      [-3, Uint8Array.from(Buffer.from(y, 'base64url'))],
    ])
    const authData = Buffer.concat([
      this.#head(PRESENT_AND_VERIFIED | WITH_ATTESTED_DATA),
      Buffer.alloc(16),
      Buffer.from([0, this.#id.length]),
      this.#id,
      isoCBOR.encode(key),
    ])
    const made = new Map<string, unknown>([
      ['fmt', 'none'],
      ['attStmt', new Map()],
      ['authData', Uint8Array.from(authData)],
    ])
    return this.#answer({
      clientDataJSON: this.#client('webauthn.create', challenge).toString('base64url'),
      // The encoder's own type of values is not exported.
      attestationObject: Buffer.from(isoCBOR.encode(made as never)).toString('base64url'),
      transports: ['usb'],
    })
  }

  /** The answer to options that ask for a signature: a sign-in, or one under an act. */
  get(options: JsonObject): JsonObject {
    const { challenge } = options as { challenge: string }
    return this.#answer({ ...this.assertion(challenge), userHandle: this.#user })
  }

  /** @param challenge in base64url. */
  assertion(challenge: string): Assertion {
    this.#counter += 1
    const head = this.#head(PRESENT_AND_VERIFIED)
    const client = this.#client('webauthn.get', challenge)
    const signed = Buffer.concat([head, createHash('sha256').update(client).digest()])
    return {
      authenticatorData: head.toString('base64url'),
      clientDataJSON: client.toString('base64url'),
      signature: sign('sha256', signed, this.#keys.privateKey).toString('base64url'),
    }
  }

  #head(flags: number): Buffer {
    const count = Buffer.alloc(4)
    count.writeUInt32BE(this.#counter)
    const rp = createHash('sha256').update(new URL(this.#origin).hostname).digest()
    return Buffer.concat([rp, Buffer.from([flags]), count])
  }

  #client(type: string, challenge: string): Buffer {
    return Buffer.from(JSON.stringify({ type, challenge, origin: this.#origin, crossOrigin: false }))
  }

  #answer(response: JsonObject): JsonObject {
    const id = this.#id.toString('base64url')
    return { id, rawId: id, type: 'public-key', clientExtensionResults: {}, response }
  }
}
