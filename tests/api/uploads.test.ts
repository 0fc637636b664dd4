import { createHash, randomBytes } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  type Desk,
  type Desks,
  newKey,
  openDesks,
  type Seated,
  startDesk,
  until,
  refusalOf,
} from './desks.ts'

let desks: Desks
let officer: Seated
let theirs: Seated

beforeAll(async () => {
  desks = await openDesks()
  officer = await desks.us.seated('desk')
  theirs = await desks.cn.seated('desk')
})
afterAll(() => desks?.close())

const MiB = 1024 * 1024

function segment(
  content: Uint8Array,
  from: number,
  to: number,
): { body: Uint8Array; headers: Record<string, string> } {
  return {
    body: content.subarray(from, to),
    headers: { 'content-range': `bytes ${from}-${to - 1}/${content.length}` },
  }
}

describe('a file on its way in', () => {
  it('comes in segments, is sealed into an act, and is opened by the other side as it was', async () => {
    const content = randomBytes(5 * MiB)
    const name = 'nhật ký "máy chủ".log'
    const { client } = officer
    const upload = await client.call('uploads.begin', {
      body: { name, mediaType: 'text/html', bytes: content.length },
    })
    expect(upload).toMatchObject({ name, bytes: content.length, receivedBytes: 0 })
    const params = { upload: upload.id }
    await client.call('uploads.put', { params, ...segment(content, 0, 2 * MiB) })
    // Paused: whoever comes back asks how much is held.
    const { receivedBytes } = await client.call('uploads.get', { params })
    expect(receivedBytes).toBe(2 * MiB)
    const whole = await client.call('uploads.put', {
      params,
      ...segment(content, receivedBytes, content.length),
    })
    expect(whole.receivedBytes).toBe(content.length)
    const made = await client.call('acts.make', {
      params: { channel: desks.channel },
      body: { type: 'evidence.deposit', data: { exhibits: [] }, uploads: [upload.id], until: 'received' },
      key: newKey(),
    })
    expect(await refusalOf(client.call('uploads.get', { params }))).toBe('upload-unknown')
    expect(await readdir(join(desks.dir, 'us', 'incoming'))).toEqual([])
    const at = { channel: desks.channel, matter: made.matter }
    await until('the exhibit has come over', async () => {
      const matter = await theirs.client.call('matters.get', { params: at }).catch(() => undefined)
      return matter?.exhibits[0]?.received.includes('cn') === true
    })
    const { exhibits } = await theirs.client.call('matters.get', { params: at })
    expect(exhibits[0]).toMatchObject({ name, by: 'us' })
    const exhibit = exhibits[0]?.sealed ?? ''
    const answer = await theirs.client.call('exhibits.content', { params: { ...at, exhibit } })
    expect(digest(new Uint8Array(await answer.arrayBuffer()))).toBe(digest(content))
    // Whatever its author says that it is, a browser is given nothing to interpret.
    expect(answer.headers.get('content-type')).toBe('application/octet-stream')
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff')
    expect(answer.headers.get('content-disposition')).toBe(
      `attachment; filename="nh_t k_ _m_y ch__.log"; filename*=UTF-8''nh%E1%BA%ADt%20k%C3%BD%20%22m%C3%A1y%20ch%E1%BB%A7%22.log`,
    )
    const elsewhere = { channel: desks.channel, matter: desks.channel, exhibit }
    expect(await refusalOf(theirs.client.call('exhibits.content', { params: elsewhere }))).toMatch(
      /-unknown$/,
    )
  })

  it('keeps what came before the line broke', async () => {
    const bytes = 1_000_000
    const { id } = await officer.client.call('uploads.begin', { body: { name: 'a.bin', bytes } })
    const { port, host } = new URL(desks.us.origin)
    const head = [
      `PUT /api/v1/uploads/${id} HTTP/1.1`,
      `host: ${host}`,
      `cookie: ${officer.cookie}`,
      `origin: ${desks.us.origin}`,
      'x-entente: 1',
      'content-type: application/octet-stream',
      `content-range: bytes 0-${bytes - 1}/${bytes}`,
      `content-length: ${bytes}`,
    ]
    await new Promise<void>((resolve) => {
      const socket = connect(Number(port), '127.0.0.1', () => {
        socket.write(`${head.join('\r\n')}\r\n\r\n`)
        socket.write(Buffer.alloc(300_000, 1), () => setTimeout(() => socket.destroy(), 300))
      })
      socket.on('close', () => resolve())
    })
    const params = { upload: id }
    await until('the broken segment is let go', async () => {
      const { receivedBytes } = await officer.client.call('uploads.get', { params })
      return receivedBytes > 0
    })
    const content = Buffer.alloc(bytes, 1)
    await until('the rest is taken', async () => {
      const { receivedBytes } = await officer.client.call('uploads.get', { params })
      const rest = officer.client.call('uploads.put', { params, ...segment(content, receivedBytes, bytes) })
      return (await refusalOf(rest)) === 'no refusal'
    })
    expect((await officer.client.call('uploads.get', { params })).receivedBytes).toBe(bytes)
    const held = await readFile(join(desks.dir, 'us', 'incoming', id))
    expect(digest(held)).toBe(digest(content))
    await officer.client.call('uploads.remove', { params })
  })

  it('outlives the process, and files that nobody knows do not', async () => {
    const { client } = officer
    const content = randomBytes(1_000)
    const { id } = await client.call('uploads.begin', { body: { name: 'later.bin', bytes: 1_000 } })
    await client.call('uploads.put', { params: { upload: id }, ...segment(content, 0, 400) })
    await desks.us.opened.stop()
    const again: Desk = await startDesk(join(desks.dir, 'us'))
    try {
      const { createClient } = await import('../../src/api/index.ts')
      const back = createClient(again.origin, { cookie: officer.cookie })
      const params = { upload: id }
      expect(await back.call('uploads.get', { params })).toMatchObject({ receivedBytes: 400 })
      await back.call('uploads.put', { params, ...segment(content, 400, 1_000) })
      await back.call('uploads.remove', { params })
      expect((await back.call('uploads.list')).items).toEqual([])
    } finally {
      await again.opened.stop()
      Object.assign(desks, { us: await startDesk(join(desks.dir, 'us')) })
      const { createClient } = await import('../../src/api/index.ts')
      officer = { ...officer, client: createClient(desks.us.origin, { cookie: officer.cookie }) }
    }
  })

  it('is refused where it does not fit', async () => {
    const { client } = officer
    const { id } = await client.call('uploads.begin', { body: { name: 'b.bin', bytes: 10 } })
    const params = { upload: id }
    const put = (body: number, range: string): Promise<string> =>
      refusalOf(
        client.call('uploads.put', {
          params,
          body: new Uint8Array(body),
          headers: { 'content-range': range },
        }),
      )
    expect(await put(5, 'bytes 5-9/10')).toBe('upload-offset-wrong')
    expect(await put(5, 'bytes 0-4/11')).toBe('request-malformed')
    expect(await put(5, 'bytes 4-0/10')).toBe('request-malformed')
    expect(await put(5, 'bytes 0-10/10')).toBe('request-malformed')
    expect(await put(5, 'chars 0-4/10')).toBe('request-malformed')
    expect(await put(11, 'bytes 0-9/10')).toBe('upload-too-large')
    const act = { type: 'evidence.deposit', data: { exhibits: [] }, uploads: [id] }
    const at = { channel: desks.channel }
    expect(await refusalOf(client.call('acts.make', { params: at, body: act, key: newKey() }))).toBe(
      'upload-incomplete',
    )
    const other = await desks.us.seated('coordinator')
    expect(await refusalOf(other.client.call('uploads.get', { params }))).toBe('upload-unknown')
    expect(await refusalOf(other.client.call('uploads.remove', { params }))).toBe('upload-unknown')
    const stolen = { ...act, uploads: [id] }
    expect(await refusalOf(other.client.call('acts.make', { params: at, body: stolen, key: newKey() }))).toBe(
      'upload-unknown',
    )
    await client.call('uploads.remove', { params })
  })

  it('has a name, not a path, and a size that there is room for', async () => {
    const { client } = officer
    const names = [
      '../../config.json',
      'a/b',
      'a\\b',
      'C:x',
      'a\u0000b',
      'a\nb',
      'a\u202eb',
      '',
      'a'.repeat(256),
    ]
    for (const name of names)
      expect([name, await refusalOf(client.call('uploads.begin', { body: { name, bytes: 1 } }))]).toEqual([
        name,
        'request-invalid',
      ])
    const turned = client.call('uploads.begin', { body: { name: 'C:a\u202egpj.exe', bytes: 1 } })
    await expect(turned).rejects.toMatchObject({
      problem: {
        detail: 'body.name: must not hold : (U+003A), U+202E; rename the file.',
        rule: 'refused-characters',
        params: { characters: ': (U+003A), U+202E' },
      },
    })
    for (const bytes of [0, -1, 1.5, Number.MAX_SAFE_INTEGER + 1])
      expect(await refusalOf(client.call('uploads.begin', { body: { name: 'a', bytes } }))).toBe(
        'request-invalid',
      )
    const tooMuch = client.call('uploads.begin', { body: { name: 'a', bytes: 200 * 1024 ** 3 } })
    expect(await refusalOf(tooMuch)).toBe('upload-too-large')
    const many = await Promise.all(
      Array.from({ length: 70 }, () =>
        refusalOf(client.call('uploads.begin', { body: { name: 'a', bytes: 1 } })),
      ),
    )
    expect(many.filter((code) => code === 'no refusal')).toHaveLength(64)
    expect(many.filter((code) => code === 'uploads-too-many')).toHaveLength(6)
  })
})

function digest(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}
