import { createHash } from 'node:crypto'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import {
  actIdOf,
  canonicalise,
  consistencyProof,
  encodeCard,
  formatTlogProof,
  inclusionProof,
  leafHash,
  makeForkProof,
  policyFor,
  rootAt,
  signHead,
} from '../src/record/index.ts'
import { archiveBytes, found, MADE_SECONDS, makeRecord } from '../tests/archive/made-record.ts'
import type { MadeRecord } from '../tests/archive/made-record.ts'
import { attestationVectors } from './attestations.ts'
import { flipped, membersOf, replaced, tarOf } from '../tests/archive/members.ts'

/**
 * Makes the vectors from fixed seeds: `node vectors/make.ts`. ML-DSA signatures are hedged, so the files of one run
 * differ from those of another in those signatures and in nothing else. README.md says what the files are.
 */

/** One line of `index.json`: a file, what it is, and what reading it must give. */
export interface Vector {
  readonly file: string
  readonly kind:
    'leaf' | 'genesis' | 'card' | 'head' | 'receipt' | 'proof' | 'policy' | 'fork' | 'record' | 'attestation'
  /** The feed that a head or receipt must be of. */
  readonly party?: string
  /** The file with the policy that a proof is verified with. */
  readonly policy?: string
  /** For a valid file: what it shows. */
  readonly shows?: Readonly<Record<string, string | number>>
  /** For an invalid file: the code of the refusal, or of the first finding. */
  readonly code?: string
}

export interface VectorFile {
  readonly line: Vector
  readonly bytes: Uint8Array
}

type Text = string | Uint8Array

const EXHIBIT = Buffer.from('a sealed exhibit')
const PLAN = { parties: ['alpha', 'beta'], acts: 3, bodyBytes: 24, exhibit: EXHIBIT }

export async function makeVectors(): Promise<VectorFile[]> {
  const made = await makeRecord(PLAN)
  return [
    ...leafVectors(made),
    ...cardVectors(made),
    ...(await headVectors(made)),
    ...(await receiptVectors(made)),
    ...(await proofVectors(made)),
    ...(await forkVectors(made)),
    ...(await recordVectors(made)),
    ...attestationVectors(made.channel),
  ]
}

function vector(file: string, text: Text, rest: Omit<Vector, 'file'>): VectorFile {
  return { line: { file, ...rest }, bytes: typeof text === 'string' ? Buffer.from(text) : text }
}

function valid(file: string, text: Text, kind: Vector['kind'], rest: Partial<Vector> = {}): VectorFile {
  return vector(`valid/${file}`, text, { kind, ...rest })
}

function invalid(
  file: string,
  text: Text,
  kind: Vector['kind'],
  code: string,
  rest: Partial<Vector> = {},
): VectorFile {
  return vector(`invalid/${file}`, text, { kind, code, ...rest })
}

