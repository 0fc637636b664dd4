import { createReadStream } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Decrypter, generateIdentity, identityToRecipient } from 'age-encryption'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type JsonObject, verifyFile } from '../../src/record/index.ts'
import { entente } from '../cli/entente.ts'
import { codeOf, type Desks, newKey, openDesks, requestTo, type Seated, until } from './desks.ts'

const DISK = Buffer.from('the image of a seized disk '.repeat(4_000))
const SAMPLE = Buffer.from('stands for live malware')

let desks: Desks
let ours: Seated
let theirs: Seated
let auditor: Seated

beforeAll(async () => {
  desks = await openDesks()
  ours = await desks.us.seated('desk')
  theirs = await desks.cn.seated('desk')
  auditor = await desks.cn.seated('auditor')
})
afterAll(() => desks?.close())

interface At {
  readonly channel: string
  readonly matter: string
  readonly exhibit: string
}

/** A deposit of `us` that `cn` holds and has found to match. */
async function deposited(
  bytes: Buffer,
  data: JsonObject = {},
  { name = 'disk.img', malware = false }: { name?: string; malware?: boolean } = {},
): Promise<At> {
  const { client } = ours
  const { channel } = desks
  const upload = await client.call('uploads.begin', { body: { name, malware, bytes: bytes.length } })
  await client.call('uploads.put', {
    params: { upload: upload.id },
    headers: { 'content-range': `bytes 0-${bytes.length - 1}/${bytes.length}` },
    body: bytes,
  })
  const made = await client.call('acts.make', {
    params: { channel },
    body: { type: 'evidence.deposit', data, uploads: [upload.id] },
    key: newKey(),
  })
  return received({ channel, matter: made.id })
}

async function received(at: { channel: string; matter: string }): Promise<At> {
  const exhibitOf = async ({ client }: Seated) =>
    (await client.call('matters.get', { params: at }).catch(() => undefined))?.exhibits[0]
  for (const seated of [ours, theirs])
    await until(
      'the other side has it',
      async () => (await exhibitOf(seated))?.received.includes('cn') === true,
    )
  return { ...at, exhibit: (await exhibitOf(theirs))?.sealed ?? '' }
}

async function ledgerOf({ client }: Seated, params: At): Promise<string[]> {
  const { items } = await client.call('evidence.ledger', { params })
  return items.map(({ by, what }) => `${by} ${what}`)
}

/** What the access log of `cn` says of a matter, oldest first. */
async function loggedAbout(matter: string): Promise<string[]> {
  const { items } = await auditor.client.call('access-log.list', { query: { matter, limit: 100 } })
  return items.toReversed().map(({ result, what }) => `${what} ${result}`)
}

const bytesOf = async (answer: Response): Promise<Buffer> => Buffer.from(await answer.arrayBuffer())

