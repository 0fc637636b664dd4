import { createECDH, createHash, createPrivateKey, createPublicKey, sign } from 'node:crypto'
import { type JsonObject, attestationChallenge } from '../../src/record/index.ts'

/** A passkey on P-256 whose key follows from a number, and what its authenticator would answer. */
export class Passkey {
  readonly credential: string
  /** Base64 of the DER SubjectPublicKeyInfo. */
  readonly spki: string
  readonly rp: string = 'desk.example'
  readonly #key: ReturnType<typeof createPrivateKey>

  constructor(number: number) {
    this.credential = String(number).padStart(32, '0')
    const curve = createECDH('prime256v1')
    const secret = Buffer.alloc(32, number)
    curve.setPrivateKey(secret)
    const point = curve.getPublicKey()
    const part = (from: number): string => point.subarray(from, from + 32).toString('base64url')
    const jwk = { kty: 'EC', crv: 'P-256', d: secret.toString('base64url'), x: part(1), y: part(33) }
    this.#key = createPrivateKey({ key: jwk, format: 'jwk' })
    const spki = createPublicKey(this.#key).export({ format: 'der', type: 'spki' })
    this.spki = Buffer.from(spki).toString('base64')
  }

  /** Data of the act that appoints whoever holds it. */
  appointment(seat: string): JsonObject {
    return { alg: -7, credential: this.credential, key: this.spki, rp: this.rp, seat }
  }

  /** Data of the act by which the officer signs another. */
  attestation(channel: string, act: string, appointed: string, over: AnswerChange = {}): JsonObject {
    const meaning = 'approve'
    const challenge = Buffer.from(attestationChallenge(channel, act, meaning)).toString('base64url')
    const origin = over.origin ?? `https://${this.rp}`
    const client = Buffer.from(JSON.stringify({ type: over.type ?? 'webauthn.get', challenge, origin }))
    const rpIdHash = createHash('sha256').update(this.rp).digest()
    const authenticatorData = Buffer.concat([rpIdHash, Buffer.from([over.flags ?? 0x05, 0, 0, 0, 1])])
    const signed = Buffer.concat([authenticatorData, createHash('sha256').update(client).digest()])
    const signature = sign('sha256', signed, this.#key)
    return {
      act: over.act ?? act,
      appointed,
      assertion: {
        authenticatorData: authenticatorData.toString('base64url'),
        clientDataJSON: client.toString('base64url'),
        signature: signature.toString('base64url'),
      },
      credential: this.credential,
      key: over.key ?? this.spki,
      meaning,
      rp: this.rp,
    }
  }
}

export interface AnswerChange {
  /** What the act claims to be over, whatever the officer has signed. */
  readonly act?: string
  readonly flags?: number
  readonly key?: string
  readonly origin?: string
  readonly type?: string
}