function leafVectors(made: MadeRecord): VectorFile[] {
  const { bytes } = made.leafAt('alpha', 1)
  const text = Buffer.from(bytes).toString()
  const leaf: Record<string, unknown> = JSON.parse(text)
  const with_ = (change: Record<string, unknown>): string => canonicalise({ ...leaf, ...change })
  const nested = (depth: number): string =>
    with_({ data: { x: 'DEEP' } }).replace('"DEEP"', '['.repeat(depth) + ']'.repeat(depth))
  const unicode = with_({ data: { words: 'Ủy ban 委员会 – é \u2028 "quoted" \\ \u0007' } })
  const act = (source: Text): { id: string } => ({ id: actIdOf(leafHash(Buffer.from(source))) })
  const { genesis } = made
  const charterless = Buffer.from(genesis)
    .toString()
    .replace(/"charter":"[0-9a-f]{64}"/, '"charter":"x"')
  return [
    valid('leaf.json', bytes, 'leaf', { shows: act(bytes) }),
    valid('leaf-unicode.json', unicode, 'leaf', { shows: act(unicode) }),
    valid('leaf-deep.json', nested(14), 'leaf', { shows: act(nested(14)) }),
    valid('genesis.json', genesis, 'genesis', { shows: { channel: made.channel } }),
    invalid('genesis-bad-charter.json', charterless, 'genesis', 'leaf-bad-envelope'),
    invalid('leaf-too-deep.json', nested(15), 'leaf', 'leaf-too-deep'),
    invalid('leaf-too-large.json', with_({ data: { x: 'x'.repeat(60_000) } }), 'leaf', 'leaf-too-large'),
    invalid('leaf-space.json', text.replace(',', ', '), 'leaf', 'leaf-not-canonical'),
    invalid(
      'leaf-key-order.json',
      text.replace('"type":"evidence.deposit","v":1', '"v":1,"type":"evidence.deposit"'),
      'leaf',
      'leaf-not-canonical',
    ),
    invalid('leaf-escape.json', text.replace('"alpha"', '"\\u0061lpha"'), 'leaf', 'leaf-not-canonical'),
    invalid('leaf-duplicate-key.json', text.replace('"v":1', '"v":1,"v":1'), 'leaf', 'leaf-duplicate-key'),
    invalid(
      'leaf-forbidden-key.json',
      with_({ data: {} }).replace('"data":{}', '"data":{"__proto__":1}'),
      'leaf',
      'leaf-forbidden-key',
    ),
    invalid('leaf-float.json', text.replace('"seq":1', '"seq":1.0'), 'leaf', 'leaf-bad-number'),
    invalid('leaf-exponent.json', text.replace('"seq":1', '"seq":1e0'), 'leaf', 'leaf-bad-number'),
    invalid(
      'leaf-large-number.json',
      text.replace('"seq":1', '"seq":9007199254740992'),
      'leaf',
      'leaf-bad-number',
    ),
    invalid(
      'leaf-not-nfc.json',
      with_({ data: { x: 'NFD' } }).replace('NFD', 'e\u0301'),
      'leaf',
      'leaf-bad-string',
    ),
    invalid(
      'leaf-lone-surrogate.json',
      with_({ data: { x: 'LONE' } }).replace('LONE', '\\ud800'),
      'leaf',
      'leaf-bad-string',
    ),
    invalid(
      'leaf-not-utf8.json',
      Buffer.concat([bytes.subarray(0, 9), Buffer.of(0xff), bytes.subarray(10)]),
      'leaf',
      'leaf-not-utf8',
    ),
    invalid('leaf-byte-order-mark.json', `\ufeff${text}`, 'leaf', 'leaf-not-utf8'),
    invalid('leaf-cut.json', bytes.subarray(0, -1), 'leaf', 'leaf-not-json'),
    invalid('leaf-newline.json', `${text}\n`, 'leaf', 'leaf-not-canonical'),
    invalid('leaf-unknown-key.json', with_({ more: 1 }), 'leaf', 'leaf-bad-envelope'),
    invalid(
      'leaf-no-such-day.json',
      text.replace(/"made":"[^"]+"/, '"made":"2030-02-30T00:00:00.000Z"'),
      'leaf',
      'leaf-bad-envelope',
    ),
    invalid(
      'leaf-offset.json',
      text.replace(/"made":"[^"]+"/, '"made":"2030-02-03T00:00:00.000+01:00"'),
      'leaf',
      'leaf-bad-envelope',
    ),
    invalid('leaf-genesis-type.json', with_({ type: 'channel.found' }), 'leaf', 'leaf-bad-envelope'),
    invalid('leaf-names-itself.json', with_({ deps: { alpha: 1 } }), 'leaf', 'leaf-bad-envelope'),
  ]
}

function cardVectors(made: MadeRecord): VectorFile[] {
  const [alpha, beta] = made.members.map(({ card }) => encodeCard(card))
  const card: Record<string, unknown> = JSON.parse(found(alpha))
  const renamed = canonicalise({ ...card, name: 'Another office' })
  return [
    valid('card-alpha.json', found(alpha), 'card', { shows: { party: 'alpha' } }),
    valid('card-beta.json', found(beta), 'card', { shows: { party: 'beta' } }),
    invalid('card-renamed.json', renamed, 'card', 'card-proof-invalid'),
    invalid('card-unknown-key.json', canonicalise({ ...card, more: 1 }), 'card', 'card-malformed'),
  ]
}

/** A note's text and its signature lines, each ending in a newline. */
function linesOf(note: string): { text: string; lines: string[] } {
  const split = note.indexOf('\n\n') + 2
  return { text: note.slice(0, split), lines: note.slice(split).split(/(?<=\n)/) }
}

