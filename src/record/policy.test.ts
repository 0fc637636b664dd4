import { createPublicKey, verify } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { verifyHead } from './checkpoint.ts'
import { noteWithReceipts, signReceipt } from './cosignature.ts'
import { testChannel, testFeed } from './feed.testkit.ts'
import { COSIGNATURE_ED25519, NOTE_ED25519, parseNote } from './note.ts'
import type { VerifierKey } from './note.ts'
import { codeOf, testParty } from './parties.testkit.ts'
import { meetsQuorum, parsePolicy, policyFor } from './policy.ts'

const parties = [testParty('alpha', 1), testParty('none', 2), testParty('gamma', 3)]
const [alpha, none, gamma] = [parties[0] ?? never(), parties[1] ?? never(), parties[2] ?? never()]
const channel = testChannel(parties)
const text = policyFor('alpha', channel.keys)
const policy = parsePolicy(text)

describe('the policy of a feed', () => {
  it('lists both keys of the feed, and both receipt keys of everyone else', () => {
    expect(policy.logs.map(({ name, type }) => [name, type])).toEqual([
      [`${channel.id}/alpha`, 1],
      [`${channel.id}/alpha`, 6],
    ])
    expect([...policy.witnesses].map(([name, key]) => [name, key.name, key.type])).toEqual([
      ['none/receipt/ed25519', `${channel.id}/none/receipt`, 4],
      ['none/receipt/mldsa44', `${channel.id}/none/receipt`, 6],
      ['gamma/receipt/ed25519', `${channel.id}/gamma/receipt`, 4],
      ['gamma/receipt/mldsa44', `${channel.id}/gamma/receipt`, 6],
    ])
  })

  it('is met by all cosignatures and by no fewer', () => {
    const all = [...policy.witnesses.keys()]
    expect(meetsQuorum(policy, new Set(all))).toBe(true)
    for (const left of all) {
      expect(meetsQuorum(policy, new Set(all.filter((name) => name !== left))), left).toBe(false)
    }
    expect(meetsQuorum(policy, new Set())).toBe(false)
  })

  it('is enough for a tool that knows nothing of this record to verify a note', async () => {
    const feed = testFeed(channel, alpha, 3)
    const head = verifyHead(await feed.headAt(3), channel.keys.get('alpha') ?? never())
    const receipts = [none, gamma].map(({ id, signers }) =>
      signReceipt(head, id, channel.id, 1_790_000_000, signers.receipt),
    )
    const note = parseNote(noteWithReceipts(head, receipts))
    const verified = (key: VerifierKey): boolean =>
      note.lines.some(
        (line) =>
          line.name === key.name &&
          line.keyId === key.keyId &&
          verifiesBySpec(key, note.text, line.signature),
      )
    expect(policy.logs.map(verified)).toEqual([true, true])
    const cosigned = [...policy.witnesses].filter(([, key]) => verified(key)).map(([name]) => name)
    expect(meetsQuorum(policy, new Set(cosigned))).toBe(true)
  })

  it('asks for no cosignature when there is no one else', () => {
    const alone = new Map([['alpha', channel.keys.get('alpha') ?? never()]])
    expect(meetsQuorum(parsePolicy(policyFor('alpha', alone)), new Set())).toBe(true)
    expect(codeOf(() => policyFor('delta', channel.keys))).toBe('origin-mismatch')
  })
})

describe('a policy file', () => {
  const lines = text.split('\n').filter((line) => /^(log|witness)/.test(line))
  const [log = '', , one = '', two = '', three = ''] = lines
  const rename = (line: string, name: string): string => line.replace(/^witness \S+/, `witness ${name}`)
  const base = `${rename(one, 'a')}\n${rename(two, 'b')}\n${rename(three, 'c')}\n`

  it('counts thresholds, in groups of groups', () => {
    const nested = parsePolicy(`${base}group ab any a b\ngroup x 2 ab c\nquorum x\n`)
    const meets = (...names: string[]): boolean => meetsQuorum(nested, new Set(names))
    expect([meets('a', 'c'), meets('b', 'c'), meets('a', 'b'), meets('c'), meets('ab', 'c')]).toEqual([
      true,
      true,
      false,
      false,
      false,
    ])
    expect(meetsQuorum(parsePolicy(`${base}quorum b\n`), new Set(['b']))).toBe(true)
  })

  it('may have comments, spaces, tabs and URLs', () => {
    const loose = `  # comment\n\n\t${log}  https://log.example \n${rename(one, 'é')} https://w.example\n quorum\té \n`
    const { logs, quorum } = parsePolicy(loose)
    expect([logs.length, quorum]).toEqual([1, 'é'])
  })

  it('is refused when it breaks a rule of the format', () => {
    const broken = [
      '',
      `${base}`,
      `${base}quorum a`,
      `${base}quorum d\n`,
      `quorum a\n${base}`,
      `${base}quorum a\nquorum b\n`,
      `${base}quorum a b\n`,
      `${base}quorum\n`,
      `${base}group none any a\nquorum a\n`,
      `${rename(one, 'none')}\nquorum none\n`,
      `${base}group a any b\nquorum a\n`,
      `${base}group g any a a\nquorum g\n`,
      `${base}group g any a\ngroup h any a\nquorum h\n`,
      `${base}group g any g\nquorum g\n`,
      `${base}group g 0 a b\nquorum g\n`,
      `${base}group g 3 a b\nquorum g\n`,
      `${base}group g 01 a b\nquorum g\n`,
      `${base}group g all\nquorum g\n`,
      `${base}${rename(one, 'd')}\nquorum a\n`,
      `${log}\n${log}\nquorum none\n`,
      `${log} https://a.example https://b.example\nquorum none\n`,
      `log\nquorum none\n`,
      `log ${'x'.repeat(50)}\nquorum none\n`,
      `witness a\nquorum none\n`,
      `trust everyone\nquorum none\n`,
      `quorum none\r\n`,
      `# ${'x'.repeat(300_000)}\nquorum none\n`,
    ]
    for (const bad of broken) {
      expect(
        codeOf(() => parsePolicy(bad)),
        bad.slice(-60),
      ).toBe('policy-malformed')
    }
  })
})

/** signed-note and tlog-cosignature, written from their text and apart from the code under test. */
function verifiesBySpec(key: VerifierKey, noteText: string, signature: Uint8Array): boolean {
  const bytes = Buffer.from(signature)
  const asymmetricKeyType = key.publicKey.length === 32 ? 'ed25519' : 'ml-dsa-44'
  const publicKey = createPublicKey({
    key: Buffer.from(key.publicKey),
    format: 'raw-public',
    asymmetricKeyType,
  })
  if (key.type === NOTE_ED25519) return verify(null, Buffer.from(noteText), publicKey, bytes)
  const time = bytes.readBigUInt64BE(0)
  const [origin = '', size = '', root = ''] = noteText.split('\n')
  const u64 = (value: bigint): Buffer => Buffer.from(value.toString(16).padStart(16, '0'), 'hex')
  const opaque = (value: string): Buffer => Buffer.concat([Buffer.of(value.length), Buffer.from(value)])
  const message =
    key.type === COSIGNATURE_ED25519
      ? Buffer.from(`cosignature/v1\ntime ${time}\n${noteText}`)
      : Buffer.concat([
          Buffer.from('subtree/v1\n\0'),
          opaque(key.name),
          u64(time),
          opaque(origin),
          u64(0n),
          u64(BigInt(size)),
          Buffer.from(root, 'base64'),
        ])
  return verify(null, message, publicKey, bytes.subarray(8))
}

function never(): never {
  throw new Error('the test set-up is incomplete')
}
