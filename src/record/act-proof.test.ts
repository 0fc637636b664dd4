import { describe, expect, it } from 'vitest'
import { verifyActProof } from './act-proof.ts'
import { signHead, verifyHead } from './checkpoint.ts'
import { noteWithReceipts, signReceipt } from './cosignature.ts'
import { originOf, receiptName } from './feed-keys.ts'
import { testChannel, testFeed } from './feed.testkit.ts'
import { actIdOf, leafHash } from './leaf.ts'
import { formatNote, parseNote } from './note.ts'
import { codeOf, testParty, unnoticedBytes } from './parties.testkit.ts'
import { inclusionProof } from './proof.ts'
import { formatTlogProof, parseTlogProof } from './tlog-proof.ts'

const at = 1_790_000_000
const [alpha, beta, gamma] = [testParty('alpha', 1), testParty('beta', 2), testParty('gamma', 3)]
const channel = testChannel([alpha, beta, gamma])
const feed = testFeed(channel, alpha, 300)
const alphaKeys = keysOf('alpha')
const head = verifyHead(await feed.headAt(300), alphaKeys)
const byBeta = signReceipt(head, 'beta', channel.id, at, beta.signers.receipt)
const byGamma = signReceipt(head, 'gamma', channel.id, at, gamma.signers.receipt)
const note = noteWithReceipts(head, [byBeta])
const leaf = leafAt(123)
const path = await inclusionProof(123, 300, feed.read)
const proof = formatTlogProof({ index: 123, path, note })

describe('a proof of one act', () => {
  it('shows where the act stands, who received it, and of whom nothing can be told', () => {
    expect(verifyActProof(leaf, proof, channel.keys)).toEqual({
      id: actIdOf(leafHash(leaf)),
      channel: channel.id,
      party: 'alpha',
      index: 123,
      size: 300,
      root: head.root,
      receivedBy: [{ by: 'beta', at }],
      untold: ['gamma'],
      strangers: [],
    })
  })

  it('holds for every leaf, the genesis and the newest included', async () => {
    for (const index of [0, 1, 255, 256, 299]) {
      const text = formatTlogProof({ index, path: await inclusionProof(index, 300, feed.read), note })
      expect(verifyActProof(leafAt(index), text, channel.keys).index).toBe(index)
    }
  })

  it('counts all receipts that are there', () => {
    const text = formatTlogProof({ index: 123, path, note: noteWithReceipts(head, [byGamma, byBeta]) })
    const { receivedBy, untold } = verifyActProof(leaf, text, channel.keys)
    expect(receivedBy.map(({ by }) => by)).toEqual(['beta', 'gamma'])
    expect(untold).toEqual([])
    const alone = formatTlogProof({ index: 123, path, note: head.note })
    expect(verifyActProof(leaf, alone, channel.keys).untold).toEqual(['beta', 'gamma'])
  })

  it('is refused when a known party’s receipt is half or wrong, though another’s is good', () => {
    const { text, lines } = parseNote(noteWithReceipts(head, [byBeta, byGamma]))
    const without = (i: number): string => formatNote(text, lines.toSpliced(i, 1))
    const codes = [0, 1, 2, 3, 4, 5].map((i) => codeWith(without(i)))
    expect(codes).toEqual([
      'head-signature-missing',
      'head-signature-missing',
      'receipt-signature-missing',
      'receipt-signature-missing',
      'receipt-signature-missing',
      'receipt-signature-missing',
    ])
    const swapped = lines.map((line, i) => ({
      ...line,
      signature: lines[i ^ 1]?.signature ?? line.signature,
    }))
    expect(codeWith(formatNote(text, lines.toSpliced(4, 2, ...swapped.slice(4))))).toBe(
      'receipt-signature-invalid',
    )
  })

  it('names strangers and does not count them', () => {
    const { text, lines } = parseNote(note)
    const name = 'witness.example/w1'
    const stranger = { name, keyId: 1, signature: Buffer.alloc(72) }
    const withStranger = formatTlogProof({ index: 123, path, note: formatNote(text, [...lines, stranger]) })
    expect(verifyActProof(leaf, withStranger, channel.keys)).toMatchObject({
      strangers: [name],
      untold: ['gamma'],
    })
  })

  it('is refused when a signature is named for a role not its own', () => {
    const { text, lines } = parseNote(note)
    const line = { keyId: 1, signature: Buffer.alloc(72) }
    const asHead = { ...line, name: originOf(channel.id, 'beta') }
    const asOwner = { ...line, name: receiptName(channel.id, 'alpha') }
    expect(codeWith(formatNote(text, [...lines, asHead]))).toBe('receipt-role-wrong')
    expect(codeWith(formatNote(text, [...lines, asOwner]))).toBe('head-role-wrong')
  })

  it('is refused for another leaf, another place or another path', async () => {
    expect(codeOf(() => verifyActProof(leafAt(124), proof, channel.keys))).toBe('proof-invalid')
    const elsewhere = formatTlogProof({ index: 124, path, note })
    expect(codeOf(() => verifyActProof(leaf, elsewhere, channel.keys))).toBe('proof-invalid')
    expect(codeOf(() => verifyActProof(leafAt(124), elsewhere, channel.keys))).toBe('root-mismatch')
    const short = formatTlogProof({ index: 123, path: path.slice(1), note })
    expect(codeOf(() => verifyActProof(leaf, short, channel.keys))).toBe('proof-invalid')
    const beyond = formatTlogProof({ index: 300, path, note })
    expect(codeOf(() => verifyActProof(testFeedLeaf(300), beyond, channel.keys))).toBe('tree-size-invalid')
    const other = testFeed(channel, alpha, 300, 'other')
    const otherPath = await inclusionProof(123, 300, other.read)
    const otherProof = formatTlogProof({ index: 123, path: otherPath, note })
    expect(codeOf(() => verifyActProof(other.leaves[123] ?? leaf, otherProof, channel.keys))).toBe(
      'root-mismatch',
    )
  })

  it('is refused when the leaf in the tree is not the author’s or not of this channel', async () => {
    const strange = testChannel([beta, alpha, gamma])
    const ofBeta = testFeed(channel, beta, 5)
    const stolen = formatTlogProof({
      index: 3,
      path: await inclusionProof(3, 5, ofBeta.read),
      note: headOver(await ofBeta.rootAt(5), 5),
    })
    expect(codeOf(() => verifyActProof(ofBeta.leaves[3] ?? leaf, stolen, channel.keys))).toBe('proof-invalid')
    const foreign = testFeed(strange, alpha, 1)
    const text = formatTlogProof({ index: 0, path: [], note: headOver(await foreign.rootAt(1), 1) })
    expect(codeOf(() => verifyActProof(strange.genesis, text, channel.keys))).toBe('proof-invalid')
  })

  it('is refused under a channel whose feeds it does not name', () => {
    const other = testChannel([beta, alpha, gamma])
    expect(codeOf(() => verifyActProof(leaf, proof, other.keys))).toBe('origin-mismatch')
    expect(codeOf(() => verifyActProof(leaf, proof, new Map()))).toBe('origin-mismatch')
  })

  it('may carry the leaf itself as extra data, and nothing else', () => {
    const withLeaf = formatTlogProof({ index: 123, path, note, extra: leaf })
    expect(verifyActProof(leaf, withLeaf, channel.keys).index).toBe(123)
    const withOther = formatTlogProof({ index: 123, path, note, extra: leafAt(5) })
    expect(codeOf(() => verifyActProof(leaf, withOther, channel.keys))).toBe('tlog-proof-malformed')
  })

  it('has no byte that can change unnoticed', () => {
    const check = (changed: Buffer): unknown => verifyActProof(leaf, changed.toString('utf8'), channel.keys)
    expect(unnoticedBytes(Buffer.from(proof), check, 5)).toEqual([])
  })
})