describe('an exhibit', () => {
  it('is opened once the view is on the record, and fetched once, by who asked', async () => {
    const at = await deposited(DISK)
    const { client } = theirs
    const key = newKey()
    const asked = { params: at, body: { purpose: 'examination' as const }, key }
    const opened = await client.call('evidence.view', asked)
    expect(opened).toMatchObject({ name: 'disk.img', form: 'plain', plainBytes: DISK.length, malware: false })
    expect(await ledgerOf(theirs, at)).toEqual(['us deposit', 'cn receive', 'cn view'])
    const where = { params: { channel: at.channel, matter: at.matter, id: opened.download } }
    const colleague = await desks.cn.seated('desk')
    expect(await codeOf(colleague.client.call('downloads.get', where))).toBe('404 download-unknown')
    const answer = await client.call('downloads.get', where)
    expect(answer.headers.get('content-disposition')).toMatch(/^attachment; filename="disk.img"/)
    expect(answer.headers.get('content-type')).toBe('application/octet-stream')
    expect((await bytesOf(answer)).equals(DISK)).toBe(true)
    expect(await codeOf(client.call('downloads.get', where))).toBe('404 download-unknown')
    // The same request again is the same view.
    expect(await client.call('evidence.view', asked)).toEqual(opened)
    expect(await ledgerOf(theirs, at)).toHaveLength(3)
    expect(await loggedAbout(at.matter)).toContain('evidence.view ok')
    await until('its owner sees who looked', async () => (await ledgerOf(ours, at)).includes('cn view'))
  })

  it('opened at its plain address is a view too, each time', async () => {
    const at = await deposited(DISK)
    const query = { purpose: 'court' as const }
    for (let times = 1; times <= 2; times++) {
      const answer = await theirs.client.call('exhibits.content', { params: at, query })
      expect((await bytesOf(answer)).equals(DISK)).toBe(true)
      expect((await ledgerOf(theirs, at)).filter((one) => one === 'cn view')).toHaveLength(times)
    }
    const { items } = await theirs.client.call('evidence.ledger', { params: at })
    expect(items.at(-1)?.details).toEqual({ purpose: 'court' })
  })

  it('that is malware leaves sealed to whoever is named, and in no other way', async () => {
    const at = await deposited(SAMPLE, {}, { name: 'sample.bin', malware: true })
    const { client } = theirs
    const view = (recipients: string[]) =>
      client.call('evidence.view', {
        params: at,
        body: { purpose: 'examination', recipients },
        key: newKey(),
      })
    expect(await codeOf(view([]))).toBe('403 malware-sealed-only')
    expect(await codeOf(client.call('exhibits.content', { params: at }))).toBe('403 malware-sealed-only')
    expect(await codeOf(view(['age1nobody']))).toBe('409 exhibit-recipient-invalid')
    expect(await ledgerOf(theirs, at)).toEqual(['us deposit', 'cn receive'])
    expect(await loggedAbout(at.matter)).toContain('evidence.view malware-sealed-only')
    const identity = await generateIdentity()
    const opened = await view([await identityToRecipient(identity)])
    expect(opened).toMatchObject({ name: 'sample.bin.age', form: 'sealed', malware: true })
    const params = { channel: at.channel, matter: at.matter, id: opened.download }
    const sealed = await bytesOf(await client.call('downloads.get', { params }))
    expect(sealed.includes(SAMPLE)).toBe(false)
    const decrypter = new Decrypter()
    decrypter.addIdentity(identity)
    expect(Buffer.from(await decrypter.decrypt(Uint8Array.from(sealed)))).toEqual(SAMPLE)
  })

  it('is handed on, put under seal and destroyed, each with its place in the ledger', async () => {
    const at = await deposited(DISK)
    const { client } = ours
    const act = (
      id: 'evidence.transfer' | 'evidence.seal' | 'evidence.destroy',
      body: object,
      by = client,
    ): Promise<string> => codeOf(by.call(id, { params: at, body: body as never, key: newKey() }))
    expect(await act('evidence.transfer', { reason: 'examination' })).toBe('422 data-invalid')
    expect(await act('evidence.transfer', { reason: 'examination', to: 'cn' }, theirs.client)).toBe(
      '409 act-not-allowed',
    )
    expect(await act('evidence.transfer', { reason: 'examination', to: 'cn', note: 'By hand.' })).toBe('done')
    expect(await act('evidence.seal', { on: true, ground: 'court-order' })).toBe('done')
    await until('the seal is known there', async () => (await ledgerOf(theirs, at)).includes('us seal'))
    const view = { params: at, body: { purpose: 'court' as const }, key: newKey() }
    expect(await codeOf(theirs.client.call('evidence.view', view))).toBe('409 exhibit-barred')
    expect(await loggedAbout(at.matter)).toContain('evidence.view exhibit-under-seal')
    expect(await act('evidence.seal', { on: false, ground: 'court-order' }, theirs.client)).toBe(
      '409 act-not-allowed',
    )
    expect(await act('evidence.seal', { on: false, ground: 'court-order' })).toBe('done')
    expect(await act('evidence.destroy', { ground: 'returned' })).toBe('400 request-invalid')
    expect(await act('evidence.destroy', { ground: 'returned', confirm: 'destroy' })).toBe('done')
    const gone = { params: at, body: { purpose: 'court' as const }, key: newKey() }
    expect(await codeOf(client.call('evidence.view', gone))).toBe('409 exhibit-barred')
    expect(await ledgerOf(ours, at)).toEqual([
      'us deposit',
      'cn receive',
      'us transfer',
      'us seal',
      'us seal',
      'us destroy',
    ])
    await until('the other still opens its own', async () => {
      const again = { params: at, body: { purpose: 'court' as const }, key: newKey() }
      return (await codeOf(theirs.client.call('evidence.view', again))) === 'done'
    })
  })
})

