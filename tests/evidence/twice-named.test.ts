import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { type Asker, courtBundle, handOut } from '../../src/desk/index.ts'
import { Caller, transportSigner } from '../../src/exchange/index.ts'
import { type ActId, type PartyId } from '../../src/record/index.ts'
import { Pair } from './pair.ts'

const ASKER: Asker = { user: 'u_1', by: 's_1', how: 'session' }
const GONE = { ground: 'court-order' }

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

function viewed(by: PartyId, matter: ActId, sealed: string): ReturnType<typeof handOut> {
  return handOut(pair.needs(by), ASKER, { matter, sealed, purpose: 'court', recipients: [] })
}

/** As the command on the machine does, which names no matter. */
function openedFile(by: PartyId, sealed: string, name: string): Promise<unknown> {
  return pair.side(by).opened.node.exhibits.open(pair.live(by), sealed, join(pair.dir, name))
}

async function isHere(by: PartyId, sealed: string): Promise<boolean> {
  await pair.live(by).folds.idle()
  return (await pair.side(by).opened.node.needs.vault.held(sealed)).complete
}

/** What a peer is answered that asks for a file. */
function askedBy(asker: PartyId, of: PartyId, sealed: string): Promise<string> {
  const { exchange } = pair.side(asker).opened.node
  const caller = new Caller(exchange, transportSigner(exchange.signers.newest.transport.ed25519))
  const channel = pair.live(asker).held
  const peer = channel.peers.find(({ party }) => party === of)
  if (peer === undefined) throw new Error(`no peer ${of}`)
  return caller.exhibitSegment(channel, peer, sealed, 0).then(
    (bytes) => `${bytes.length > 0 ? 'bytes' : 'nothing'}`,
    (cause: unknown) => (cause instanceof Error && 'field' in cause ? String(cause.field) : String(cause)),
  )
}

