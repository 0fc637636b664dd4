import { bytesOf, numberOf, numberOrNone, textOf } from '../store/index.ts'
import type { Row } from '../store/index.ts'

export interface Passkey {
  readonly id: string
  readonly user: string
  readonly label: string
  /** Synchronised by its maker: lost only with that account. */
  readonly backedUp: boolean
  readonly madeMs: number
  readonly usedMs: number | undefined
  readonly officer: OfficerKey
}

/** What `directory.officer.appoint` says of a passkey, and `attest.sign` refers to. */
export interface OfficerKey {
  /** 32 hex digits. */
  readonly credential: string
  /** SubjectPublicKeyInfo, base64. */
  readonly key: string
  /** COSE: -7 ES256, -8 EdDSA, -257 RS256. */
  readonly algorithm: number
  readonly rpId: string
}

/** A passkey's signature over a challenge, in base64url as the browser gave it; checked. */
export interface SignedChallenge {
  readonly officer: OfficerKey
  readonly assertion: {
    readonly authenticatorData: string
    readonly clientDataJSON: string
    readonly signature: string
  }
}

/** From its row; `rpId` is the domain that all passkeys of a node belong to. */
export function passkeyOf(row: Row, rpId: string): Passkey {
  return {
    id: textOf(row, 'id'),
    user: textOf(row, 'user'),
    label: textOf(row, 'label'),
    backedUp: numberOf(row, 'backed_up') === 1,
    madeMs: numberOf(row, 'made_ms'),
    usedMs: numberOrNone(row, 'used_ms'),
    officer: {
      credential: textOf(row, 'officer'),
      key: Buffer.from(bytesOf(row, 'spki')).toString('base64'),
      algorithm: numberOf(row, 'algorithm'),
      rpId,
    },
  }
}