describe('a release', () => {
  const H1 = { handling: ['H1'], tlp: 'GREEN' }

  it('that a mark stops is refused and logged, and goes through once the owner permits it', async () => {
    const at = await deposited(DISK, { marks: H1 })
    const params = { channel: at.channel, matter: at.matter }
    const body = { exhibits: [at.exhibit], scope: 'exhibits' as const, way: 'court-bundle' as const }
    const { client } = theirs
    const plan = await client.call('evidence.plan', { params, body })
    expect(plan).toEqual({ stops: ['handling-h1'], permissions: [] })
    const release = (): Promise<string> =>
      codeOf(client.call('evidence.release', { params, body, key: newKey() }))
    expect(await release()).toBe('403 release-stopped')
    expect(await loggedAbout(at.matter)).toContain('evidence.release.court-bundle handling-h1')
    const permit = { exhibits: [at.exhibit], ways: ['court-bundle' as const] }
    expect(await codeOf(client.call('evidence.permit', { params, body: permit, key: newKey() }))).toBe(
      '409 act-not-allowed',
    )
    const given = await ours.client.call('evidence.permit', { params, body: permit, key: newKey() })
    await until('the permission has come', async () => {
      const now = await client.call('evidence.plan', { params, body })
      return now.stops.length === 0 && now.permissions[0] === given.id
    })
    expect(await release()).toBe('done')
    expect(await ledgerOf(theirs, at)).toEqual(['us deposit', 'cn receive', 'us permit', 'cn release'])
  })

  it('to a court is a file that verifies with nothing but itself and the cards', async () => {
    const at = await deposited(DISK, { marks: { handling: [], tlp: 'CLEAR' } })
    const params = { channel: at.channel, matter: at.matter }
    const { client } = theirs
    const body = { exhibits: { [at.exhibit]: 'plain' as const } }
    const byAuditor = auditor.client.call('evidence.bundle', { params, body, key: newKey() })
    expect(await codeOf(byAuditor)).toBe('403 not-allowed')
    const bundle = await client.call('evidence.bundle', { params, body, key: newKey() })
    expect((await ledgerOf(theirs, at)).at(-1)).toBe('cn release')
    const fetched = await client.call('downloads.get', { params: { ...params, id: bundle.download } })
    const path = join(desks.dir, bundle.name)
    await writeFile(path, await bytesOf(fetched))
    const cards = [desks.us.node.card, desks.cn.node.card]
    const verified = await verifyFile(createReadStream(path), { cards })
    expect(verified).toMatchObject({ kind: 'bundle', findings: [], matter: at.matter, channel: at.channel })
    const said = await entente(['verify', path])
    expect([said.code, said.out.includes('HOLDS TOGETHER')]).toEqual([0, true])
    const damaged = await bytesOf(await fetchAgain())
    damaged[damaged.indexOf('the image of')] = 0x54
    await writeFile(path, damaged)
    expect((await entente(['verify', path])).out).toContain('exhibit-mismatch')

    async function fetchAgain(): Promise<Response> {
      const again = await client.call('evidence.bundle', { params, body, key: newKey() })
      return client.call('downloads.get', { params: { ...params, id: again.download } })
    }
  })

  it('of what is not there, or without a purpose, names the field', async () => {
    const at = await deposited(DISK)
    const params = { channel: at.channel, matter: at.matter }
    const { client } = theirs
    const none = 'e'.repeat(64)
    const view = (exhibit: string, body: object): Promise<string> =>
      codeOf(
        client.call('evidence.view', { params: { ...params, exhibit }, body: body as never, key: newKey() }),
      )
    expect(await view(none, { purpose: 'court' })).toBe('404 exhibit-unknown')
    expect(await view(at.exhibit, {})).toBe('400 request-invalid')
    expect(await view(at.exhibit, { purpose: 'curiosity' })).toBe('400 request-invalid')
    const bundle = { params, body: { exhibits: { [none]: 'plain' as const } }, key: newKey() }
    expect(await codeOf(client.call('evidence.bundle', bundle))).toBe('404 exhibit-unknown')
    const body = { exhibits: [], scope: 'exhibits' as const, way: 'publish' as const }
    expect(await codeOf(client.call('evidence.plan', { params, body }))).toBe('400 request-invalid')
    const operator = await desks.cn.seated('operator')
    expect(await codeOf(operator.client.call('exhibits.content', { params: at }))).toBe('403 not-allowed')
  })
})

