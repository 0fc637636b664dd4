import type { SignInContext } from './context.ts'
import { SignInError } from './errors.ts'

const RANDOM_BYTES = 16
const TIME_BYTES = 8
const MAC_BYTES = 32
/** Time to find the security key and touch it. */
export const CHALLENGE_LIFE_MS: number = 5 * 60_000

export type ChallengePurpose = 'register' | 'sign-in'

/**
 * Challenges for passkeys. Each carries its own end and a keyed hash, so that nothing is kept for those who only ask: a
 * flood of requests fills no table and pushes nobody's challenge out. Only one that was answered is kept, as used, until it
 * ends.
 */
export class Challenges {
  readonly #context: SignInContext

  constructor(context: SignInContext) {
    this.#context = context
  }

  /** `user`: whom it is for; empty when that is yet to be found out. */
  make(purpose: ChallengePurpose, user: string): Uint8Array<ArrayBuffer> {
    const { clock, rng, sealer } = this.#context
    const head = Buffer.alloc(RANDOM_BYTES + TIME_BYTES)
    head.set(rng.bytes(RANDOM_BYTES))
    head.writeBigUInt64BE(BigInt(clock.now() + CHALLENGE_LIFE_MS), RANDOM_BYTES)
    return Uint8Array.from(Buffer.concat([head, sealer.mac(`challenge ${purpose}`, user, head)]))
  }

  /** Whether it is one of ours, for that, and not ended. */
  isOurs(challenge: string, purpose: ChallengePurpose, user: string): boolean {
    const bytes = Buffer.from(challenge, 'base64url')
    if (bytes.length !== RANDOM_BYTES + TIME_BYTES + MAC_BYTES) return false
    const head = bytes.subarray(0, RANDOM_BYTES + TIME_BYTES)
    const mac = this.#context.sealer.mac(`challenge ${purpose}`, user, head)
    return mac.equals(bytes.subarray(head.length)) && this.#context.clock.now() < this.#endsMs(bytes)
  }

  /** Inside a change: uses it up. Throws `challenge-stale` when it was answered before. */
  spend(challenge: string): void {
    const bytes = Buffer.from(challenge, 'base64url')
    this.#context.spend(bytes.subarray(0, RANDOM_BYTES), this.#endsMs(bytes))
  }

  /** Throws `challenge-stale`. */
  assertOurs(challenge: string, purpose: ChallengePurpose, user: string): void {
    if (!this.isOurs(challenge, purpose, user))
      throw new SignInError(
        'challenge-stale',
        'challenge: has ended or was made for something else; begin again',
      )
  }

  #endsMs(bytes: Buffer): number {
    return Number(bytes.readBigUInt64BE(RANDOM_BYTES))
  }
}
