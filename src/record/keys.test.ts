import { createPublicKey, verify } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import {
  ed25519FromSeed,
  importEd25519Public,
  importMlDsa44Public,
  mldsa44FromSeed,
  verifyEd25519,
  verifyMlDsa44,
} from './keys.ts'
import { codeOf } from './parties.testkit.ts'

const P = (1n << 255n) - 19n
const D = 37095705934669439343138083508754565189542113879843219016388785533085940283555n

interface WycheproofFile {
  readonly numberOfTests: number
  readonly testGroups: readonly {
    readonly publicKey: string | { readonly pk: string }
    readonly tests: readonly {
      readonly tcId: number
      readonly msg: string
      readonly sig: string
      readonly ctx?: string
      readonly result: 'valid' | 'invalid'
    }[]
  }[]
}

describe('Ed25519', () => {
  it('gives the keys and signatures of RFC 8032 section 7.1', () => {
    const signer = ed25519FromSeed(hex('4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb'))
    expect(toHex(signer.publicKey)).toBe('3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c')
    const signature = signer.sign(hex('72'))
    expect(toHex(signature)).toBe(
      '92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00',
    )
    expect(verifyEd25519(importEd25519Public(signer.publicKey), hex('72'), signature)).toBe(true)
    expect(verifyEd25519(importEd25519Public(signer.publicKey), hex('73'), signature)).toBe(false)
  })

  it('refuses to enrol all points of small order in every spelling', () => {
    const ys = smallOrderYs()
    expect(ys.length).toBe(5)
    let looked = 0
    for (const y of ys) {
      for (const spelling of [y, y + P].filter((value) => value < 1n << 255n)) {
        for (const sign of [0n, 1n]) {
          expect(
            codeOf(() => importEd25519Public(encode(spelling, sign))),
            `${spelling}`,
          ).toBe('key-weak')
          looked++
        }
      }
    }
    // Eight points, of which y = 0 and y = 1 have a second spelling, and x = 0 a second sign.
    expect(looked).toBe(14)
  })

  it('refuses to enrol what is misspelt, off the curve or of the wrong length', () => {
    for (let y = P + 2n; y < 1n << 255n; y++) {
      expect(
        codeOf(() => importEd25519Public(encode(y, 0n))),
        `${y}`,
      ).toBe('key-malformed')
      expect(
        codeOf(() => importEd25519Public(encode(y, 1n))),
        `${y}`,
      ).toBe('key-malformed')
    }
    // 2 is not the y of any point; 3 is.
    expect(codeOf(() => importEd25519Public(encode(2n, 0n)))).toBe('key-malformed')
    expect(codeOf(() => importEd25519Public(encode(3n, 0n)))).toBeUndefined()
    for (const length of [0, 31, 33, 64]) {
      expect(
        codeOf(() => importEd25519Public(Buffer.alloc(length, 3))),
        `${length}`,
      ).toBe('key-malformed')
    }
    expect(codeOf(() => ed25519FromSeed(Buffer.alloc(31)))).toBe('key-malformed')
    expect(codeOf(() => mldsa44FromSeed(Buffer.alloc(33)))).toBe('key-malformed')
  })

  it('takes for on the curve exactly what has a square x²', () => {
    for (let y = 2n; y < 200n; y++) {
      expect(codeOf(() => importEd25519Public(encode(y, 0n))) === undefined, `${y}`).toBe(hasRoot(y))
    }
  })

  it('enrols every honest key', () => {
    for (let i = 0; i < 200; i++) {
      const seed = Buffer.alloc(32)
      seed.writeUInt32BE(i, 0)
      expect(codeOf(() => importEd25519Public(ed25519FromSeed(seed).publicKey))).toBeUndefined()
    }
  })

  it('accepts of the twelve hostile cases only the one that all strict profiles accept', () => {
    const cases = vectors<{ message: string; pub_key: string; signature: string }[]>('ed25519-speccheck.json')
    if (cases === undefined) return
    expect(cases.length).toBe(12)
    const outcomes = cases.map(({ message, pub_key, signature }) => {
      let accepted = false
      const code = codeOf(() => {
        accepted = verifyEd25519(importEd25519Public(hex(pub_key)), hex(message), hex(signature))
      })
      return code ?? (accepted ? 'accepted' : 'refused')
    })
    // 0, 1: key of small order. 2: R of small order. 3: key and R of mixed order, S in range, and the equation holds
    // without the cofactor; RFC 8032 demands acceptance, and so does every library. 4, 5: the equation holds with the
    // cofactor only. 6, 7: S not below the order. 8, 9: R misspelt. 10, 11: key misspelt, and then of small order.
    expect(outcomes).toEqual([
      'key-weak',
      'key-weak',
      'refused',
      'accepted',
      'refused',
      'refused',
      'refused',
      'refused',
      'refused',
      'refused',
      'key-weak',
      'key-weak',
    ])
    say(`ed25519-speccheck: ${cases.length} cases looked at`)
  })

  it('agrees with every Wycheproof case', () => {
    const file = vectors<WycheproofFile>('wycheproof-ed25519_test.json')
    if (file === undefined) return
    let looked = 0
    for (const { publicKey, tests } of file.testGroups) {
      const key = importEd25519Public(hex(typeof publicKey === 'string' ? publicKey : publicKey.pk))
      for (const { tcId, msg, sig, result } of tests) {
        expect(verifyEd25519(key, hex(msg), hex(sig)), `case ${tcId}`).toBe(result === 'valid')
        looked++
      }
    }
    expect(looked).toBe(file.numberOfTests)
    say(`wycheproof-ed25519: ${looked} cases looked at`)
  })
})

