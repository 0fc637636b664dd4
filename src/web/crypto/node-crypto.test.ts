import * as node from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Buffer as OurBuffer } from './buffer.ts'
import * as ours from './node-crypto.ts'

/** Published files of hostile cases; they lie beside the project and are not part of it. */
const PUBLISHED = new URL('../../../../shared/vectors/', import.meta.url)

interface Wycheproof {
  readonly numberOfTests: number
  readonly testGroups: readonly {
    readonly publicKey: string | { readonly pk?: string }
    readonly publicKeyDer?: string
    readonly tests: readonly { readonly tcId: number; readonly msg: string; readonly sig: string }[]
  }[]
}

const bytes = fc.uint8Array({ maxLength: 300 })
const hex = (text: string): Buffer => Buffer.from(text, 'hex')

/** Both verdicts on one signature, node's first; an error is one too. */
function verdicts(
  algorithm: 'sha256' | null,
  key: { readonly raw: Buffer; readonly kind: 'ed25519' | 'ml-dsa-44' } | { readonly der: Buffer },
  message: Buffer,
  signature: Buffer,
): [unknown, unknown] {
  const judged = (verdict: () => boolean): unknown => {
    try {
      return verdict()
    } catch {
      return 'key refused'
    }
  }
  if ('der' in key) {
    const input = { key: key.der, format: 'der', type: 'spki' } as const
    return [
      judged(() =>
        node.verify(algorithm, message, { key: node.createPublicKey(input), dsaEncoding: 'der' }, signature),
      ),
      judged(() =>
        ours.verify(algorithm, message, { key: ours.createPublicKey(input), dsaEncoding: 'der' }, signature),
      ),
    ]
  }
  const input = { key: key.raw, format: 'raw-public', asymmetricKeyType: key.kind } as const
  return [
    judged(() => node.verify(algorithm, message, node.createPublicKey(input), signature)),
    judged(() => ours.verify(algorithm, message, ours.createPublicKey(input), signature)),
  ]
}

function published<T>(name: string): T | undefined {
  const path = new URL(name, PUBLISHED)
  // A published file of known form, which the tests below count.
  return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as T) : undefined
}

/** One bit of it changed. */
function flipped(whole: Uint8Array, at: number): Buffer {
  const copy = Buffer.from(whole)
  const place = at % copy.length
  copy[place] = (copy[place] ?? 0) ^ (1 << (at % 8))
  return copy
}

describe('hashes in a browser', () => {
  it('are those of node, for bytes and for texts of any form', () => {
    fc.assert(
      fc.property(bytes, fc.string({ unit: 'binary' }), (data, text) => {
        for (const each of [data, text]) {
          expect(ours.hash('sha256', each)).toBe(node.hash('sha256', each, 'hex'))
          expect(ours.hash('sha256', each, 'latin1')).toBe(node.hash('sha256', each, 'latin1'))
          expect(ours.createHash('sha256').update(each).update(data).digest('hex')).toBe(
            node.createHash('sha256').update(each).update(data).digest('hex'),
          )
        }
        expect(ours.createHmac('sha256', data).update(text).digest('hex')).toBe(
          node.createHmac('sha256', data).update(text).digest('hex'),
        )
      }),
    )
    expect(() => ours.hash('md5', 'a')).toThrow('md5')
  })
})