describe('the tlog-proof format', () => {
  it('is that of the specification', () => {
    const text = formatTlogProof({ index: 123, path: path.slice(0, 2), note, extra: Buffer.from('x') })
    const [first, second] = path.slice(0, 2).map((hash) => Buffer.from(hash).toString('base64'))
    expect(text).toBe(`c2sp.org/tlog-proof@v1\nextra eA==\nindex 123\n${first}\n${second}\n\n${note}`)
    expect(parseTlogProof(text)).toEqual({
      index: 123,
      path: path.slice(0, 2),
      note,
      extra: Buffer.from('x'),
    })
    expect(parseTlogProof(formatTlogProof({ index: 0, path: [], note }))).toEqual({
      index: 0,
      path: [],
      note,
    })
  })

  it('has one spelling', () => {
    const hash = Buffer.from(path[0] ?? []).toString('base64')
    const broken = [
      proof.replace('@v1', '@v2'),
      proof.replace('index 123', 'index 0123'),
      proof.replace('index 123', 'index  123'),
      proof.replace('index 123', 'index 9007199254740992'),
      proof.replace('index 123\n', ''),
      proof.replace('index 123', 'extra eA=='),
      proof.replace('index 123', 'extra \nindex 123'),
      proof.replace('index 123', 'extra eB==\nindex 123'),
      proof.replace('index 123', 'extra eA==\nextra eA==\nindex 123'),
      proof.replace(hash, hash.slice(0, -4)),
      proof.replace(hash, hash.slice(0, -1)),
      proof.replace('\n\n', '\n'),
      proof.replace('index 123', `index 123${`\n${hash}`.repeat(60)}`),
      '',
    ]
    for (const text of broken) {
      expect(
        codeOf(() => parseTlogProof(text)),
        text.slice(0, 60),
      ).toBe('tlog-proof-malformed')
    }
    expect(codeOf(() => parseTlogProof(proof.slice(0, -1)))).toBe('note-malformed')
    expect(codeOf(() => formatTlogProof({ index: -1, path, note }))).toBe('tlog-proof-malformed')
    expect(codeOf(() => formatTlogProof({ index: 1, path: [Buffer.alloc(31)], note }))).toBe(
      'tlog-proof-malformed',
    )
  })
})

function keysOf(party: string): NonNullable<ReturnType<typeof channel.keys.get>> {
  const keys = channel.keys.get(party)
  if (keys === undefined) throw new Error(`no keys of ${party}`)
  return keys
}

function leafAt(index: number): Uint8Array {
  const found = feed.leaves[index]
  if (found === undefined) throw new Error(`no leaf ${index}`)
  return found
}

function testFeedLeaf(index: number): Uint8Array {
  return testFeed(channel, alpha, index + 1).leaves[index] ?? leaf
}

function codeWith(changed: string): string | undefined {
  return codeOf(() =>
    verifyActProof(leaf, formatTlogProof({ index: 123, path, note: changed }), channel.keys),
  )
}

/** A head that alpha signs over a tree that is not its own. */
function headOver(root: Uint8Array, size: number): string {
  return signHead(originOf(channel.id, 'alpha'), size, root, at, alpha.signers.head)
}