describe('ML-DSA-44', () => {
  it('signs and verifies, anew each time', () => {
    const signer = mldsa44FromSeed(Buffer.alloc(32, 7))
    const key = importMlDsa44Public(signer.publicKey)
    const [first, second] = [signer.sign(hex('72')), signer.sign(hex('72'))]
    expect(first).not.toEqual(second)
    expect(verifyMlDsa44(key, hex('72'), first)).toBe(true)
    expect(verifyMlDsa44(key, hex('72'), second)).toBe(true)
    expect(verifyMlDsa44(key, hex('73'), first)).toBe(false)
    expect(verifyMlDsa44(key, hex('72'), Buffer.concat([first, Buffer.of(0)]))).toBe(false)
    expect(verifyMlDsa44(key, hex('72'), first.subarray(1))).toBe(false)
  })

  it('derives the same key from the same seed', () => {
    const seed = Buffer.alloc(32, 7)
    expect(mldsa44FromSeed(seed).publicKey).toEqual(mldsa44FromSeed(seed).publicKey)
  })

  it('enrols only keys of the exact length', () => {
    for (const length of [0, 32, 1311, 1313, 1952]) {
      expect(
        codeOf(() => importMlDsa44Public(Buffer.alloc(length))),
        `${length}`,
      ).toBe('key-malformed')
    }
  })

  it('agrees with every Wycheproof case, and takes a signature under another context for invalid', () => {
    const file = vectors<WycheproofFile>('wycheproof-mldsa_44_verify_test.json')
    if (file === undefined) return
    let looked = 0
    let withContext = 0
    for (const { publicKey, tests } of file.testGroups) {
      const raw = hex(typeof publicKey === 'string' ? publicKey : publicKey.pk)
      for (const { tcId, msg, sig, ctx = '', result } of tests) {
        let accepted = false
        const code = codeOf(() => {
          accepted = verifyMlDsa44(importMlDsa44Public(raw), hex(msg), hex(sig))
        })
        expect(code ?? 'key taken', `case ${tcId}`).toBe(raw.length === 1312 ? 'key taken' : 'key-malformed')
        expect(accepted, `case ${tcId}`).toBe(result === 'valid' && ctx === '')
        looked++
        if (ctx === '') continue
        withContext++
        if (ctx.length > 510) continue
        // That the case is valid under its own context shows that it is the context we refuse it for.
        const key = createPublicKey({ key: raw, format: 'raw-public', asymmetricKeyType: 'ml-dsa-44' })
        const ours = verify(null, hex(msg), { key, context: hex(ctx) }, hex(sig))
        expect(ours, `case ${tcId}`).toBe(result === 'valid')
      }
    }
    expect(looked).toBe(file.numberOfTests)
    say(`wycheproof-mldsa_44: ${looked} cases looked at, ${withContext} of them with a context`)
  })
})

/** y of the points killed by 8, from the curve equation and the doubling law alone. */
function smallOrderYs(): bigint[] {
  // Order 1, 2, 4: (0, 1), (0, -1), (±√-1, 0). Order 8 doubles to y = 0: x² = -y², so d·y⁴ + 2y² - 1 = 0.
  const root = sqrt(mod(1n + D))
  const found = [0n, 1n, P - 1n]
  for (const sign of [1n, -1n]) {
    const yy = mod((-1n + sign * root) * power(D, P - 2n))
    if (power(yy, (P - 1n) / 2n) !== 1n) continue
    const y = sqrt(yy)
    found.push(y, P - y)
  }
  return found
}

function hasRoot(y: bigint): boolean {
  const xx = mod((y * y - 1n) * power(mod(D * y * y + 1n), P - 2n))
  return xx === 0n || power(xx, (P - 1n) / 2n) === 1n
}

/** RFC 8032 section 5.1.3, p = 5 mod 8. */
function sqrt(square: bigint): bigint {
  const candidate = power(square, (P + 3n) / 8n)
  if (mod(candidate * candidate) === square) return candidate
  return mod(candidate * power(2n, (P - 1n) / 4n))
}

function power(base: bigint, exponent: bigint): bigint {
  let [result, square] = [1n, mod(base)]
  for (let rest = exponent; rest > 0n; rest >>= 1n) {
    if ((rest & 1n) === 1n) result = mod(result * square)
    square = mod(square * square)
  }
  return result
}

function mod(value: bigint): bigint {
  return ((value % P) + P) % P
}

function encode(y: bigint, sign: bigint): Buffer {
  return Buffer.from((y | (sign << 255n)).toString(16).padStart(64, '0'), 'hex').reverse()
}

function hex(text: string): Buffer {
  return Buffer.from(text, 'hex')
}

function toHex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex')
}

/** What was looked at, or not, shows in the run's output. */
function say(line: string): void {
  process.stdout.write(`${line}\n`)
}

/** Published vectors that stand beside the project where they are available. */
function vectors<T>(name: string): T | undefined {
  const path = new URL(`../../../shared/vectors/${name}`, import.meta.url)
  if (!existsSync(path)) {
    say(`skipped: ${name} is not there`)
    return undefined
  }
  return JSON.parse(readFileSync(path, 'utf8')) as T // the files are published, not input
}
