import { describe, expect, it } from 'vitest'
import { importEd25519Public, verifyEd25519 } from './keys.ts'
import {
  MAX_NOTE_BYTES,
  MAX_NOTE_SIGNATURES,
  NOTE_ED25519,
  formatNote,
  keyId,
  parseNote,
  parseVkey,
  vkey,
} from './note.ts'
import { codeOf } from './parties.testkit.ts'

// The example of the signed-note specification.
const exampleKey = 'example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k'
const exampleText = 'This is an example message.\n'
const exampleLine =
  '— example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n'
const example = `${exampleText}\n${exampleLine}`
const line = { name: 'a', keyId: 0x01020304, signature: Buffer.of(5) }

describe('a signed note', () => {
  it('of the specification verifies under the key of the specification', () => {
    const { name, type, keyId: id, publicKey } = parseVkey(exampleKey)
    const { text, lines } = parseNote(example)
    expect({ name, type, id }).toEqual({ name: 'example.com/foo', type: NOTE_ED25519, id: 0x530d903a })
    expect(lines.map((each) => [each.name, each.keyId])).toEqual([[name, id]])
    const signature = lines[0]?.signature ?? Buffer.alloc(0)
    expect(verifyEd25519(importEd25519Public(publicKey), Buffer.from(text), signature)).toBe(true)
  })

  it('reads back to the same characters', () => {
    for (const note of [
      example,
      `a\n\nb\n\n${exampleLine}${exampleLine}`,
      `\n\n${exampleLine}`,
      `—ü漢\n\n${exampleLine}`,
    ]) {
      const { text, lines } = parseNote(note)
      expect(formatNote(text, lines)).toBe(note)
      expect(parseNote(Buffer.from(note))).toEqual(parseNote(note))
    }
  })

  it('keeps empty lines in its text', () => {
    expect(parseNote(`a\n\nb\n\n${exampleLine}`).text).toBe('a\n\nb\n')
  })

  it('is refused when its form is broken', () => {
    const broken = {
      'no signature': exampleText,
      'no signature after the empty line': `${exampleText}\n`,
      'no empty line': `${exampleText}${exampleLine}`,
      'no last newline': example.slice(0, -1),
      'a line after the signatures': `${example}more\n`,
      'hyphen for the dash': example.replace('—', '-'),
      'no space after the dash': example.replace('— ', '—'),
      'two spaces': example.replace('foo U', 'foo  U'),
      'no name': example.replace('example.com/foo ', ' '),
      'plus in the name': example.replace('com/foo', 'com+foo'),
      'unicode space in the name': example.replace('com/foo', 'com\u2003foo'),
      'next-line in the name': example.replace('com/foo', 'com\u0085foo'),
      'carriage return': example.replace('message.', 'message.\r'),
      tab: example.replace('an example', 'an\texample'),
      null: example.replace('an example', 'an\0example'),
      'lone surrogate': example.replace('an example', 'an\ud800example'),
      'no padding': example.replace('aQM=', 'aQM'),
      'spare bits set': example.replace('aQM=', 'aQN='),
      'url alphabet': example.replace('/foo ', '/foo _'),
      'only a key ID': `a\n\n— a ${Buffer.alloc(4).toString('base64')}\n`,
    }
    for (const [what, note] of Object.entries(broken)) {
      expect(
        codeOf(() => parseNote(note)),
        what,
      ).toBe('note-malformed')
    }
  })

  it('is refused when its bytes are not UTF-8', () => {
    const bytes = Buffer.from(example)
    bytes[3] = 0xff
    expect(codeOf(() => parseNote(bytes))).toBe('note-malformed')
    const marked = parseNote(Buffer.from(`\ufeff${example}`))
    expect(marked.text).toBe(`\ufeff${exampleText}`)
  })

  it('is bounded in signatures and bytes', () => {
    const many = (count: number): string =>
      formatNote(
        'a\n',
        Array.from({ length: count }, () => line),
      )
    expect(parseNote(many(MAX_NOTE_SIGNATURES)).lines.length).toBe(MAX_NOTE_SIGNATURES)
    expect(codeOf(() => parseNote(many(MAX_NOTE_SIGNATURES + 1)))).toBe('note-malformed')
    const padding = MAX_NOTE_BYTES - Buffer.byteLength(formatNote('\n', [line]))
    const largest = formatNote(`${'a'.repeat(padding)}\n`, [line])
    expect(parseNote(largest).text.length).toBe(padding + 1)
    expect(codeOf(() => parseNote(`a${largest}`))).toBe('note-malformed')
    expect(codeOf(() => parseNote(Buffer.from(`a${largest}`)))).toBe('note-malformed')
    expect(codeOf(() => parseNote(`ü${largest.slice(1)}`))).toBe('note-malformed')
  })

  it('is not written when it could not be read', () => {
    expect(codeOf(() => formatNote('no newline', [line]))).toBe('note-malformed')
    expect(codeOf(() => formatNote('tab\t\n', [line]))).toBe('note-malformed')
    expect(codeOf(() => formatNote('a\n', [{ ...line, name: 'a b' }]))).toBe('note-malformed')
  })
})

describe('a verifier key', () => {
  it('reads back what was written', () => {
    expect(vkey('example.com/foo', 1, parseVkey(exampleKey).publicKey)).toBe(exampleKey)
  })

  it('has an ID that depends on name, type and key', () => {
    const key = Buffer.alloc(32, 1)
    const ids = [
      keyId('a', 1, key),
      keyId('b', 1, key),
      keyId('a', 4, key),
      keyId('a', 1, Buffer.alloc(32, 2)),
    ]
    expect(new Set(ids).size).toBe(4)
  })

  it('is refused when its ID is not that of its key, or its form is broken', () => {
    const bad = [
      exampleKey.replace('530d903a', '530d903b'),
      exampleKey.replace('530d903a', '530D903A'),
      exampleKey.replace('foo', 'fop'),
      exampleKey.slice(0, -1),
      exampleKey.replace('+530d903a', ''),
      exampleKey.replace('example.com', 'example com'),
      'a+00000000+',
      '',
    ]
    for (const text of bad)
      expect(
        codeOf(() => parseVkey(text)),
        text,
      ).toBe('key-malformed')
  })
})
