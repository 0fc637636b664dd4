import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { RecordError } from './errors.ts'
import { canonicalise, parseCanonical } from './json.ts'

const utf8 = (text: string): Uint8Array => Buffer.from(text, 'utf8')
const nested = (depth: number): string => '{"a":'.repeat(depth - 1) + '{}' + '}'.repeat(depth - 1)

function codeOf(bytes: Uint8Array, maxBytes?: number): string | undefined {
  try {
    parseCanonical(bytes, maxBytes === undefined ? {} : { maxBytes })
  } catch (error) {
    if (error instanceof RecordError) return error.code
    throw error
  }
  return undefined
}

/** The rule itself, without the short cuts of the parser. */
function isAdmissible(text: string): boolean {
  try {
    return canonicalise(JSON.parse(text)) === text && text.startsWith('{')
  } catch {
    return false
  }
}

/** Values of the profile, with keys and texts that are awkward: integer-like, escaped, beyond the BMP. */
const awkward = fc.oneof(
  fc.constantFrom('', '0', '9', '10', '-1', 'a', 'A', '\u007f', 'é', '\u20ac', '😀', '\uffee', 'toString'),
  fc.string({ unit: 'grapheme', maxLength: 6 }).map((text) => text.normalize('NFC')),
)
const texts = fc.oneof(awkward, fc.constantFrom('"', '\\', '\n', '\u0000', '\\u0041', '\\"'))
const keys = awkward.filter(
  (key) => !/["\\]/.test(key) && !['__proto__', 'constructor', 'prototype'].includes(key),
)
const { object } = fc.letrec<{ value: unknown; object: Record<string, unknown> }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', maxDepth: 8 },
    texts,
    fc.maxSafeInteger().map((n) => n + 0),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('value'), { maxLength: 4 }),
    tie('object'),
  ),
  object: fc.dictionary(keys, tie('value'), { maxKeys: 5 }).map((dictionary) => ({ ...dictionary })),
}))

describe('canonical JSON', () => {
  it('writes the literals and escapes of RFC 8785 section 3.2.2', () => {
    expect(canonicalise({ string: '\u20ac$\u000f\u000aA\'B"\\\\"/', literals: [null, true, false] })).toBe(
      '{"literals":[null,true,false],"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
    )
    expect(canonicalise('\b\t\n\f\r\u0000\u001f\u007f\u0080\u2028')).toBe(
      '"\\b\\t\\n\\f\\r\\u0000\\u001f\u007f\u0080\u2028"',
    )
  })

  it('sorts keys by UTF-16 code units, as the example of RFC 8785 section 3.2.3 less its two keys outside the profile', () => {
    const object = {
      '\u20ac': 'Euro Sign',
      '\uffee': 'Halfwidth White Circle',
      '1': 'One',
      '\u{1f600}': 'Emoji: Grinning Face',
      '\u0080': 'Control',
      '\u00f6': 'Latin Small Letter O With Diaeresis',
    }
    expect(Object.keys(parseCanonical(utf8(canonicalise(object)))).length).toBe(6)
    expect([...canonicalise(object).matchAll(/"([^"]+)":/g)].map((match) => match[1])).toEqual([
      '1',
      '\u0080',
      '\u00f6',
      '\u20ac',
      '\u{1f600}',
      '\uffee',
    ])
  })

  it('sorts keys that look like integers as texts, though the engine lists them as numbers', () => {
    expect(canonicalise({ 9: 0, 10: 0, 1: 0, a: 0 })).toBe('{"1":0,"10":0,"9":0,"a":0}')
    expect(codeOf(utf8('{"1":0,"10":0,"9":0,"a":0}'))).toBeUndefined()
    expect(codeOf(utf8('{"1":0,"9":0,"10":0,"a":0}'))).toBe('leaf-not-canonical')
  })

  it('writes integers to the edge of exactness and refuses all other numbers', () => {
    expect(canonicalise([0, -1, 9007199254740991, -9007199254740991])).toBe(
      '[0,-1,9007199254740991,-9007199254740991]',
    )
    for (const number of [0.1, -0, NaN, Infinity, 2 ** 53, -(2 ** 53), 1e21]) {
      expect(() => canonicalise([number])).toThrow(
        expect.objectContaining({ code: 'leaf-bad-number', field: '[0]' }),
      )
    }
  })

  it('refuses what JSON would drop, bend or call', () => {
    const instance = new (class {
      readonly a = 1
    })()
    const withHook = { toJSON: (): string => 'other' }
    const hole: unknown[] = []
    hole.length = 1
    for (const value of [
      undefined,
      () => 1,
      Symbol('a'),
      1n,
      new Date(0),
      new Map(),
      instance,
      withHook,
      { a: undefined },
      hole,
    ]) {
      expect(() => canonicalise(value)).toThrow(expect.objectContaining({ code: 'leaf-not-json' }))
    }
    const loop: Record<string, unknown> = {}
    loop['a'] = loop
    expect(() => canonicalise(loop)).toThrow(expect.objectContaining({ code: 'leaf-too-deep' }))
  })

  it('refuses keys that need escapes', () => {
    for (const key of ['"', '\\', '\n', '\u0000', 'a"b']) {
      expect(() => canonicalise({ [key]: 1 })).toThrow(
        expect.objectContaining({ code: 'leaf-forbidden-key' }),
      )
    }
  })

  it('comes back as the same value and the same bytes', () => {
    fc.assert(
      fc.property(object, (value) => {
        const text = canonicalise(value)
        expect(parseCanonical(utf8(text))).toEqual(JSON.parse(text))
        expect(canonicalise(parseCanonical(utf8(text)))).toBe(text)
      }),
      { numRuns: 2000 },
    )
  })
})

