import { createPrivateKey, createPublicKey, hash, sign } from 'node:crypto'
import { type ActId, type ChannelId, type JsonObject, attestationChallenge } from '../../src/record/index.ts'
import type { SeededRng } from './random.ts'

const RP = 'desk.example'
const USER_PRESENT_AND_VERIFIED = 0x05
const USER_PRESENT = 0x01
const MEANINGS = ['approve', 'sign', 'authorise', 'receive', 'witness']

/** A passkey in software. Ed25519, since its signatures follow from what is signed: a run can be repeated byte for byte. */
export class OfficerKey {
  readonly credential: string
  readonly #spki: string
  readonly #secret: ReturnType<typeof createPrivateKey>

  constructor(rng: SeededRng) {
    this.credential = Buffer.from(rng.bytes(16)).toString('hex')
    // RFC 8410: the PKCS #8 form of an Ed25519 key is this prefix and the seed.
    const der = Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), rng.bytes(32)])
    this.#secret = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' })
    this.#spki = Buffer.from(createPublicKey(this.#secret).export({ format: 'der', type: 'spki' })).toString(
      'base64',
    )
  }

  /** Data of the act that appoints whoever holds it. */
  appointment(seat: ActId): JsonObject {
    return { alg: -8, credential: this.credential, key: this.#spki, rp: RP, seat }
  }

  /** Data of the officer's signature over an act; now and then one that no node admits. */
  signature(channel: ChannelId, act: ActId, appointed: ActId, rng: SeededRng): JsonObject {
    const meaning = rng.pick(MEANINGS)
    const signed = rng.chance(0.03) ? '0'.repeat(64) : act
    const challenge = Buffer.from(attestationChallenge(channel, signed, meaning)).toString('base64url')
    const origin = rng.chance(0.03) ? 'https://desk.example.evil.example' : `https://${RP}`
    const client = Buffer.from(
      JSON.stringify({ type: 'webauthn.get', challenge, origin, crossOrigin: false }),
    )
    const flags = rng.chance(0.03) ? USER_PRESENT : USER_PRESENT_AND_VERIFIED
    const data = Buffer.concat([hash('sha256', RP, 'buffer'), Buffer.from([flags, 0, 0, 0, 1])])
    const signature = sign(null, Buffer.concat([data, hash('sha256', client, 'buffer')]), this.#secret)
    return {
      act,
      appointed,
      assertion: {
        authenticatorData: data.toString('base64url'),
        clientDataJSON: client.toString('base64url'),
        signature: signature.toString('base64url'),
      },
      credential: this.credential,
      key: this.#spki,
      meaning,
      rp: RP,
    }
  }
}
