import { describe, expect, it } from 'vitest'
import { formatCheckpoint, parseCheckpoint, signHead, verifyHead } from './checkpoint.ts'
import { feedKeys, originOf, receiptName } from './feed-keys.ts'
import { formatNote, parseNote } from './note.ts'
import type { NoteLine } from './note.ts'
import { codeOf, testParty, unnoticedBytes } from './parties.testkit.ts'

const channel = 'ab'.repeat(32)
const otherChannel = 'cd'.repeat(32)
const root = Buffer.alloc(32, 9)
const at = 1_790_000_000

const alpha = testParty('alpha', 1)
const beta = testParty('beta', 2)
const origin = originOf(channel, 'alpha')
const keys = feedKeys(channel, alpha.document)
const good = signHead(origin, 7, root, at, alpha.signers.head)
const parsed = parseNote(good)
const [ed25519Line, mldsa44Line] = pairOf(good)

describe('a checkpoint', () => {
  it('reads back what was written', () => {
    expect(parseCheckpoint(formatCheckpoint(origin, 7, root))).toEqual({ origin, size: 7, root })
  })

  it('is three lines, no more, no fewer', () => {
    const text = formatCheckpoint(origin, 7, root)
    for (const bad of [
      `${text}extension\n`,
      text.slice(0, -1),
      `${text}\n`,
      `${origin}\n7\n`,
      '',
      `\n${text}`,
    ]) {
      expect(
        codeOf(() => parseCheckpoint(bad)),
        JSON.stringify(bad),
      ).toBe('checkpoint-malformed')
    }
  })

  it('has one spelling for each size and root', () => {
    const spare = root.toString('base64').replace(/k=$/, 'l=')
    for (const size of ['0', '07', '+7', '7.0', '7 ', '9007199254740992', '1e3', '-1', '']) {
      expect(
        codeOf(() => parseCheckpoint(`${origin}\n${size}\n${root.toString('base64')}\n`)),
        size,
      ).toBe('checkpoint-malformed')
    }
    for (const text of [spare, root.toString('base64url'), root.toString('base64').slice(0, -1), 'AAAA']) {
      expect(
        codeOf(() => parseCheckpoint(`${origin}\n7\n${text}\n`)),
        text,
      ).toBe('checkpoint-malformed')
    }
    expect(parseCheckpoint(`${origin}\n9007199254740991\n${root.toString('base64')}\n`).size).toBe(
      2 ** 53 - 1,
    )
  })
})

