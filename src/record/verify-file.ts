import { MANIFEST_NAME } from './archive.ts'
import { BUNDLE_MANIFEST_NAME } from './bundle.ts'
import { RecordError } from './errors.ts'
import { verifyForkProof } from './fork.ts'
import type { Fork } from './fork.ts'
import { verifyRecord } from './verify.ts'
import type { VerifyOptions } from './verify.ts'
import { verifyBundle } from './verify-matter.ts'
import type { VerifiedBundle } from './verify-matter.ts'
import { verifyProofFile } from './verify-proof.ts'
import type { ProofOptions, VerifiedProof } from './verify-proof.ts'
import type { Doubt, Finding, VerifiedRecord } from './verify-report.ts'

export interface VerifiedFork {
  readonly kind: 'fork'
  /** Undefined when the file proves nothing. */
  readonly fork: Fork | undefined
  readonly findings: readonly Finding[]
  readonly findingCount: number
  readonly couldNotTell: readonly Doubt[]
}

/** The file is of no kind that this version knows: nothing can be told. */
export interface UnknownFile {
  readonly kind: 'unknown'
  readonly findings: readonly Finding[]
  readonly findingCount: number
  readonly couldNotTell: readonly Doubt[]
}

export type VerifiedFile = VerifiedRecord | VerifiedBundle | VerifiedProof | VerifiedFork | UnknownFile

const RECORD_START = `${MANIFEST_NAME}\0`
const BUNDLE_START = `${BUNDLE_MANIFEST_NAME}\0`
const PROOF_START = 'c2sp.org/tlog-proof@v1\n'
const FORK_STARTS = ['{"consistency":{"', '{"genesis":"']
const LONGEST_START = 32
/** Proofs are texts with at most a few notes in them; those that read them have closer limits. */
const MAX_TEXT_BYTES: number = 1024 * 1024

/**
 * Verifies whatever file it is, told by its first bytes: a carried record, a bundle of one matter, a proof of one act,
 * or a proof of a fork.
 * Never throws RecordError; errors of the source itself go on.
 */
export async function verifyFile(
  source: AsyncIterable<Uint8Array>,
  options: VerifyOptions & ProofOptions = {},
): Promise<VerifiedFile> {
  const iterator = source[Symbol.asyncIterator]()
  const start = await readUpTo(iterator, LONGEST_START)
  const text = start.toString('latin1')
  if (text.startsWith(RECORD_START)) return verifyRecord(rejoined(start, iterator), options)
  if (text.startsWith(BUNDLE_START)) return verifyBundle(rejoined(start, iterator), options)
  const isProof = text.startsWith(PROOF_START)
  if (!isProof && !FORK_STARTS.some((known) => text.startsWith(known))) {
    await iterator.return?.()
    return unknown(
      'file-unknown',
      'the file is no carried record, no bundle of a matter, no proof of an act and no proof of a fork',
    )
  }
  const bytes = await readUpTo(iterator, MAX_TEXT_BYTES, start)
  await iterator.return?.()
  return isProof ? verifyProofFile(bytes.toString('utf8'), options) : verifyFork(bytes)
}

function verifyFork(bytes: Buffer): VerifiedFork {
  try {
    const fork = verifyForkProof(bytes)
    return { kind: 'fork', fork, findings: [], findingCount: 0, couldNotTell: [] }
  } catch (error) {
    if (!(error instanceof RecordError)) throw error
    const cause = error.cause instanceof RecordError ? `: ${error.cause.message}` : ''
    const findings = [{ code: error.code, where: 'the file', message: `${error.message}${cause}` }]
    return { kind: 'fork', fork: undefined, findings, findingCount: 1, couldNotTell: [] }
  }
}

function unknown(code: Finding['code'], message: string): UnknownFile {
  const findings = [{ code, where: 'the file', message }]
  return { kind: 'unknown', findings, findingCount: 1, couldNotTell: [{ code: 'not-read', message }] }
}

/** At least so many bytes, fewer only at the end of the source. */
async function readUpTo(
  source: AsyncIterator<Uint8Array>,
  count: number,
  before: Uint8Array = new Uint8Array(0),
): Promise<Buffer> {
  const chunks = [before]
  let held = before.length
  while (held < count) {
    const { done, value } = await source.next()
    if (done === true) break
    chunks.push(value)
    held += value.length
  }
  return Buffer.concat(chunks)
}

async function* rejoined(
  start: Uint8Array,
  rest: AsyncIterator<Uint8Array>,
): AsyncGenerator<Uint8Array, void, undefined> {
  try {
    yield start
    for (;;) {
      const { done, value } = await rest.next()
      if (done === true) return
      yield value
    }
  } finally {
    await rest.return?.()
  }
}