async function headVectors(made: MadeRecord): Promise<VectorFile[]> {
  const note = made.feed('alpha').head
  const { text, lines } = linesOf(note)
  const [ed25519 = '', mldsa44 = ''] = lines
  const alpha = { party: 'alpha' }
  const { size, tile } = made.feed('alpha')
  const beta = found(made.members.find(({ id }) => id === 'beta')).signers
  const root = await rootAt(size, tile)
  const origin = `${made.channel}/alpha`
  const receipts = linesOf(await made.receiptAt('beta', 'alpha', 4))
    .lines.slice(2)
    .join('')
  const other = linesOf(await made.headAt('alpha', 2)).lines
  const head = (file: string, changed: string, code: string): VectorFile =>
    invalid(`head-${file}.note`, changed, 'head', code, alpha)
  return [
    valid('head.note', note, 'head', { ...alpha, shows: { size, root: Buffer.from(root).toString('hex') } }),
    head('without-ed25519', text + mldsa44, 'head-signature-missing'),
    head('without-mldsa44', text + ed25519, 'head-signature-missing'),
    head('ed25519-twice', text + ed25519 + ed25519 + mldsa44, 'signature-duplicate'),
    head('ed25519-of-another-size', text + found(other[0]) + mldsa44, 'head-signature-invalid'),
    head('mldsa44-of-another-size', text + ed25519 + found(other[1]), 'head-signature-invalid'),
    head('size-changed', text.replace('\n4\n', '\n3\n') + ed25519 + mldsa44, 'head-signature-invalid'),
    head('by-another', signHead(origin, size, root, MADE_SECONDS, beta.head), 'head-key-foreign'),
    head(
      'by-receipt-keys',
      signHead(origin, size, root, MADE_SECONDS, found(made.members[0]).signers.receipt),
      'head-role-wrong',
    ),
    head('with-receipt-lines', note + receipts, 'head-role-wrong'),
    head('of-another-feed', made.feed('beta').head, 'origin-mismatch'),
    head('with-extension', note.replace('\n\n', '\nmore\n\n'), 'checkpoint-malformed'),
    head('size-with-zero', note.replace('\n4\n', '\n04\n'), 'checkpoint-malformed'),
    head('without-signatures', text, 'note-malformed'),
    head('hyphen-for-dash', note.replace('\u2014', '-'), 'note-malformed'),
  ]
}

async function receiptVectors(made: MadeRecord): Promise<VectorFile[]> {
  const note = await made.receiptAt('alpha', 'beta', 4)
  const { text, lines } = linesOf(note)
  const [headEd = '', headMl = '', ed25519 = '', mldsa44 = ''] = lines
  const head = text + headEd + headMl
  const older = linesOf(await made.receiptAt('alpha', 'beta', 2)).lines.slice(2)
  const alpha = { party: 'alpha' }
  const receipt = (file: string, changed: string, code: string): VectorFile =>
    invalid(`receipt-${file}.note`, changed, 'receipt', code, alpha)
  return [
    valid('receipt.note', note, 'receipt', {
      ...alpha,
      shows: { by: 'beta', size: 4, at: MADE_SECONDS + 1 },
    }),
    receipt('without-ed25519', head + mldsa44, 'receipt-signature-missing'),
    receipt('without-mldsa44', head + ed25519, 'receipt-signature-missing'),
    receipt('missing', head, 'receipt-signature-missing'),
    receipt('of-an-older-head', head + older.join(''), 'receipt-signature-invalid'),
    receipt(
      'by-its-author',
      head + ed25519.replace('/beta/', '/alpha/') + mldsa44.replace('/beta/', '/alpha/'),
      'head-role-wrong',
    ),
    receipt(
      'by-a-stranger',
      head + ed25519.replace('/beta/', '/gamma/') + mldsa44.replace('/beta/', '/gamma/'),
      'receipt-key-foreign',
    ),
  ]
}

async function proofVectors(made: MadeRecord): Promise<VectorFile[]> {
  const { size, tile } = made.feed('alpha')
  const path = await inclusionProof(2, size, tile)
  const leaf = made.leafAt('alpha', 2).bytes
  const note = await made.receiptAt('alpha', 'beta', size)
  const text = formatTlogProof({ index: 2, path, note, extra: leaf })
  const policy = policyFor('alpha', made.keys)
  const with_ = { policy: 'valid/alpha.policy' }
  const elsewhere = formatTlogProof({ index: 1, path, note, extra: leaf })
  const unreceipted = formatTlogProof({ index: 2, path, note: made.feed('alpha').head, extra: leaf })
  const wrongPath = formatTlogProof({ index: 2, path: path.toReversed(), note, extra: leaf })
  return [
    valid('alpha.policy', policy, 'policy'),
    valid('act.tlog-proof', text, 'proof', {
      ...with_,
      shows: { id: actIdOf(leafHash(leaf)), size, index: 2 },
    }),
    invalid('act-elsewhere.tlog-proof', elsewhere, 'proof', 'proof-invalid', with_),
    invalid('act-wrong-path.tlog-proof', wrongPath, 'proof', 'root-mismatch', with_),
    invalid('act-without-receipt.tlog-proof', unreceipted, 'proof', 'receipt-signature-missing', with_),
    invalid(
      'act-wrong-index-form.tlog-proof',
      text.replace('index 2', 'index 02'),
      'proof',
      'tlog-proof-malformed',
      with_,
    ),
    invalid(
      'quorum-unknown.policy',
      policy.replace(/quorum .*/, 'quorum nobody'),
      'policy',
      'policy-malformed',
    ),
  ]
}