describe('where the charter asks for a second officer before a release', () => {
  it('a bundle rests on the release that was approved, and on no other', async () => {
    const charter = {
      entente: 'charter/1',
      title: { en: 'Charter' },
      text: { en: 'Two officers let evidence out.' },
      terms: { approvals: ['evidence.release'] },
    }
    const strict = await openDesks(JSON.stringify(charter))
    try {
      const { channel, us } = strict
      const [author, second] = [await us.seated('desk'), await us.seated('coordinator')]
      const post = await author.client.call('acts.make', {
        params: { channel },
        body: { ...(await requestTo('cn')), until: 'received' },
        key: newKey(),
      })
      const params = { channel, matter: post.id }
      const bundle = (release?: string) =>
        author.client.call('evidence.bundle', {
          params,
          body: { exhibits: {}, ...(release === undefined ? {} : { release }) },
          key: newKey(),
        })
      expect(await codeOf(bundle())).toBe('409 approval-needed')
      expect(await codeOf(bundle(post.id))).toBe('404 release-unknown')
      const content = {
        type: 'evidence.release',
        about: post.id,
        data: { exhibits: [], permissions: [], scope: 'matter', way: 'court-bundle' },
      }
      const draft = await author.client.call('drafts.make', { params: { channel }, body: { content } })
      const at = { params: { draft: draft.id }, headers: { 'if-match': `"v${draft.version}"` } }
      await author.client.call('drafts.ask', at)
      await second.client.call('drafts.approve', at)
      const made = await author.client.call('drafts.submit', { ...at, key: newKey() })
      const granted = await bundle(made.id)
      expect(granted.release).toBe(made.id)
      const fetched = await author.client.call('downloads.get', {
        params: { ...params, id: granted.download },
      })
      expect((await bytesOf(fetched)).length).toBeGreaterThan(1_000)
    } finally {
      await strict.close()
    }
  })
})

describe('the exhibits of all matters', () => {
  it('are listed by page, each with its marks and state, the newest of each party first', async () => {
    const marked = { handling: ['H2'], tlp: 'AMBER', pap: 'GREEN' }
    const first = await deposited(DISK, { marks: marked }, { name: 'listed.img' })
    const second = await deposited(SAMPLE, {}, { name: 'listed.bin', malware: true })
    const seen: string[] = []
    let after: string | undefined
    do {
      const query = { limit: 1, by: 'us', ...(after === undefined ? {} : { after }) }
      const page = await theirs.client.call('exhibits.list', { query })
      expect(page.items.length).toBeLessThanOrEqual(1)
      seen.push(...page.items.map(({ sealed }) => sealed))
      after = page.next ?? undefined
    } while (after !== undefined)
    expect(seen.slice(0, 2)).toEqual([second.exhibit, first.exhibit])
    expect(new Set(seen).size).toBe(seen.length)
    const { items } = await theirs.client.call('exhibits.list', { query: { channel: desks.channel } })
    expect(items.find(({ sealed }) => sealed === first.exhibit)).toMatchObject({
      matter: first.matter,
      act: first.matter,
      matterKind: 'evidence',
      name: 'listed.img',
      by: 'us',
      held: true,
      received: ['cn'],
      malware: false,
      shutBy: null,
      plainBytes: DISK.length,
      marks: marked,
    })
    expect(items.find(({ sealed }) => sealed === second.exhibit)).toMatchObject({
      malware: true,
      marks: null,
    })
    expect((await theirs.client.call('exhibits.list', { query: { by: 'cn' } })).items).toEqual([])
  })

  it('leave out what the reader may not see, and take no cursor of another list', async () => {
    const at = await deposited(DISK)
    const elsewhere = await desks.cn.seated('desk', { channels: ['e'.repeat(64)] })
    expect((await elsewhere.client.call('exhibits.list')).items).toEqual([])
    const limited = await desks.cn.seated('desk', { matters: [at.matter] })
    const { items } = await limited.client.call('exhibits.list')
    expect(items.map(({ matter }) => matter)).toEqual([at.matter])
    const query = { after: Buffer.from('["other"]').toString('base64url') }
    expect(await codeOf(theirs.client.call('exhibits.list', { query }))).toBe('400 cursor-invalid')
  })
})