describe('a file that two matters name', () => {
  it('and that is under seal in one goes out by neither, and is not destroyed by the other', async () => {
    const { matter, sealed } = await pair.deposit('us', 'twice.img', Buffer.from('under seal in one of them'))
    const other = await pair.nameAgain('cn', matter)
    await pair.act('us', 'evidence.seal', matter, { ground: 'court-order', on: true, sealed })
    expect(await codeOf(viewed('cn', other, sealed))).toBe('exhibit-barred')
    const bundle = courtBundle(pair.needs('cn'), ASKER, { matter: other, exhibits: { [sealed]: 'sealed' } })
    expect(await codeOf(bundle)).toBe('exhibit-barred')
    expect(await codeOf(openedFile('cn', sealed, 'past.img'))).toBe('exhibit-barred')
    expect((await pair.logged('cn')).slice(-2)).toEqual([
      ['evidence.view', 'exhibit-under-seal'],
      ['evidence.release.court-bundle', 'exhibit-under-seal'],
    ])
    await pair.act('cn', 'evidence.destroy', other, { ...GONE, sealed })
    expect(await isHere('cn', sealed)).toBe(true)
    await pair.act('us', 'evidence.seal', matter, { ground: 'court-order', on: false, sealed })
    expect(await codeOf(viewed('cn', matter, sealed))).toBe('done')
    expect(await codeOf(viewed('cn', other, sealed))).toBe('exhibit-barred')
    await pair.act('cn', 'evidence.destroy', matter, { ...GONE, sealed })
    expect(await isHere('cn', sealed)).toBe(false)
    expect(await isHere('us', sealed)).toBe(true)
  })

  it('and that is destroyed in one is shown by the other alone, until it is destroyed there too', async () => {
    const { matter, sealed } = await pair.deposit(
      'us',
      'both.img',
      Buffer.from('destroyed in one, then in both'),
    )
    const other = await pair.nameAgain('us', matter)
    const promised = await viewed('us', matter, sealed)
    await pair.act('us', 'evidence.destroy', matter, { ...GONE, sealed })
    expect(await isHere('us', sealed)).toBe(true)
    expect(await codeOf(promised.still())).toBe('exhibit-barred')
    expect(await codeOf(viewed('us', matter, sealed))).toBe('exhibit-barred')
    const bundle = { matter, exhibits: { [sealed]: 'plain' } } as const
    expect(await codeOf(courtBundle(pair.needs('us'), ASKER, bundle))).toBe('exhibit-barred')
    expect(await codeOf(viewed('us', other, sealed))).toBe('done')
    expect(await codeOf(openedFile('us', sealed, 'by-the-other.img'))).toBe('done')
    await pair.act('us', 'evidence.destroy', other, { ...GONE, sealed })
    expect(await isHere('us', sealed)).toBe(false)
    expect(await codeOf(openedFile('us', sealed, 'gone.img'))).toBe('exhibit-barred')
    await expect(stat(join(pair.dir, 'gone.img'))).rejects.toThrow('ENOENT')
    expect(await askedBy('cn', 'us', sealed)).toBe('exhibit-unknown')
  })

  it('and that was destroyed while a seal of one held it goes when that comes off', async () => {
    const { matter, sealed } = await pair.deposit('us', 'waits.img', Buffer.from('goes when the seal is off'))
    const other = await pair.nameAgain('us', matter)
    await pair.act('us', 'evidence.seal', other, { ground: 'court-order', on: true, sealed })
    await pair.act('cn', 'evidence.destroy', matter, { ...GONE, sealed })
    expect(await isHere('cn', sealed)).toBe(true)
    await pair.act('us', 'evidence.seal', other, { ground: 'court-order', on: false, sealed })
    expect(await isHere('cn', sealed)).toBe(false)
  })

  it('has its ledgers read for no seal but one that a destruction waits for', async () => {
    const { matter, sealed } = await pair.deposit('us', 'often.img', Buffer.from('sealed again and again'))
    const other = await pair.nameAgain('us', matter)
    const asked = vi.spyOn(pair.side('cn').opened.node.needs.store, 'exhibitNames')
    const seal = async (on: boolean): Promise<number> => {
      await pair.act('us', 'evidence.seal', other, { ground: 'court-order', on, sealed })
      await pair.live('cn').folds.idle()
      return asked.mock.calls.filter(([, name]) => name === sealed).length
    }
    const read = []
    for (const on of [true, false, true, false, true]) read.push(await seal(on))
    expect(read).toEqual([0, 0, 0, 0, 0])
    await pair.act('cn', 'evidence.destroy', matter, { ...GONE, sealed })
    expect(await isHere('cn', sealed)).toBe(true)
    const before = asked.mock.calls.length
    expect((await seal(false)) - before).toBe(1)
    expect(await isHere('cn', sealed)).toBe(false)
    asked.mockRestore()
  })

  it('is not erased with an act that names it while it is under seal', async () => {
    const { matter, sealed } = await pair.deposit('us', 'kept.img', Buffer.from('not erased under seal'))
    await pair.act('us', 'evidence.seal', matter, { ground: 'court-order', on: true, sealed })
    const asked = { act: matter, ground: 'other' }
    const erase = (scope: string) => codeOf(pair.act('us', 'body.expunge', matter, { ...asked, scope }))
    expect(await erase('body-and-exhibits')).toBe('act-not-allowed')
    await pair.act('us', 'evidence.seal', matter, { ground: 'court-order', on: false, sealed })
    expect(await erase('body-and-exhibits')).toBe('done')
    expect(await isHere('us', sealed)).toBe(false)
  })
})

describe('a file that two channels name', () => {
  it('and that is destroyed in one is given to nobody by that one, though the other holds it', async () => {
    const { matter, sealed } = await pair.deposit('us', 'far.img', Buffer.from('held for another channel'))
    expect(await askedBy('cn', 'us', sealed)).toBe('bytes')
    await pair.nameAgain('us', matter, await pair.another())
    await pair.act('us', 'evidence.destroy', matter, { ...GONE, sealed })
    expect(await isHere('us', sealed)).toBe(true)
    expect(await askedBy('cn', 'us', sealed)).toBe('exhibit-unknown')
    expect(await codeOf(viewed('us', matter, sealed))).toBe('exhibit-barred')
    expect(await codeOf(openedFile('us', sealed, 'far-opened.img'))).toBe('exhibit-barred')
  })
})