describe('Buffer in a browser', () => {
  it('reads and writes each encoding as that of node does, well formed or not', () => {
    const texts = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.base64String(),
      fc.stringMatching(/^[0-9a-zA-Z+/=_-]*$/),
    )
    fc.assert(
      fc.property(texts, bytes, (text, data) => {
        for (const encoding of ['utf8', 'latin1', 'hex', 'base64', 'base64url'] as const) {
          expect(OurBuffer.from(data).toString(encoding)).toBe(Buffer.from(data).toString(encoding))
          const [here, there] = [OurBuffer.from(text, encoding), Buffer.from(text, encoding)]
          // What is none of base64 or hex node reads in ways of its own; here as there it comes back as another text.
          const isExact = encoding === 'utf8' || encoding === 'latin1' || /^[0-9a-zA-Z+/_-]*=*$/.test(text)
          const read = (buffer: OurBuffer | Buffer): unknown =>
            isExact ? Array.from(buffer) : buffer.toString(encoding) === text
          expect(read(here), `${encoding} ${text}`).toEqual(read(there))
        }
        expect(OurBuffer.byteLength(text)).toBe(Buffer.byteLength(text))
      }),
      { numRuns: 500 },
    )
  })

  it('compares, joins, copies and numbers as that of node does', () => {
    fc.assert(
      fc.property(
        bytes,
        bytes,
        fc.nat(0xffff_ffff),
        fc.bigInt({ min: 0n, max: (1n << 64n) - 1n }),
        (a, b, n, big) => {
          expect(OurBuffer.compare(a, b)).toBe(Buffer.compare(a, b))
          expect(OurBuffer.from(a).equals(b)).toBe(Buffer.from(a).equals(b))
          expect(Buffer.from(OurBuffer.concat([a, b]))).toEqual(Buffer.concat([a, b]))
          const [here, there] = [OurBuffer.alloc(24, 7), Buffer.alloc(24, 7)]
          for (const each of [here, there]) {
            expect(each.writeUInt32BE(n, 1)).toBe(5)
            expect(each.writeBigUInt64BE(big, 5)).toBe(13)
            expect(each.writeUInt8(n & 0xff, 13)).toBe(14)
            expect(each.writeUInt16BE(n & 0xffff, 14)).toBe(16)
            expect(each.write('abcdefghijkl', 18, 'latin1')).toBe(6)
            expect([each.readUInt32BE(1), each.readBigUInt64BE(5)]).toEqual([n, big])
            expect(() => each.readUInt32BE(22)).toThrow(RangeError)
            expect(() => each.writeUInt8(256, 0)).toThrow(RangeError)
          }
          expect([...here]).toEqual([...there])
          const [target, other] = [new Uint8Array(9), new Uint8Array(9)]
          expect(OurBuffer.from(a).copy(target, 4)).toBe(Buffer.from(a).copy(other, 4))
          expect(target).toEqual(other)
        },
      ),
    )
  })
})

describe('Ed25519 in a browser', () => {
  it('judges whatever is changed in a signature, a message or a key as node does', () => {
    const { privateKey, publicKey } = node.generateKeyPairSync('ed25519')
    const raw = Buffer.from(publicKey.export({ format: 'raw-public' }))
    fc.assert(
      fc.property(bytes, fc.nat(512), fc.nat(256), fc.boolean(), (data, at, keyAt, turnsKey) => {
        const message = Buffer.from(data)
        const signature = node.sign(null, message, privateKey)
        const key = { kind: 'ed25519', raw: turnsKey ? flipped(raw, keyAt) : raw } as const
        expect(verdicts(null, key, message, signature)).toEqual([!turnsKey, !turnsKey])
        const [there, here] = verdicts(null, key, message, flipped(signature, at))
        expect(here).toBe(there)
      }),
      { numRuns: 100 },
    )
  })

  it('takes no signature that holds with the cofactor only, and every one that OpenSSL takes', () => {
    const cases =
      published<{ message: string; pub_key: string; signature: string }[]>('ed25519-speccheck.json')
    if (cases === undefined) return
    const outcomes = cases.map(({ message, pub_key, signature }) =>
      verdicts(null, { kind: 'ed25519', raw: hex(pub_key) }, hex(message), hex(signature)),
    )
    expect(outcomes.map(([, here]) => here)).toEqual(outcomes.map(([there]) => there))
    expect(outcomes.filter(([there]) => there === true).length).toBeGreaterThan(0)
    expect(outcomes.filter(([there]) => there === false).length).toBeGreaterThan(2)
  })

  it('makes the signatures and keys of node from the same seed', () => {
    const input = { key: Buffer.alloc(32, 5), format: 'raw-private', asymmetricKeyType: 'ed25519' } as const
    const [here, there] = [ours.createPrivateKey(input), node.createPrivateKey(input)]
    const message = Buffer.from('a message')
    expect([...ours.sign(null, message, here)]).toEqual([...node.sign(null, message, there)])
    expect([...ours.createPublicKey(here).export({ format: 'raw-public' })]).toEqual([
      ...node.createPublicKey(there).export({ format: 'raw-public' }),
    ])
  })
})