describe('admission of canonical JSON', () => {
  it.each([
    ['a duplicate key', '{"a":1,"a":1}', 'leaf-duplicate-key'],
    ['a duplicate key further in', '{"a":[{"b":1,"c":2,"b":3}]}', 'leaf-duplicate-key'],
    ['a duplicate key in another spelling', '{"a":1,"\\u0061":1}', 'leaf-forbidden-key'],
    ['a key with a quotation mark', '{"\\"":1}', 'leaf-forbidden-key'],
    ['a key with a backslash, after a text with one', '{"a":"\\\\","b\\\\":1}', 'leaf-forbidden-key'],
    ['the key of RFC 8785 that needs an escape', '{"\\r":1}', 'leaf-forbidden-key'],
    ['a duplicate key around an object', '{"a":{"b":1},"a":2}', 'leaf-duplicate-key'],
    ['__proto__', '{"__proto__":{"admin":1}}', 'leaf-forbidden-key'],
    ['__proto__ spelt with escapes', '{"\\u005f_proto__":1}', 'leaf-forbidden-key'],
    ['constructor', '{"a":[{"constructor":{"prototype":1}}]}', 'leaf-forbidden-key'],
    ['prototype', '{"prototype":1}', 'leaf-forbidden-key'],
    ['a lone high surrogate', '{"a":"\\ud800"}', 'leaf-bad-string'],
    ['a lone low surrogate', '{"a":"\\udfff"}', 'leaf-bad-string'],
    ['a lone surrogate in a key', '{"\\ud83d":1}', 'leaf-forbidden-key'],
    ['a text in NFD', '{"a":"e\u0301"}', 'leaf-bad-string'],
    ['a key in NFD', '{"e\u0301":1}', 'leaf-bad-string'],
    ['a text that NFC replaces', '{"a":"\u212b"}', 'leaf-bad-string'],
    ['the key of RFC 8785 that is not NFC', '{"\ufb33":1}', 'leaf-bad-string'],
    ['-0', '{"a":-0}', 'leaf-bad-number'],
    ['1e2', '{"a":1e2}', 'leaf-bad-number'],
    ['1E2', '{"a":[1E2]}', 'leaf-bad-number'],
    ['1.0', '{"a":1.0}', 'leaf-bad-number'],
    ['1.5', '{"a":1.5}', 'leaf-bad-number'],
    ['2^53', '{"a":9007199254740992}', 'leaf-bad-number'],
    ['2^53+1', '{"a":9007199254740993}', 'leaf-bad-number'],
    ['-2^53-1', '{"a":-9007199254740993}', 'leaf-bad-number'],
    ['a number past all bounds', '{"a":1e999}', 'leaf-bad-number'],
    ['unsorted keys', '{"b":1,"a":1}', 'leaf-not-canonical'],
    ['unsorted keys further in', '{"a":[{"b":1,"a":1}]}', 'leaf-not-canonical'],
    ['a space', '{"a": 1}', 'leaf-not-canonical'],
    ['a newline at the end', '{"a":1}\n', 'leaf-not-canonical'],
    ['a needless escape', '{"a":"\\u0041"}', 'leaf-not-canonical'],
    ['an escaped slash', '{"a":"\\/"}', 'leaf-not-canonical'],
    ['a long escape where a short one exists', '{"a":"\\u000a"}', 'leaf-not-canonical'],
    ['an escape in upper case', '{"a":"\\u000F"}', 'leaf-not-canonical'],
    ['an escaped pair of surrogates', '{"a":"\\ud83d\\ude00"}', 'leaf-not-canonical'],
    ['a byte order mark', '\ufeff{"a":1}', 'leaf-not-utf8'],
    ['nothing', '', 'leaf-not-json'],
    ['half an object', '{"a":', 'leaf-not-json'],
    ['two objects', '{}{}', 'leaf-not-json'],
    ['a trailing comma', '{"a":1,}', 'leaf-not-json'],
    ['a comment', '{/**/}', 'leaf-not-json'],
    ['a leading zero', '{"a":01}', 'leaf-not-json'],
    ['a plus sign', '{"a":+1}', 'leaf-not-json'],
    ['NaN', '{"a":NaN}', 'leaf-not-json'],
    ['a raw control character', '{"a":"\u0001"}', 'leaf-not-json'],
    ['closing brackets alone', ']'.repeat(100), 'leaf-not-json'],
    ['an array', '[]', 'leaf-bad-envelope'],
    ['a text', '"a"', 'leaf-bad-envelope'],
    ['null', 'null', 'leaf-bad-envelope'],
  ])('refuses %s', (_, text, code) => {
    expect(codeOf(utf8(text))).toBe(code)
  })

  it.each([
    ['a truncated character', '7b2261223a22c3227d'],
    ['an overlong slash', '7b2261223a22c0af227d'],
    ['a surrogate in UTF-8', '7b2261223a22eda080227d'],
    ['a code point past 10FFFF', '7b2261223a22f4908080227d'],
    ['UTF-16', 'fffe7b0022006100'],
  ])('refuses %s as not UTF-8', (_, hex) => {
    expect(codeOf(Buffer.from(hex, 'hex'))).toBe('leaf-not-utf8')
  })

  it.each([
    ['the empty object', '{}'],
    ['the empty key', '{"":""}'],
    ['hangul, Vietnamese, Chinese and emoji', '{"a":"한국 Việt Nam 中国 😀"}'],
    ['escapes where they must be', '{"a":"\\"\\\\\\b\\f\\n\\r\\t\\u0000\\u001f"}'],
    ['brackets in texts', `{"a":"${'['.repeat(100)}","b":"\\"${'{'.repeat(100)}"}`],
    ['the word __proto__ as a text', '{"a":"__proto__"}'],
    ['names of inherited properties as keys', '{"hasOwnProperty":1,"toString":2,"valueOf":3}'],
    ['many objects side by side', `{"a":[${Array.from({ length: 50 }, () => '{"b":[]}').join(',')}]}`],
  ])('admits %s', (_, text) => {
    expect(parseCanonical(utf8(text))).toEqual(JSON.parse(text))
  })

  it('does not depend on what was parsed before, as the parser of the engine does for keys with escapes', () => {
    const before = codeOf(utf8('{"h":1,"\\"":2}'))
    JSON.parse('{"h":[],"\\\\":0}')
    expect(codeOf(utf8('{"h":1,"\\"":2}'))).toBe(before)
    expect(before).toBe('leaf-forbidden-key')
    expect(parseCanonical(utf8('{"h":1,"i":"\\""}'))).toEqual({ h: 1, i: '"' })
  })

  it('admits a view into a larger buffer', () => {
    const bytes = Buffer.from('xx{"a":1}xx')
    expect(parseCanonical(bytes.subarray(2, 9))).toEqual({ a: 1 })
    expect(parseCanonical(new Uint8Array(bytes).subarray(2, 9))).toEqual({ a: 1 })
  })

  it('admits 16 levels and refuses 17, in objects and arrays, and 10^5 without exhausting the stack', () => {
    expect(codeOf(utf8(nested(16)))).toBeUndefined()
    expect(codeOf(utf8(nested(17)))).toBe('leaf-too-deep')
    expect(codeOf(utf8(`{"a":${'['.repeat(15)}${']'.repeat(15)}}`))).toBeUndefined()
    expect(codeOf(utf8(`{"a":${'['.repeat(16)}${']'.repeat(16)}}`))).toBe('leaf-too-deep')
    expect(codeOf(utf8(nested(100_000)))).toBe('leaf-too-deep')
    expect(codeOf(utf8('['.repeat(100_000)))).toBe('leaf-too-deep')
    expect(codeOf(utf8(`{"a":"\\\\",${'"b":{'.repeat(20)}`))).toBe('leaf-too-deep')
    expect(() => canonicalise(JSON.parse(nested(17)))).toThrow(
      expect.objectContaining({ code: 'leaf-too-deep' }),
    )
    expect(canonicalise(JSON.parse(nested(17)), 17)).toBe(nested(17))
    expect(parseCanonical(utf8(nested(2)), { maxDepth: 2 })).toEqual({ a: {} })
    expect(() => parseCanonical(utf8(nested(3)), { maxDepth: 2 })).toThrow(RecordError)
  })

  it('counts the limit in bytes', () => {
    expect(codeOf(utf8('{"a":"中"}'), 11)).toBeUndefined()
    expect(codeOf(utf8('{"a":"中"}'), 10)).toBe('leaf-too-large')
  })

  it('names the place of what it refuses, cut short when a peer made it long', () => {
    const fieldOf = (text: string): string | undefined => {
      try {
        parseCanonical(utf8(text))
      } catch (error) {
        if (error instanceof RecordError) return error.field
      }
      return undefined
    }
    expect(fieldOf('{"data":{"items":[{"n":1},{"n":1.5}]}}')).toBe('data.items[1].n')
    expect(fieldOf('{"é":1.5}')).toBe('"é"')
    expect(fieldOf(`{"${'k'.repeat(50_000)}":1.5}`)?.length).toBeLessThan(60)
  })

  it('gives a reason in bounded time and words for a long document that is not canonical', () => {
    const long = `{"b":"${'\\n'.repeat(200_000)}","a":[${'1,'.repeat(100_000)}1]}`
    expect(codeOf(utf8(long))).toBe('leaf-not-canonical')
    const key = 'k'.repeat(100_000)
    const refused = expect.objectContaining({
      code: 'leaf-duplicate-key',
      message: expect.stringMatching(/^.{1,200}$/),
    })
    expect(() => parseCanonical(utf8(`{"${key}":1,"${key}":1}`))).toThrow(refused)
  })

  it('agrees with the rule on documents of which a few characters were changed', () => {
    let admitted = 0
    const pieces = fc.constantFrom(
      '',
      '"',
      '\\',
      '{',
      '}',
      '[',
      ']',
      ',',
      ':',
      '0',
      '-',
      '.',
      'e',
      ' ',
      'a',
      'é',
      '\u0301',
      '1',
    )
    fc.assert(
      fc.property(object, fc.nat(), fc.nat({ max: 2 }), pieces, (value, pick, cut, piece) => {
        const text = canonicalise(value)
        const place = pick % (text.length + 1)
        const changed = text.slice(0, place) + piece + text.slice(place + cut)
        if (!changed.isWellFormed()) return
        const admissibleNow = isAdmissible(changed)
        if (admissibleNow) admitted++
        expect(codeOf(utf8(changed)) === undefined).toBe(admissibleNow)
      }),
      { numRuns: 5000 },
    )
    expect(admitted).toBeGreaterThan(50)
  })

  it('answers any bytes with an object or a refusal of its own', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => {
        // `codeOf` lets any other error through.
        expect(codeOf(bytes) ?? 'admitted').toMatch(/^(leaf-|admitted)/)
      }),
      { numRuns: 3000 },
    )
  })
})
