import { describe, expect, it } from 'vitest'

import { RecordError } from './errors.ts'
import { OfficerBook, readOfficerStep } from './officers.ts'
import type { OfficerStep } from './officers.ts'
import { APPOINTED, attestation, CHANNEL, CREDENTIAL, es256, RP } from './passkey.testkit.ts'
import type { Json, Leaf } from './types.ts'

const AGENCY = 'e'.repeat(64)
const key = es256()
const claim = attestation(key)

function leaf(type: string, data: Readonly<Record<string, unknown>>, about: string = AGENCY): Leaf {
  const plain: Record<string, Json> = JSON.parse(JSON.stringify(data))
  return { v: 1, type, party: 'us', seq: 3, made: '2030-01-31T08:00:00.000Z', deps: {}, about, data: plain }
}

function step(id: string, made: Leaf): OfficerStep {
  const found = readOfficerStep(CHANNEL, id, made)
  if (found === undefined) throw new Error('no step')
  return found
}

const officer = { alg: -7, credential: CREDENTIAL, key: key.spki, rp: RP, seat: AGENCY }
const appoint = step(APPOINTED, leaf('directory.officer.appoint', officer))
const relieve = step(
  '1'.repeat(64),
  leaf('directory.officer.relieve', { officer: APPOINTED, reason: 'other' }),
)
const sign = step('2'.repeat(64), leaf('attest.sign', { ...claim }))

function codeOf(...steps: readonly OfficerStep[]): string {
  const book = new OfficerBook()
  try {
    for (const each of steps) book.take(each)
  } catch (error) {
    if (error instanceof RecordError) return error.code
    throw error
  }
  return 'good'
}

describe('an officer of a feed', () => {
  it('may sign from the appointment on, until relieved', () => {
    expect(codeOf(appoint, sign, sign)).toBe('good')
    expect(codeOf(sign)).toBe('attestation-unappointed')
    expect(codeOf(appoint, sign, relieve)).toBe('good')
    expect(codeOf(appoint, relieve, sign)).toBe('attestation-relieved')
  })

  it('is not relieved in the matter of another agency', () => {
    const elsewhere = step('1'.repeat(64), leaf('directory.officer.relieve', { officer: APPOINTED }, CHANNEL))
    expect(codeOf(appoint, elsewhere, sign)).toBe('good')
  })

  it('signs with the key, the credential and the relying party of the appointment only', () => {
    for (const other of [{ key: es256().spki }, { credential: 'f'.repeat(32) }, { rp: 'example' }]) {
      const another = step(APPOINTED, leaf('directory.officer.appoint', { ...officer, ...other }))
      expect(codeOf(another, sign)).toBe('attestation-officer-wrong')
    }
  })

  it('stays in office in a copy of the book taken before the relief', () => {
    const book = new OfficerBook()
    book.take(appoint)
    const before = book.copy()
    book.take(relieve)
    expect(() => before.take(sign)).not.toThrow()
    expect(() => book.take(sign)).toThrow('relieved')
  })
})

describe('reading a leaf', () => {
  it('passes over what concerns no officer', () => {
    expect(readOfficerStep(CHANNEL, '1'.repeat(64), leaf('remark.post', {}))).toBeUndefined()
    const { about: _about, ...opening } = leaf('directory.officer.appoint', officer)
    expect(readOfficerStep(CHANNEL, '1'.repeat(64), opening)).toBeUndefined()
    expect(readOfficerStep(CHANNEL, '1'.repeat(64), leaf('directory.officer.relieve', {}))).toBeUndefined()
  })

  it('refuses a signature that does not hold by itself', () => {
    const forged = leaf('attest.sign', { ...claim, meaning: 'authorise' })
    expect(() => readOfficerStep(CHANNEL, '2'.repeat(64), forged)).toThrow('challenge')
    expect(() => readOfficerStep(CHANNEL, '2'.repeat(64), leaf('attest.sign', {}))).toThrow('assertion')
  })
})
