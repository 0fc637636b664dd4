import { createReadStream } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { ReadableStream } from 'node:stream/web'
import { Decrypter, generateIdentity, identityToRecipient } from 'age-encryption'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Asker, courtBundle, custodyLedger, EvidenceGate, handOut } from '../../src/desk/index.ts'
import { type VerifiedFile, verifyFile } from '../../src/record/index.ts'
import { entente } from '../cli/entente.ts'
import { Pair } from './pair.ts'

const DISK = Buffer.from('the image of a seized disk '.repeat(5_000))
const SAMPLE = Buffer.from('X5O!P%@AP: stands for live malware')
const ASKER: Asker = { user: 'u_1', by: 's_1', how: 'session' }
const H1 = { handling: ['H1'], tlp: 'GREEN' }

let pair: Pair

beforeAll(async () => {
  pair = await Pair.open()
})

afterAll(() => pair.end())

async function codeOf(work: Promise<unknown>): Promise<string> {
  try {
    await work
    return 'done'
  } catch (cause) {
    return cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause)
  }
}

async function joined(bytes: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const pieces: Buffer[] = []
  for await (const piece of bytes) pieces.push(Buffer.from(piece))
  return Buffer.concat(pieces)
}

/** Writes a bundle to disk and verifies it as `entente verify` does, with nothing but the file and the cards. */
async function verified(name: string, bytes: AsyncIterable<Uint8Array>): Promise<VerifiedFile> {
  const path = join(pair.dir, name)
  await writeFile(path, await joined(bytes))
  return verifyFile(createReadStream(path), { cards: pair.cards })
}

