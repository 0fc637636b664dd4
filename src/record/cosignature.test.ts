import { describe, expect, it } from 'vitest'
import { signHead, verifyHead } from './checkpoint.ts'
import { noteWithReceipts, receiptFromLines, signReceipt, verifyReceiptNote } from './cosignature.ts'
import { ed25519Message, mldsaMessage } from './cosigned-message.ts'
import { feedKeys, originOf, receiptName } from './feed-keys.ts'
import { formatNote, parseNote, parseNoteLines } from './note.ts'
import type { NoteLine } from './note.ts'
import { codeOf, testParty, unnoticedBytes } from './parties.testkit.ts'
import type { Receipt } from './types.ts'

const channel = 'ab'.repeat(32)
const otherChannel = 'cd'.repeat(32)
const root = Buffer.alloc(32, 9)
const at = 1_790_000_000
const [alpha, beta, gamma] = [testParty('alpha', 1), testParty('beta', 2), testParty('gamma', 3)]
const keys = new Map([alpha, beta, gamma].map(({ id, document }) => [id, feedKeys(channel, document)]))
const alphaKeys = feedKeys(channel, alpha.document)
const head = verifyHead(signHead(originOf(channel, 'alpha'), 7, root, at, alpha.signers.head), alphaKeys)
const headNote = parseNote(head.note)
const receipt = signReceipt(head, 'beta', channel, at + 5, beta.signers.receipt)
const [ed25519Line, mldsa44Line] = pairOf(receipt)
const stored = noteWithReceipts(head, [receipt])
const check = (note: string | Uint8Array): unknown => verifyReceiptNote(note, channel, 'alpha', keys)

