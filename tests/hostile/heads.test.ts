import { afterEach, describe, expect, it } from 'vitest'
import { type HybridSigners, signersFromSeeds } from '../../src/record/index.ts'
import { seedsOf } from '../sim/sim-node.ts'
import { Siege } from './siege.ts'
import type { History } from './history.ts'

let siege: Siege
afterEach(() => siege.end())

const stranger: HybridSigners = signersFromSeeds(seedsOf(99, 'stranger')).head

/** A head as its text and its two signature lines, Ed25519 first. */
function linesOf(note: string): { text: string; ed25519: string; mldsa44: string } {
  const at = note.lastIndexOf('\n\n')
  const [ed25519 = '', mldsa44 = ''] = note.slice(at + 2).split(/(?<=\n)/)
  return { text: note.slice(0, at + 2), ed25519, mldsa44 }
}

/** The line with another signature under the same key ID. */
function withSignatureOf(line: string, other: string): string {
  const blob = (text: string): Buffer => Buffer.from(text.trimEnd().split(' ').at(-1) ?? '', 'base64')
  const bytes = Buffer.concat([blob(line).subarray(0, 4), blob(other).subarray(4)])
  return `${line.slice(0, line.lastIndexOf(' ') + 1)}${bytes.toString('base64')}\n`
}

function flipped(line: string): string {
  const blob = Buffer.from(line.trimEnd().split(' ').at(-1) ?? '', 'base64')
  blob[40] = (blob[40] ?? 0) ^ 1
  return `${line.slice(0, line.lastIndexOf(' ') + 1)}${blob.toString('base64')}\n`
}

type Forge = (history: History) => string
const cases: readonly (readonly [what: string, code: string, forge: Forge])[] = [
  [
    'without its ML-DSA signature',
    'head-signature-missing',
    (h) => linesOf(h.head()).text + linesOf(h.head()).ed25519,
  ],
  [
    'without its Ed25519 signature',
    'head-signature-missing',
    (h) => linesOf(h.head()).text + linesOf(h.head()).mldsa44,
  ],
  [
    'with its two signatures swapped',
    'head-signature-invalid',
    (h) => {
      const { ed25519, mldsa44, text } = linesOf(h.head())
      return text + withSignatureOf(ed25519, mldsa44) + withSignatureOf(mldsa44, ed25519)
    },
  ],
  [
    'with a bit of the Ed25519 signature flipped',
    'head-signature-invalid',
    (h) => h.head().replace(linesOf(h.head()).ed25519, flipped(linesOf(h.head()).ed25519)),
  ],
  [
    'with a bit of the ML-DSA signature flipped',
    'head-signature-invalid',
    (h) => {
      const { ed25519, mldsa44, text } = linesOf(h.head())
      return text + ed25519 + flipped(mldsa44)
    },
  ],
  [
    'with one signature twice',
    'signature-duplicate',
    (h) => {
      const { ed25519, mldsa44, text } = linesOf(h.head())
      return text + ed25519 + ed25519 + mldsa44
    },
  ],
  [
    "signed with a stranger's Ed25519 key",
    'head-key-foreign',
    (h) => h.head({ ...siege.signers.head, ed25519: stranger.ed25519 }),
  ],
  [
    "signed with a stranger's ML-DSA key",
    'head-key-foreign',
    (h) => h.head({ ...siege.signers.head, mldsa44: stranger.mldsa44 }),
  ],
  [
    'signed with the Ed25519 key of its receipts',
    'head-role-wrong',
    (h) => h.head({ ...siege.signers.head, ed25519: siege.signers.receipt.ed25519 }),
  ],
  [
    'signed with the ML-DSA key of its receipts',
    'head-role-wrong',
    (h) => h.head({ ...siege.signers.head, mldsa44: siege.signers.receipt.mldsa44 }),
  ],
  [
    'signed with the key of its requests',
    'head-role-wrong',
    (h) => h.head({ ...siege.signers.head, ed25519: siege.signers.transport.ed25519 }),
  ],
  ['of another channel', 'origin-mismatch', (h) => h.head(siege.signers.head, `${siege.other}/zz`)],
  ['of another feed', 'origin-mismatch', (h) => h.head(siege.signers.head, `${siege.channel}/cn`)],
  ['that is no note', 'note-malformed', () => 'hello'],
]

describe('a head', () => {
  it.each(cases)('%s is refused with %s', async (_what, code, forge) => {
    siege = await Siege.begin()
    const history = siege.history(2)
    const before = await siege.state()
    const reply = await siege.push(history.batch(1, { head: forge(history) }))
    expect(reply.code).toBe(code)
    expect(await siege.state()).toBe(before)
    expect(siege.held().frozen).toBeUndefined()
    expect((await siege.push(history.batch(1))).status).toBe(200)
  })
})