describe('ML-DSA-44 in a browser', () => {
  const seed = { key: Buffer.alloc(32, 7), format: 'raw-seed', asymmetricKeyType: 'ml-dsa-44' } as const

  it('judges whatever is changed in a signature or a message as node does, and signs for node', () => {
    const there = node.createPrivateKey(seed)
    const here = ours.createPrivateKey(seed)
    const raw = Buffer.from(ours.createPublicKey(here).export({ format: 'raw-public' }))
    expect(raw).toEqual(node.createPublicKey(there).export({ format: 'raw-public' }))
    const key = { kind: 'ml-dsa-44', raw } as const
    fc.assert(
      fc.property(bytes, fc.nat(2420 * 8), (data, at) => {
        const message = Buffer.from(data)
        const [one, other] = [node.sign(null, message, there), Buffer.from(ours.sign(null, message, here))]
        expect(verdicts(null, key, message, one)).toEqual([true, true])
        expect(verdicts(null, key, message, other)).toEqual([true, true])
        const [expected, found] = verdicts(null, key, message, flipped(one, at))
        expect(found).toBe(expected)
      }),
      { numRuns: 30 },
    )
    expect(verdicts(null, key, Buffer.of(1), Buffer.alloc(2419))).toEqual([false, false])
  })
})

describe('published hostile cases in a browser', () => {
  it.each([
    ['wycheproof-ed25519_test.json', 'ed25519', null],
    ['wycheproof-mldsa_44_verify_test.json', 'ml-dsa-44', null],
    ['wycheproof-ecdsa_secp256r1_sha256_test.json', 'ec', 'sha256'],
  ] as const)(
    '%s are judged as by node',
    (name, kind, algorithm) => {
      const file = published<Wycheproof>(name)
      if (file === undefined) return
      let looked = 0
      for (const { publicKey, publicKeyDer, tests } of file.testGroups) {
        const raw = typeof publicKey === 'string' ? publicKey : (publicKey.pk ?? '')
        const key = kind === 'ec' ? { der: hex(publicKeyDer ?? '') } : { kind, raw: hex(raw) }
        for (const { msg, sig, tcId } of tests) {
          const [there, here] = verdicts(algorithm, key, hex(msg), hex(sig))
          expect(here, `case ${tcId}`).toBe(there)
          looked++
        }
      }
      expect(looked).toBe(file.numberOfTests)
      process.stdout.write(`${name}: ${looked} cases judged twice\n`)
    },
    120_000,
  )
})