async function forkVectors(made: MadeRecord): Promise<VectorFile[]> {
  const other = await makeRecord({
    ...PLAN,
    acts: 5,
    change: (leaf) => (leaf.seq >= 2 ? { ...leaf, data: { x: 1 } } : leaf),
  })
  const document = found(made.cards.get('alpha')).keys
  const { genesis } = made
  const { tile, head } = other.feed('alpha')
  const consistency = { oldRoot: await rootAt(4, tile), path: await consistencyProof(4, 6, tile) }
  const bySize = makeForkProof({
    genesis,
    document,
    headA: made.feed('alpha').head,
    headB: head,
    consistency,
  })
  const headB = await other.headAt('alpha', 4)
  const sameSize = makeForkProof({
    genesis,
    document,
    headA: made.feed('alpha').head,
    headB,
    consistency: undefined,
  })
  const claim: Record<string, unknown> = JSON.parse(sameSize)
  const heads = [await made.headAt('alpha', 3), made.feed('alpha').head]
  const shows = (newer: number): Record<string, string | number> => ({ party: 'alpha', older: 4, newer })
  return [
    valid('fork-of-one-size.json', sameSize, 'fork', { shows: shows(4) }),
    valid('fork-of-two-sizes.json', bySize, 'fork', { shows: shows(6) }),
    invalid('fork-agrees.json', canonicalise({ ...claim, heads }), 'fork', 'fork-proof-invalid'),
    invalid(
      'fork-wrong-order.json',
      sameSize.replace('"heads":[', '"heads":["x",'),
      'fork',
      'fork-proof-invalid',
    ),
  ]
}

async function recordVectors(made: MadeRecord): Promise<VectorFile[]> {
  const whole = await archiveBytes(made.source)
  const bodiless = await archiveBytes((await makeRecord({ ...PLAN, expunged: new Set(['alpha/2']) })).source)
  const decreasing = await archiveBytes(
    (
      await makeRecord({
        ...PLAN,
        change: (leaf) => (leaf.party === 'beta' && leaf.seq === 3 ? { ...leaf, deps: { alpha: 1 } } : leaf),
      })
    ).source,
  )
  const at = (name: string, place: number): Buffer => replaced(whole, name, (body) => flipped(body, place))
  const members = membersOf(whole)
  const tile = members.findIndex(({ name }) => name === 'feeds/beta/tile/0/000.p/4')
  const swapped = members.with(tile, found(members[tile + 1])).with(tile + 1, found(members[tile]))
  const shows = { channel: made.channel, alpha: 4, beta: 4, exhibits: 1 }
  return [
    valid('record.entente', whole, 'record', { shows }),
    valid('record-without-a-body.entente', bodiless, 'record', { shows }),
    invalid('record-body-changed.entente', at('feeds/alpha/bodies/000.p/4', -1), 'record', 'body-mismatch'),
    invalid('record-tile-changed.entente', at('feeds/beta/tile/0/000.p/4', 0), 'record', 'root-mismatch'),
    invalid(
      'record-exhibit-changed.entente',
      at(`exhibits/${createHash('sha256').update(EXHIBIT).digest('hex')}`, 0),
      'record',
      'exhibit-mismatch',
    ),
    invalid('record-deps-decrease.entente', decreasing, 'record', 'deps-decreasing'),
    invalid('record-members-swapped.entente', tarOf(swapped), 'record', 'archive-malformed'),
    invalid('record-longer.entente', Buffer.concat([whole, Buffer.alloc(512)]), 'record', 'tar-malformed'),
  ]
}

/** Writes the files and `index.json` below a folder, in place of those that are there. */
export async function writeVectors(folder: string): Promise<number> {
  const vectors = await makeVectors()
  for (const part of ['valid', 'invalid']) await rm(join(folder, part), { recursive: true, force: true })
  for (const { line, bytes } of vectors) {
    await mkdir(dirname(join(folder, line.file)), { recursive: true })
    await writeFile(join(folder, line.file), bytes)
  }
  const index = vectors.map(({ line }) => line)
  await writeFile(join(folder, 'index.json'), `${JSON.stringify(index, null, 1)}\n`)
  return vectors.length
}

if (import.meta.main) console.log(`${await writeVectors(import.meta.dirname)} vectors written`)
