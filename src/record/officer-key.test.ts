import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

import { importOfficerKey, verifyOfficer } from './officer-key.ts'

interface EcdsaVectors {
  readonly testGroups: readonly {
    readonly publicKeyDer: string
    readonly tests: readonly {
      readonly tcId: number
      readonly comment: string
      readonly msg: string
      readonly sig: string
      readonly result: string
    }[]
  }[]
}

describe('ES256', () => {
  it('judges every published vector of ECDSA over P-256 as its makers do', (context) => {
    const path = new URL(
      '../../../shared/vectors/wycheproof-ecdsa_secp256r1_sha256_test.json',
      import.meta.url,
    )
    if (!existsSync(path)) return context.skip('the vectors are not there')
    const { testGroups } = JSON.parse(readFileSync(path, 'utf8')) as EcdsaVectors // published, not input
    const hex = (text: string): Buffer => Buffer.from(text, 'hex')
    let looked = 0
    for (const { publicKeyDer, tests } of testGroups) {
      const key = importOfficerKey(hex(publicKeyDer).toString('base64'))
      for (const { comment, msg, result, sig, tcId } of tests) {
        expect(verifyOfficer(key, hex(msg), hex(sig)), `${tcId} ${comment}`).toBe(result === 'valid')
        looked++
      }
    }
    process.stdout.write(`looked at ${looked} vectors\n`)
    expect(looked).toBeGreaterThan(400)
  })
})