describe('evidence on its way out of a node', () => {
  it('is opened for an officer only after the view stands on the record of both sides', async () => {
    const { matter, sealed } = await pair.deposit('us', 'disk.img', DISK)
    const asked = { matter, sealed, purpose: 'examination', recipients: [] } as const
    const out = await handOut(pair.needs('cn'), ASKER, asked)
    expect(out).toMatchObject({ form: 'plain', plainBytes: DISK.length, malware: false })
    expect((await joined(out.bytes())).equals(DISK)).toBe(true)
    const views = async (): Promise<unknown> =>
      (await pair.needs('us').record.matter(matter))?.exhibits[0]?.views
    await expect.poll(views).toBe(1)
    const acts = await pair.needs('us').record.acts(matter)
    expect(custodyLedger(acts, sealed).map(({ by, details, what }) => [by, what, details])).toEqual([
      ['us', 'deposit', {}],
      ['cn', 'receive', { result: 'match' }],
      ['cn', 'view', { purpose: 'examination' }],
    ])
    expect((await pair.logged('cn')).at(-1)).toEqual(['evidence.view', 'ok'])
  })

  it('that is malware never leaves plain, and leaves sealed to whoever is named', async () => {
    const { matter, sealed } = await pair.deposit('us', 'sample.bin', SAMPLE, { malware: true })
    const asked = { matter, sealed, purpose: 'examination' } as const
    const before = await pair.needs('cn').record.acts(matter)
    expect(await codeOf(handOut(pair.needs('cn'), ASKER, { ...asked, recipients: [] }))).toBe(
      'malware-sealed-only',
    )
    const bad = handOut(pair.needs('cn'), ASKER, { ...asked, recipients: ['age1nobody'] })
    expect(await codeOf(bad)).toBe('exhibit-recipient-invalid')
    expect(await pair.needs('cn').record.acts(matter)).toHaveLength(before.length)
    expect(await pair.logged('cn')).toContainEqual(['evidence.view', 'malware-sealed-only'])
    const identity = await generateIdentity()
    const recipients = [await identityToRecipient(identity)]
    const out = await handOut(pair.needs('cn'), ASKER, { ...asked, recipients })
    const bytes = await joined(out.bytes())
    expect(bytes.includes(SAMPLE)).toBe(false)
    const decrypter = new Decrypter()
    decrypter.addIdentity(identity)
    const plain = await decrypter.decrypt(ReadableStream.from([bytes]))
    expect((await joined(plain)).equals(SAMPLE)).toBe(true)
    const { opened } = pair.side('cn')
    const path = join(pair.dir, 'opened.bin')
    expect(await codeOf(opened.node.exhibits.open(pair.live('cn'), sealed, path))).toBe('malware-sealed-only')
    expect(await codeOf(opened.node.exhibits.plain(pair.live('cn'), sealed))).toBe('malware-sealed-only')
    const inCourt = courtBundle(pair.needs('us'), ASKER, { matter, exhibits: { [sealed]: 'plain' } })
    expect(await codeOf(inCourt)).toBe('malware-sealed-only')
  })

  it('that is marked H1 enters no court bundle until its owner permits it, and the refusal is logged', async () => {
    const { matter, sealed } = await pair.deposit('us', 'h1.img', DISK, { marks: H1 })
    const asked = { matter, exhibits: { [sealed]: 'plain' } } as const
    expect(await codeOf(courtBundle(pair.needs('cn'), ASKER, asked))).toBe('release-stopped')
    expect(await pair.logged('cn')).toContainEqual(['evidence.release.court-bundle', 'handling-h1'])
    const wish = { matter, exhibits: [sealed], scope: 'matter', way: 'court-bundle' } as const
    expect(await new EvidenceGate(pair.needs('cn')).plan(wish)).toEqual({
      stops: ['handling-h1'],
      permissions: [],
    })
    const permit = await pair.act('us', 'evidence.permit', matter, { exhibits: [], ways: ['court-bundle'] })
    await expect
      .poll(async () => (await new EvidenceGate(pair.needs('cn')).plan(wish)).permissions)
      .toEqual([permit])
    const bundle = await courtBundle(pair.needs('cn'), ASKER, asked)
    const file = await verified('h1.tar', bundle.bytes())
    expect(file).toMatchObject({ kind: 'bundle', findings: [], matter, channel: pair.channel })
    if (file.kind !== 'bundle') throw new Error(file.kind)
    expect(file.acts).toHaveLength(bundle.acts)
    expect(file.exhibits).toEqual({ plain: [sealed], sealed: [], absent: 0 })
    expect(file.parties.every(({ anchored }) => anchored)).toBe(true)
    const released = (await pair.needs('cn').record.acts(matter)).at(-1)
    expect(released).toMatchObject({ id: bundle.release, code: null, leaf: { type: 'evidence.release' } })
  })

  it('holds the acts, bodies and exhibits of its matter and nothing of another', async () => {
    const other = await pair.deposit('us', 'other.img', Buffer.from('of another matter entirely'))
    const { matter, sealed } = await pair.deposit('us', 'this.img', DISK)
    const bundle = await courtBundle(pair.needs('us'), ASKER, { matter, exhibits: { [sealed]: 'sealed' } })
    const bytes = await joined(bundle.bytes())
    const told = [bytes.toString('latin1'), ...proofsIn(bytes)].join('\n')
    expect(told).toContain(matter)
    expect(told).toContain(sealed)
    expect(told).not.toContain(other.sealed)
    expect(told).not.toContain('other.img')
    expect(told).not.toContain('of another matter')
  })

  it('in a bundle is told by the command that verifies it, act by act', async () => {
    const { matter, sealed } = await pair.deposit('us', 'told.img', DISK)
    const bundle = await courtBundle(pair.needs('us'), ASKER, { matter, exhibits: { [sealed]: 'plain' } })
    const path = join(pair.dir, 'told.tar')
    await writeFile(path, await joined(bundle.bytes()))
    const { code, out } = await entente(['verify', path])
    expect(code).toBe(0)
    for (const text of [
      matter.slice(0, 12),
      'deposits exhibits',
      'confirms receipt',
      'HOLDS TOGETHER',
      '1 exhibits opened',
    ])
      expect(out).toContain(text)
    const damaged = await joined(bundle.bytes())
    damaged[damaged.indexOf('the image of')] = 0x54
    await writeFile(path, damaged)
    expect((await entente(['verify', path])).out).toContain('exhibit-mismatch')
  })

  it('under seal is neither shown nor let out, and each refusal is logged', async () => {
    const { matter, sealed } = await pair.deposit('us', 'sealed.img', DISK)
    await pair.act('us', 'evidence.seal', matter, { ground: 'court-order', on: true, sealed })
    const shut = async (): Promise<unknown> =>
      (await pair.needs('cn').record.matter(matter))?.exhibits[0]?.shutBy
    await expect.poll(shut).toBe('us')
    const view = { matter, sealed, purpose: 'court', recipients: [] } as const
    expect(await codeOf(handOut(pair.needs('cn'), ASKER, view))).toBe('exhibit-barred')
    const out = courtBundle(pair.needs('cn'), ASKER, { matter, exhibits: { [sealed]: 'sealed' } })
    expect(await codeOf(out)).toBe('exhibit-barred')
    expect((await pair.logged('cn')).slice(-2)).toEqual([
      ['evidence.view', 'exhibit-under-seal'],
      ['evidence.release.court-bundle', 'exhibit-under-seal'],
    ])
  })

  it('that nobody listed, or of a matter that is none, is refused and logged', async () => {
    const { matter } = await pair.deposit('us', 'some.img', Buffer.from('some'))
    const ask = (of: string, sealed: string): Promise<string> =>
      codeOf(handOut(pair.needs('cn'), ASKER, { matter: of, sealed, purpose: 'court', recipients: [] }))
    expect(await ask(matter, 'f'.repeat(64))).toBe('exhibit-unknown')
    expect(await ask(matter, '../secrets.json')).toBe('exhibit-unknown')
    expect(await ask('f'.repeat(64), 'f'.repeat(64))).toBe('matter-unknown')
    expect((await pair.logged('cn')).slice(-3).map(([, result]) => result)).toEqual([
      'exhibit-unknown',
      'exhibit-unknown',
      'matter-unknown',
    ])
  })
})

/** The leaves of all proofs in a bundle, which stand there in base64. */
function proofsIn(bytes: Buffer): string[] {
  const text = bytes.toString('latin1')
  return [...text.matchAll(/^extra (\S+)$/gm)].map(([, extra = '']) =>
    Buffer.from(extra, 'base64').toString('utf8'),
  )
}