describe('a receipt', () => {
  it('verifies in its stored form and alone over its head', () => {
    expect(check(stored)).toEqual({ head, receipt })
    expect(receiptFromLines(head, receipt.lines, channel, 'beta', keys)).toEqual(receipt)
    expect(receipt).toMatchObject({ by: 'beta', size: 7, at: at + 5 })
    expect(pairOf(receipt).map(({ signature }) => signature.length)).toEqual([8 + 64, 8 + 2420])
  })

  it('signs the structure of tlog-cosignature', () => {
    const message = mldsaMessage('n/a', 0x01020304, 'o/b', 0x0506, root)
    const expected = [
      Buffer.from('subtree/v1\n\0'),
      Buffer.from([3, ...Buffer.from('n/a')]),
      Buffer.from([0, 0, 0, 0, 1, 2, 3, 4]),
      Buffer.from([3, ...Buffer.from('o/b')]),
      Buffer.alloc(8),
      Buffer.from([0, 0, 0, 0, 0, 0, 5, 6]),
      root,
    ]
    expect(message.equals(Buffer.concat(expected))).toBe(true)
  })

  it('takes the earlier of two times', () => {
    const [, later] = pairOf(signReceipt(head, 'beta', channel, at + 9, beta.signers.receipt))
    expect(receiptFromLines(head, linesOf(ed25519Line, later), channel, 'beta', keys).at).toBe(at + 5)
  })

  it('is refused when one of its signatures, or all of them, are missing', () => {
    expect(codeOf(() => check(withLines(ed25519Line)))).toBe('receipt-signature-missing')
    expect(codeOf(() => check(withLines(mldsa44Line)))).toBe('receipt-signature-missing')
    expect(codeOf(() => check(head.note))).toBe('receipt-signature-missing')
  })

  it('is refused in stored form when the head lacks a signature', () => {
    const [first, second] = headNote.lines
    for (const line of [first, second]) {
      const note = formatNote(headNote.text, line === undefined ? [] : [line, ed25519Line, mldsa44Line])
      expect(codeOf(() => check(note))).toBe('head-signature-missing')
    }
    expect(codeOf(() => check(formatNote(headNote.text, [ed25519Line, mldsa44Line])))).toBe(
      'head-signature-missing',
    )
  })

  it('is refused when swapped, doubled, or over another head', () => {
    const swapped = withLines(
      { ...ed25519Line, signature: mldsa44Line.signature },
      { ...mldsa44Line, signature: ed25519Line.signature },
    )
    expect(codeOf(() => check(swapped))).toBe('receipt-signature-invalid')
    expect(codeOf(() => check(withLines(ed25519Line, ed25519Line, mldsa44Line)))).toBe('signature-duplicate')
    expect(codeOf(() => check(withLines(ed25519Line, mldsa44Line, mldsa44Line)))).toBe('signature-duplicate')
    const other = verifyHead(signHead(head.origin, 8, root, at, alpha.signers.head), alphaKeys)
    const [otherEd25519, otherMldsa44] = pairOf(signReceipt(other, 'beta', channel, at, beta.signers.receipt))
    expect(codeOf(() => check(withLines(otherEd25519, mldsa44Line)))).toBe('receipt-signature-invalid')
    expect(codeOf(() => check(withLines(ed25519Line, otherMldsa44)))).toBe('receipt-signature-invalid')
  })

  it('is refused when a time is changed, absent or beyond all clocks', () => {
    for (const line of [ed25519Line, mldsa44Line]) {
      for (const change of [
        (bytes: Buffer) => bytes.writeUInt32BE(at + 6, 4),
        (bytes: Buffer) => bytes.fill(0, 0, 8),
        (bytes: Buffer) => bytes.fill(0xff, 0, 8),
      ]) {
        const signature = Buffer.from(line.signature)
        change(signature)
        const changed = { ...line, signature }
        const note = line === ed25519Line ? withLines(changed, mldsa44Line) : withLines(ed25519Line, changed)
        expect(codeOf(() => check(note))).toBe('receipt-signature-invalid')
      }
    }
  })

  it('is refused by keys that are not the cosigner’s', () => {
    const name = receiptName(channel, 'beta')
    const byGamma = pairOf(signReceipt(head, 'beta', channel, at, gamma.signers.receipt))
    expect(codeOf(() => check(withLines(...byGamma)))).toBe('receipt-key-foreign')
    expect(codeOf(() => check(withLines({ ...ed25519Line, keyId: 1 }, mldsa44Line)))).toBe(
      'receipt-key-foreign',
    )
    const stranger = receiptName(channel, 'delta')
    expect(codeOf(() => check(withLines({ ...ed25519Line, name: stranger })))).toBe('receipt-key-foreign')
    expect(codeOf(() => receiptFromLines(head, receipt.lines, channel, 'delta', keys))).toBe(
      'receipt-key-foreign',
    )
    expect(codeOf(() => receiptFromLines(head, receipt.lines, channel, 'gamma', keys))).toBe(
      'receipt-key-foreign',
    )
    expect(name).toBe(`${channel}/beta/receipt`)
  })

  it('is refused by the cosigner’s keys of another role', () => {
    const byHeadKeys = pairOf(signReceipt(head, 'beta', channel, at, beta.signers.head))
    expect(codeOf(() => check(withLines(...byHeadKeys)))).toBe('receipt-role-wrong')
    const origin = originOf(channel, 'beta')
    expect(codeOf(() => check(withLines({ ...ed25519Line, name: origin }, mldsa44Line)))).toBe(
      'receipt-role-wrong',
    )
    expect(codeOf(() => check(withLines(ed25519Line, { ...mldsa44Line, name: origin })))).toBe(
      'receipt-role-wrong',
    )
  })

  it('is refused of one’s own head and of another channel’s', () => {
    expect(codeOf(() => signReceipt(head, 'alpha', channel, at, alpha.signers.receipt))).toBe(
      'receipt-role-wrong',
    )
    expect(codeOf(() => signReceipt(head, 'beta', otherChannel, at, beta.signers.receipt))).toBe(
      'origin-mismatch',
    )
    const ownName = { ...ed25519Line, name: receiptName(channel, 'alpha') }
    expect(codeOf(() => check(withLines(ownName)))).toBe('head-role-wrong')
    const elsewhere = new Map([alpha, beta].map(({ id, document }) => [id, feedKeys(otherChannel, document)]))
    expect(codeOf(() => verifyReceiptNote(stored, otherChannel, 'alpha', elsewhere))).toBe('origin-mismatch')
    expect(codeOf(() => verifyReceiptNote(stored, channel, 'alpha', elsewhere))).toBe('origin-mismatch')
    expect(codeOf(() => verifyReceiptNote(stored, channel, 'beta', keys))).toBe('origin-mismatch')
    expect(codeOf(() => receiptFromLines(head, receipt.lines, otherChannel, 'beta', elsewhere))).toBe(
      'origin-mismatch',
    )
  })

  it('does not share its note with anyone else’s', () => {
    const both = noteWithReceipts(head, [
      receipt,
      signReceipt(head, 'gamma', channel, at, gamma.signers.receipt),
    ])
    expect(parseNote(both).lines.length).toBe(6)
    expect(codeOf(() => check(both))).toBe('receipt-key-foreign')
    expect(codeOf(() => noteWithReceipts(head, [receipt, receipt]))).toBe('note-malformed')
    expect(codeOf(() => noteWithReceipts(head, [{ ...receipt, size: 8 }]))).toBe('note-malformed')
  })

  it('is not signed without a time', () => {
    for (const seconds of [0, -1, 1.5, 2 ** 53]) {
      expect(codeOf(() => signReceipt(head, 'beta', channel, seconds, beta.signers.receipt))).toBe(
        'checkpoint-malformed',
      )
    }
  })

  it('is refused when its signatures are good but state no time', () => {
    const name = receiptName(channel, 'beta')
    const { ed25519, mldsa44 } = beta.signers.receipt
    const timeless = (signature: Uint8Array): Uint8Array => Buffer.concat([Buffer.alloc(8), signature])
    const classical = {
      ...ed25519Line,
      signature: timeless(ed25519.sign(ed25519Message(0, headNote.text))),
    }
    const lattice = {
      ...mldsa44Line,
      signature: timeless(mldsa44.sign(mldsaMessage(name, 0, head.origin, head.size, head.root))),
    }
    expect(codeOf(() => check(withLines(classical, mldsa44Line)))).toBe('receipt-signature-invalid')
    expect(codeOf(() => check(withLines(ed25519Line, lattice)))).toBe('receipt-signature-invalid')
  })

  it('has no byte in its stored form that can change unnoticed', () => {
    expect(unnoticedBytes(Buffer.from(stored), check, 3)).toEqual([])
  })
})

function pairOf({ lines }: Receipt): [NoteLine, NoteLine] {
  const [first, second] = parseNoteLines(lines)
  if (first === undefined || second === undefined) throw new Error('a receipt has two lines')
  return [first, second]
}

function linesOf(...lines: NoteLine[]): string {
  return formatNote('a\n', lines).slice('a\n\n'.length)
}

function withLines(...lines: NoteLine[]): string {
  return formatNote(headNote.text, [...headNote.lines, ...lines])
}
