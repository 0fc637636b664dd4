import { describe, expect, it } from 'vitest'

import { IDENTIFIER_TYPES } from './codes.ts'
import { InstrumentError } from './errors.ts'
import { countIdentifiers, isWellWritten } from './identifiers.ts'
import { checkRequestForm, parseRequestForm, REQUEST_FORM_BYTES_MAX } from './request-form.ts'

const FORM = {
  form: 'request/1',
  title: 'Preservation of mail server logs (invented case)',
  language: 'en',
  ourNumber: 'US-2016-0042',
  requesting: { name: 'Cyber Crime Unit' },
  inCharge: {
    name: 'Duty officer',
    office: 'Cyber Crime Unit',
    timeZone: 'America/New_York',
    replyBy: 'entente',
  },
  facts: 'Mail of a finance office was read.\nMoney was moved.',
  law: [{ provision: '18 USC 1030', penalty: 'up to ten years' }],
  identifiers: [
    { type: 'ipv4', value: '192.0.2.7', from: '2016-11-01T00:00:00.000Z', to: '2016-11-30T00:00:00.000Z' },
    { type: 'email', value: 'a@example.com' },
    { type: 'ipv4', value: '192.0.2.8' },
  ],
  wanted: 'Keep the logs of the two addresses.',
  necessity: 'There is no other source.',
}

function refusal(run: () => unknown): string {
  try {
    run()
  } catch (error) {
    if (error instanceof InstrumentError) return `${error.code} ${error.message}`
    throw error
  }
  return 'none'
}

const bytes = (value: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(value))

describe('the request form', () => {
  it('is read from a file as it was written', () => {
    expect(parseRequestForm(bytes(FORM))).toEqual(FORM)
  })

  it.each<[object, string]>([
    [{ form: 'request/2' }, 'form.form: must be request/1'],
    [{ title: '' }, 'form.title: must have at least 1 character'],
    [{ title: 'x'.repeat(301) }, 'form.title: must have at most 300 characters'],
    [{ title: 'two\nlines' }, 'form.title: must be one line'],
    [
      { title: 'turned \u202e round' },
      'form.title: must be one line without control or direction characters',
    ],
    [{ facts: undefined }, 'form.facts: is missing'],
    [{ facts: 'zero \u0000' }, 'form.facts: must not hold control'],
    [{ law: [] }, 'form.law: must have at least 1 entry'],
    [{ language: 'English' }, 'form.language: must be a language tag'],
    [{ inCharge: { name: 'A' } }, 'form.inCharge.office: is missing'],
    [{ inCharge: { name: 'A', office: 'B', age: 4 } }, 'form.inCharge.age: is not a field here'],
    [
      { identifiers: [{ type: 'ipv4', value: '192.0.2.300' }] },
      'form.identifiers[0].value: must be written as its type',
    ],
    [{ identifiers: [{ type: 'dog', value: 'x' }] }, 'form.identifiers[0].type: must be one of ipv4'],
    [
      {
        identifiers: [
          { type: 'asn', value: '1', from: '2016-11-02T00:00:00.000Z', to: '2016-11-01T00:00:00.000Z' },
        ],
      },
      'form.identifiers[0].to: must not be before `from`',
    ],
    [
      { exhibits: [{ name: 'a.zip', salt: 'short' }] },
      'form.exhibits[0].salt: must be 64 lower-case hex digits',
    ],
  ])('with %j says %s', (change, sentence) => {
    expect(refusal(() => checkRequestForm({ ...FORM, ...change }))).toContain(`form-invalid ${sentence}`)
  })

  it('refuses what is not JSON, not UTF-8, or too large', () => {
    expect(refusal(() => parseRequestForm(new TextEncoder().encode('{')))).toContain('form-not-json')
    expect(refusal(() => parseRequestForm(Uint8Array.of(0xff, 0xfe)))).toContain('form-not-json')
    expect(refusal(() => parseRequestForm(new Uint8Array(REQUEST_FORM_BYTES_MAX + 1)))).toContain(
      'form-too-large',
    )
  })
})

describe('identifiers', () => {
  const written: Record<(typeof IDENTIFIER_TYPES)[number], [good: string, bad: string]> = {
    ipv4: ['192.0.2.1', '192.0.2'],
    ipv6: ['2001:db8::1', '2001:db8'],
    cidr: ['192.0.2.0/24', '192.0.2.0'],
    port: ['65535', '65536'],
    domain: ['example.com', 'example'],
    url: ['https://example.com/a?b', 'example.com'],
    email: ['a@example.com', 'a@'],
    account: ['a b', ''],
    phone: ['+86 10 1234 5678', 'call me'],
    imei: ['490154203237518', '4901'],
    imsi: ['460001234567890', 'x'],
    'crypto-wallet': ['bc1qar0srrr7xfkvy5l643', 'short'],
    transaction: ['tx 1', ''],
    'hash-md5': ['d41d8cd98f00b204e9800998ecf8427e', 'd41d'],
    'hash-sha1': ['da39a3ee5e6b4b0d3255bfef95601890afd80709', 'da39'],
    'hash-sha256': ['e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855', 'e3b0'],
    'file-name': ['invoice.exe', ''],
    certificate: ['01:ab', ''],
    asn: ['AS4134', 'AS99999999999'],
    other: ['anything', 'x'.repeat(2049)],
  }
  it.each(IDENTIFIER_TYPES)('of type %s are told from what is not', (type) => {
    const [good, bad] = written[type]
    expect(isWellWritten({ type, value: good })).toBe(true)
    expect(isWellWritten({ type, value: bad })).toBe(false)
  })

  it('are counted by type in the order of the vocabulary', () => {
    expect(countIdentifiers(checkRequestForm(FORM).identifiers)).toEqual([
      { count: 2, type: 'ipv4' },
      { count: 1, type: 'email' },
    ])
  })
})