describe("officers' keys in a browser", () => {
  const message = Buffer.from('what the officer signs')

  it('of P-256 are judged as by node, whatever bit of key or signature is changed', () => {
    const { privateKey, publicKey } = node.generateKeyPairSync('ec', { namedCurve: 'P-256' })
    const der = publicKey.export({ format: 'der', type: 'spki' })
    const signature = node.sign('sha256', message, privateKey)
    expect(verdicts('sha256', { der }, message, signature)).toEqual([true, true])
    for (let at = 0; at < signature.length * 8; at += 5) {
      const [there, here] = verdicts('sha256', { der }, message, flipped(signature, at))
      expect(here, `signature ${at}`).toBe(there)
    }
    const bare = ours.createPublicKey({ key: der, format: 'der', type: 'spki' })
    expect([bare.asymmetricKeyType, bare.asymmetricKeyDetails.namedCurve]).toEqual(['ec', 'prime256v1'])
    expect([...bare.export({ format: 'der', type: 'spki' })]).toEqual([...der])
  })

  it('of RSA are judged as by node, also with a number that is no signature or an even modulus', () => {
    const { privateKey, publicKey } = node.generateKeyPairSync('rsa', { modulusLength: 2048 })
    const der = publicKey.export({ format: 'der', type: 'spki' })
    const signature = node.sign('sha256', message, privateKey)
    expect(verdicts('sha256', { der }, message, signature)).toEqual([true, true])
    const otherHash = node.sign('sha1', message, privateKey)
    const raw = (padded: Buffer): Buffer =>
      node.privateEncrypt({ key: privateKey, padding: node.constants.RSA_NO_PADDING }, padded)
    const info = Buffer.from('3031300d060960864801650304020105000420', 'hex')
    const digest = node.hash('sha256', message, 'buffer')
    // The digest not at the end: a check that parses from the left would take it (Bleichenbacher 2006).
    const early = Buffer.concat([
      Buffer.of(0, 1),
      Buffer.alloc(8, 0xff),
      Buffer.of(0),
      info,
      digest,
      Buffer.alloc(194),
    ])
    // DigestInfo without its NULL.
    const short = Buffer.from('302f300b0609608648016503040201' + '0420', 'hex')
    const bare = Buffer.concat([
      Buffer.of(0, 1),
      Buffer.alloc(256 - 3 - short.length - 32, 0xff),
      Buffer.of(0),
      short,
      digest,
    ])
    for (const wrong of [
      otherHash,
      raw(early),
      raw(bare),
      signature.subarray(1),
      Buffer.alloc(256, 0xff),
      Buffer.alloc(0),
    ])
      expect(verdicts('sha256', { der }, message, wrong)).toEqual([false, false])
    for (let at = 0; at < 64; at++) {
      const [there, here] = verdicts('sha256', { der }, message, flipped(signature, at * 31))
      expect(here).toBe(there)
    }
    const details = ours.createPublicKey({ key: der, format: 'der', type: 'spki' }).asymmetricKeyDetails
    expect(details).toEqual(publicKey.asymmetricKeyDetails)
  })

  it('are refused by the record’s rule wherever node and this read another spelling differently', () => {
    const { publicKey } = node.generateKeyPairSync('ec', { namedCurve: 'P-256' })
    const rsa = node.generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey
    const ed = node.generateKeyPairSync('ed25519').publicKey
    for (const key of [publicKey, rsa, ed]) {
      const der = key.export({ format: 'der', type: 'spki' })
      let refused = 0
      for (let at = 0; at < Math.min(der.length, 60) * 8; at++) {
        const changed = flipped(der, at)
        const [there, here] = [comesBack(node, changed), comesBack(ours, changed)]
        // Another curve, kind or form that comes back as it was is for the record to refuse by its kind.
        expect(here === there ? 'no officer’s' : kindOf(changed), `${at}`).toBe('no officer’s')
        if (!here) refused++
      }
      expect(refused).toBeGreaterThan(50)
    }
  })
})

/** Whether it is taken and comes back as it was: what the record asks of an officer's key. */
function comesBack(of: typeof node | typeof ours, der: Buffer): boolean {
  try {
    const key = of.createPublicKey({ key: der, format: 'der', type: 'spki' })
    return Buffer.from(key.export({ format: 'der', type: 'spki' })).equals(der)
  } catch {
    return false
  }
}

function kindOf(der: Buffer): string {
  const { asymmetricKeyDetails, asymmetricKeyType } = node.createPublicKey({
    key: der,
    format: 'der',
    type: 'spki',
  })
  if (asymmetricKeyType === 'rsa' || asymmetricKeyType === 'ed25519') return asymmetricKeyType
  const isUncompressed = der.length === 91 && der[26] === 4
  return asymmetricKeyDetails?.namedCurve === 'prime256v1' && isUncompressed ? 'ec' : 'no officer’s'
}
