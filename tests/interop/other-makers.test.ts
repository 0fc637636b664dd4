import { execFile } from 'node:child_process'
import { createPublicKey, verify } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parseNote } from '../../src/record/index.ts'
import { CarryingNode, fileOf } from '../archive/carrying-node.ts'
import { found, makeRecord } from '../archive/made-record.ts'
import type { MadeRecord } from '../archive/made-record.ts'
import { flipped, membersOf, replaced } from '../archive/members.ts'

const VERIFIER = join(import.meta.dirname, '../../vectors/verify.py')
/** DER SubjectPublicKeyInfo before the raw key: RFC 8410 section 4, RFC 9881 section 4. */
const SPKI = {
  ed25519: Buffer.from('302a300506032b6570032100', 'hex'),
  mldsa44: Buffer.from('30820532300b060960864801650304031103820521 00'.replaceAll(' ', ''), 'hex'),
}
const TIMESTAMP_BYTES = 8
const PROGRAM_TIMEOUT_MS = 120_000

let folder = ''
let made: MadeRecord
let file: Buffer = Buffer.alloc(0)
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'entente-interop-'))
  // More than a bundle, bodies missing, and out of a real store.
  made = await makeRecord({
    parties: ['alpha', 'beta'],
    acts: 300,
    bodyBytes: 100,
    exhibit: Buffer.from('a sealed exhibit'),
    expunged: new Set(['alpha/7']),
  })
  const node = await CarryingNode.open(made, 'beta')
  await node.import(await fileOf(made))
  file = await node.export()
  await node.close()
})
afterAll(() => rm(folder, { recursive: true, force: true }))

interface Ended {
  /** Undefined when there is no such program. */
  readonly code: number | undefined
  readonly output: string
}

function run(program: string, ...args: string[]): Promise<Ended> {
  return new Promise((resolve) => {
    execFile(program, args, { timeout: PROGRAM_TIMEOUT_MS }, (error, stdout, stderr) => {
      const output = stdout + stderr
      if (error === null) resolve({ code: 0, output })
      else resolve({ code: typeof error.code === 'number' ? error.code : undefined, output })
    })
  })
}

async function kept(name: string, bytes: Uint8Array): Promise<string> {
  const path = join(folder, name)
  await writeFile(path, bytes)
  return path
}

/** Major and minor version of the machine's openssl; zeros when there is none. */
async function opensslVersion(): Promise<[number, number]> {
  const [, major, minor] = /^OpenSSL (\d+)\.(\d+)/.exec((await run('openssl', 'version')).output) ?? []
  return [Number(major ?? 0), Number(minor ?? 0)]
}

async function opensslVerifies(
  name: string,
  spki: Uint8Array,
  message: Uint8Array,
  signature: Uint8Array,
): Promise<Ended> {
  const key = await kept(`${name}.der`, spki)
  const input = await kept(`${name}.message`, message)
  const sig = await kept(`${name}.signature`, signature)
  const inputs = ['-inkey', key, '-rawin', '-in', input, '-sigfile', sig]
  return run('openssl', 'pkeyutl', '-verify', '-pubin', '-keyform', 'DER', ...inputs)
}

/** The `cosigned_message` of C2SP tlog-cosignature, written out once more. */
function cosigned(name: string, stamp: Uint8Array, size: number, root: Uint8Array): Buffer {
  const named = Buffer.concat([Buffer.of(name.length), Buffer.from(name)])
  const range = Buffer.alloc(16)
  range.writeBigUInt64BE(BigInt(size), 8)
  return Buffer.concat([Buffer.from('subtree/v1\n\0'), named, stamp, named, range, root])
}

describe('an independent verifier in Python', () => {
  it(
    'finds an export good, and one with a changed leaf, body, tile, head or exhibit wrong',
    async () => {
      const whole = await run('python3', VERIFIER, await kept('whole.entente', file))
      if (whole.code === undefined) {
        console.log('skipped: this machine has no python3')
        return
      }
      expect(whole.output).toContain('verdict: good')
      expect(whole.output).toContain('feed alpha: 301 leaves')
      expect(whole.output).toContain('bodies 299, absent 1')
      expect(whole.code).toBe(0)
      const members = membersOf(file).filter(({ name }) =>
        /entries|bodies|tile|checkpoint|receipts|exhibits|charter/.test(name),
      )
      const changed: string[] = []
      for (const [i, { name, body }] of members.entries()) {
        // In a note, not within the ML-DSA-44 signatures: those it does not check.
        const at = /checkpoint|receipts/.test(name) ? 70 : Math.floor(body.length / 3)
        changed.push(
          await kept(
            `changed-${i}.entente`,
            replaced(file, name, () => flipped(body, at)),
          ),
        )
      }
      const all = await run('python3', VERIFIER, ...changed)
      expect(all.code).toBe(1)
      expect(all.output.match(/verdict: wrong/g)).toHaveLength(members.length)
      expect(all.output).not.toContain('verdict: good')
      console.log(`python3 found a whole export good and ${members.length} changed ones wrong`)
    },
    PROGRAM_TIMEOUT_MS,
  )
})

interface SignedHead {
  readonly key: Uint8Array
  readonly message: Uint8Array
  readonly signature: Uint8Array
}

/** What each signature of a head is made over, put together without the record's own code. */
function headOf(party: string): Record<keyof typeof SPKI, SignedHead> {
  const note = found(membersOf(file).find(({ name }) => name === `feeds/${party}/checkpoint`)).body
  const { text, lines } = parseNote(note)
  const { head } = found(made.members.find(({ id }) => id === party)).signers
  const [classical, lattice] = [found(lines[0]), found(lines[1])]
  const [origin = '', size = '', root = ''] = text.split('\n')
  const stamp = lattice.signature.subarray(0, TIMESTAMP_BYTES)
  return {
    ed25519: { key: head.ed25519.publicKey, message: Buffer.from(text), signature: classical.signature },
    mldsa44: {
      key: head.mldsa44.publicKey,
      message: cosigned(origin, stamp, Number(size), Buffer.from(root, 'base64')),
      signature: lattice.signature.subarray(TIMESTAMP_BYTES),
    },
  }
}

describe('openssl', () => {
  it.each(['ed25519', 'mldsa44'] as const)('verifies the %s line of a head', async (algorithm) => {
    const { key, message, signature } = headOf('alpha')[algorithm]
    const spki = Buffer.concat([SPKI[algorithm], key])
    const imported = createPublicKey({ key: spki, format: 'der', type: 'spki' })
    expect(verify(null, message, imported, signature)).toBe(true)
    const [major, minor] = await opensslVersion()
    if (major < 3 || (algorithm === 'mldsa44' && major === 3 && minor < 5)) {
      console.log(`skipped: ${algorithm} takes another openssl than the ${major}.${minor} of this machine`)
      return
    }
    const good = await opensslVerifies(algorithm, spki, message, signature)
    expect(good).toMatchObject({ code: 0, output: expect.stringContaining('Verified Successfully') })
    const wrong = await opensslVerifies(algorithm, spki, flipped(Buffer.from(message), -2), signature)
    expect(wrong.code).toBe(1)
    console.log(`openssl ${major}.${minor} verified the ${algorithm} line of a head`)
  })
})