describe('a head', () => {
  it('verifies with both signatures and gives back its note', () => {
    expect(verifyHead(good, keys)).toEqual({ origin, size: 7, root, note: good })
    expect(verifyHead(Buffer.from(good), keys).note).toBe(good)
    expect(parsed.lines.map((line) => line.signature.length)).toEqual([64, 8 + 2420])
  })

  it('is refused when either signature is missing', () => {
    expect(codeOf(() => verifyHead(withLines(ed25519Line), keys))).toBe('head-signature-missing')
    expect(codeOf(() => verifyHead(withLines(mldsa44Line), keys))).toBe('head-signature-missing')
  })

  it('is refused when a key signs twice', () => {
    expect(codeOf(() => verifyHead(withLines(ed25519Line, ed25519Line, mldsa44Line), keys))).toBe(
      'signature-duplicate',
    )
    expect(codeOf(() => verifyHead(withLines(ed25519Line, mldsa44Line, mldsa44Line), keys))).toBe(
      'signature-duplicate',
    )
  })

  it('is refused when the two signatures are swapped', () => {
    const swapped = withLines(
      { ...ed25519Line, signature: mldsa44Line.signature },
      { ...mldsa44Line, signature: ed25519Line.signature },
    )
    expect(codeOf(() => verifyHead(swapped, keys))).toBe('head-signature-invalid')
  })

  it('is refused when either signature is over another size, root or time', () => {
    const [otherEd25519, otherMldsa44] = pairOf(signHead(origin, 8, root, at, alpha.signers.head))
    const later = Buffer.from(mldsa44Line.signature)
    later[7] = (later[7] ?? 0) ^ 1
    const never = Buffer.from(mldsa44Line.signature)
    never[0] = 0xff
    expect(codeOf(() => verifyHead(withLines(otherEd25519, mldsa44Line), keys))).toBe(
      'head-signature-invalid',
    )
    expect(codeOf(() => verifyHead(withLines(ed25519Line, otherMldsa44), keys))).toBe(
      'head-signature-invalid',
    )
    for (const signature of [later, never, later.subarray(0, 8), later.subarray(0, 2427), Buffer.alloc(1)]) {
      const note = withLines(ed25519Line, { ...mldsa44Line, signature })
      expect(
        codeOf(() => verifyHead(note, keys)),
        String(signature.length),
      ).toBe('head-signature-invalid')
    }
    const short = withLines({ ...ed25519Line, signature: ed25519Line.signature.subarray(0, 63) }, mldsa44Line)
    expect(codeOf(() => verifyHead(short, keys))).toBe('head-signature-invalid')
  })

  it('is refused when a key that is not the party’s signed it', () => {
    expect(codeOf(() => verifyHead(signHead(origin, 7, root, at, beta.signers.head), keys))).toBe(
      'head-key-foreign',
    )
    const stranger: NoteLine = { name: 'stranger.example', keyId: 1, signature: Buffer.alloc(64) }
    expect(codeOf(() => verifyHead(withLines(ed25519Line, mldsa44Line, stranger), keys))).toBe(
      'head-key-foreign',
    )
    const ofBeta = { ...ed25519Line, name: originOf(channel, 'beta') }
    expect(codeOf(() => verifyHead(withLines(ofBeta, mldsa44Line), keys))).toBe('head-key-foreign')
  })

  it('is refused when the party’s keys of another role signed it', () => {
    expect(codeOf(() => verifyHead(signHead(origin, 7, root, at, alpha.signers.receipt), keys))).toBe(
      'head-role-wrong',
    )
    const mixed = { ed25519: alpha.signers.transport.ed25519, mldsa44: alpha.signers.head.mldsa44 }
    expect(codeOf(() => verifyHead(signHead(origin, 7, root, at, mixed), keys))).toBe('head-role-wrong')
    for (const by of ['alpha', 'beta']) {
      const receipt = { ...ed25519Line, name: receiptName(channel, by) }
      expect(
        codeOf(() => verifyHead(withLines(ed25519Line, mldsa44Line, receipt), keys)),
        by,
      ).toBe('head-role-wrong')
    }
  })

  it('is refused under another channel or feed', () => {
    const elsewhere = signHead(originOf(otherChannel, 'alpha'), 7, root, at, alpha.signers.head)
    expect(codeOf(() => verifyHead(elsewhere, keys))).toBe('origin-mismatch')
    const another = signHead(originOf(channel, 'beta'), 7, root, at, beta.signers.head)
    expect(codeOf(() => verifyHead(another, keys))).toBe('origin-mismatch')
  })

  it('cannot be relabelled from another channel with its signatures kept', () => {
    const [ed, ml] = pairOf(signHead(originOf(otherChannel, 'alpha'), 7, root, at, alpha.signers.head))
    const relabelled = withLines(
      { ...ed25519Line, signature: ed.signature },
      { ...mldsa44Line, signature: ml.signature },
    )
    expect(codeOf(() => verifyHead(relabelled, keys))).toBe('head-signature-invalid')
    const onlyMldsa = withLines(ed25519Line, { ...mldsa44Line, signature: ml.signature })
    expect(codeOf(() => verifyHead(onlyMldsa, keys))).toBe('head-signature-invalid')
  })

  it('has no byte that can change unnoticed', () => {
    expect(unnoticedBytes(Buffer.from(good), (changed) => verifyHead(changed, keys))).toEqual([])
  })

  it('is not signed at no size, without a time, or with a root that is no hash', () => {
    const head = alpha.signers.head
    expect(codeOf(() => signHead(origin, 0, root, at, head))).toBe('checkpoint-malformed')
    expect(codeOf(() => signHead(origin, 1.5, root, at, head))).toBe('checkpoint-malformed')
    expect(codeOf(() => signHead(origin, 1, root.subarray(1), at, head))).toBe('checkpoint-malformed')
    expect(codeOf(() => signHead(origin, 1, root, 0, head))).toBe('checkpoint-malformed')
    expect(codeOf(() => signHead('a b', 1, root, at, head))).toBe('checkpoint-malformed')
  })
})

function pairOf(note: string): [NoteLine, NoteLine] {
  const [first, second] = parseNote(note).lines
  if (first === undefined || second === undefined) throw new Error('a head has two lines')
  return [first, second]
}

function withLines(...lines: NoteLine[]): string {
  return formatNote(parsed.text, lines)
}
