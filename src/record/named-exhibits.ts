import { isRecord } from './envelope.ts'
import type { Leaf } from './types.ts'

/** An exhibit as one act names it. */
export interface NamedExhibit {
  readonly sealed: string
  readonly sealedBytes: number
  /** Hex HMAC-SHA-256(salt, plain bytes). */
  readonly hmac: string
  readonly plainBytes: number
  /** From the act's body; undefined when that is not held or does not have it. */
  readonly salt: Buffer | undefined
}

/** The exhibits that an act's data list, with the salts that its body has in the same order. What is of another form is none. */
export function namedExhibits(leaf: Leaf, body: Uint8Array | undefined): NamedExhibit[] {
  const listed: unknown = leaf.data['exhibits']
  if (!Array.isArray(listed)) return []
  const salts = saltsIn(body)
  return listed.flatMap((exhibit: unknown, i) => {
    if (!isRecord(exhibit)) return []
    const { hmac, plainBytes, sealed, sealedBytes } = exhibit
    if (typeof hmac !== 'string' || typeof sealed !== 'string') return []
    if (typeof plainBytes !== 'number' || typeof sealedBytes !== 'number') return []
    return [{ sealed, sealedBytes, hmac, plainBytes, salt: salts[i] }]
  })
}

function saltsIn(body: Uint8Array | undefined): (Buffer | undefined)[] {
  if (body === undefined) return []
  let value: unknown
  try {
    value = JSON.parse(Buffer.from(body).toString('utf8'))
  } catch {
    // A body is what its author wished; only one that lists exhibits has salts.
    return []
  }
  const listed = isRecord(value) ? value['exhibits'] : undefined
  if (!Array.isArray(listed)) return []
  return listed.map((slip: unknown) => {
    const salt = isRecord(slip) ? slip['salt'] : undefined
    return typeof salt === 'string' && /^[0-9a-f]{64}$/.test(salt) ? Buffer.from(salt, 'hex') : undefined
  })
}
