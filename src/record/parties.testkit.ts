import { RecordError } from './errors.ts'
import { signersFromSeeds } from './keys.ts'
import type { PartySigners } from './keys.ts'
import type { KeyDocument, PartyId } from './types.ts'

/** A party with keys that follow from a number, for tests. */
export interface TestParty {
  readonly id: PartyId
  readonly document: KeyDocument
  readonly signers: PartySigners
}

/** `number` from 0 to 15. */
export function testParty(id: PartyId, number: number): TestParty {
  const seedOf = (n: number): Buffer => Buffer.alloc(32, number * 16 + n)
  const signers = signersFromSeeds({
    head: { ed25519: seedOf(1), mldsa44: seedOf(2) },
    receipt: { ed25519: seedOf(3), mldsa44: seedOf(4) },
    transport: { ed25519: seedOf(5) },
  })
  const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64')
  const document: KeyDocument = {
    v: 1,
    party: id,
    head: {
      ed25519: base64(signers.head.ed25519.publicKey),
      mldsa44: base64(signers.head.mldsa44.publicKey),
    },
    receipt: {
      ed25519: base64(signers.receipt.ed25519.publicKey),
      mldsa44: base64(signers.receipt.mldsa44.publicKey),
    },
    transport: { ed25519: base64(signers.transport.ed25519.publicKey), tls: '00'.repeat(32) },
    exhibit: { age: `age1${'q'.repeat(58)}` },
  }
  return { id, document, signers }
}

/** The code of the RecordError thrown, undefined when nothing is; anything else thrown is a bug and goes on. */
export function codeOf(run: () => unknown): string | undefined {
  try {
    run()
    return undefined
  } catch (error) {
    if (error instanceof RecordError) return error.code
    throw error
  }
}

/**
 * Positions of the bytes that can change by one bit without `check` throwing a RecordError.
 * Looks at every `step`th byte: large files with several signatures take a millisecond a byte.
 */
export function unnoticedBytes(
  bytes: Uint8Array,
  check: (changed: Buffer) => unknown,
  step: number = 1,
): number[] {
  const unnoticed: number[] = []
  for (let i = 0; i < bytes.length; i += step) {
    const changed = Buffer.from(bytes)
    changed[i] = (changed[i] ?? 0) ^ (1 << (i % 8))
    if (codeOf(() => check(changed)) === undefined) unnoticed.push(i)
  }
  return unnoticed
}
