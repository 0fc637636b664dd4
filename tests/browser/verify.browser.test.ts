import { createReadStream } from 'node:fs'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { verifyMatters } from '../../src/channel/index.ts'
import { encodeCard, parseCard } from '../../src/record/index.ts'
import { type Desks, newKey, openDesks, requestTo, until } from '../api/desks.ts'
import { archiveBytes, makeRecord } from '../archive/made-record.ts'
import { entente } from '../cli/entente.ts'
import { launchBrowser } from './launch.ts'
import { type ServedPage, serveVerifyPage } from './verify-page.ts'

const STARTING_MS = 120_000
const TEST_MS = 120_000
/** Two feeds of so many acts, about ten million bytes: past where other threads are made. */
const LARGE_ACTS = 6_000

let browser: Browser
let desks: Desks
let page: Page
let served: ServedPage
let folder = ''
let cards: string[] = []
const complaints: string[] = []

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'entente-verify-'))
  desks = await openDesks()
  cards = [desks.us.node.card, desks.cn.node.card].map(encodeCard)
  for (const [i, card] of cards.entries()) await writeFile(join(folder, `${i}.card`), `${card}\n`)
  await carriedOut()
  served = await serveVerifyPage(folder)
  browser = await launchBrowser()
  page = await browser.newPage()
  page.on('console', (message) => complaints.push(message.text()))
  page.on('pageerror', (error) => complaints.push(String(error)))
  await page.goto(served.origin)
}, STARTING_MS)

afterAll(async () => {
  await browser?.close()
  await served?.close()
  await desks?.close()
  await rm(folder, { recursive: true, force: true })
})

/** What two living nodes give out: the whole channel, one act, one matter with the plain exhibit. */
async function carriedOut(): Promise<void> {
  const { channel, cn, us } = desks
  const [author, auditor, theirs] = [
    await us.seated('desk'),
    await us.seated('auditor'),
    await cn.seated('desk'),
  ]
  const { id: request } = await author.client.call('acts.make', {
    params: { channel },
    body: await requestTo('cn'),
    key: newKey(),
  })
  const disk = Buffer.from('the image of a seized disk '.repeat(400))
  const upload = await author.client.call('uploads.begin', {
    body: { name: 'disk.img', malware: false, bytes: disk.length },
  })
  await author.client.call('uploads.put', {
    params: { upload: upload.id },
    headers: { 'content-range': `bytes 0-${disk.length - 1}/${disk.length}` },
    body: disk,
  })
  const { id: deposit } = await author.client.call('acts.make', {
    params: { channel },
    body: { type: 'evidence.deposit', data: { marks: { handling: [], tlp: 'CLEAR' } }, uploads: [upload.id] },
    key: newKey(),
  })
  const params = { channel, matter: deposit }
  let exhibit = ''
  await until('the exhibit is held there', async () => {
    const [held] =
      (await theirs.client.call('matters.get', { params }).catch(() => undefined))?.exhibits ?? []
    exhibit = held?.sealed ?? ''
    return held?.received.includes('cn') === true
  })
  await until('the request is receipted', async () => {
    const at = { channel, matter: request, act: request }
    return (await author.client.call('acts.get', { params: at })).marks.received
  })
  const proof = await auditor.client.call('acts.prove', {
    params: { channel, matter: request, act: request },
  })
  await writeFile(join(folder, 'act.tlog-proof'), proof.proof)
  const bundled = async (name: string): Promise<void> => {
    const { download } = await theirs.client.call('evidence.bundle', {
      params,
      body: { exhibits: { [exhibit]: 'plain' as const } },
      key: newKey(),
    })
    await keep(name, await theirs.client.call('downloads.get', { params: { ...params, id: download } }))
  }
  await bundled('matter.tar')
  const query = { exhibits: 'true' as const }
  await keep('record.tar', await auditor.client.call('channels.export', { params: { channel }, query }))
  await us.node.changeKeys()
  const { id: remark } = await author.client.call('acts.make', {
    params: { channel },
    body: {
      type: 'remark.post',
      about: deposit,
      data: {},
      body: { type: 'application/json', text: '{"text":"By our new keys."}' },
    },
    key: newKey(),
  })
  await until('the remark is receipted', async () => {
    const at = { channel, matter: deposit, act: remark }
    return (await author.client.call('acts.get', { params: at })).marks.received
  })
  await bundled('turned.tar')
}

async function keep(name: string, answer: Response): Promise<void> {
  await writeFile(join(folder, name), Buffer.from(await answer.arrayBuffer()))
}

function inBrowser(name: string, given: readonly string[] = cards): Promise<unknown> {
  return page.evaluate(`trial.verifyUrl('/files/${name}', ${JSON.stringify({ cards: given })})`)
}

/** The report as it would be after crossing from a worker. */
async function onNode(name: string, given: readonly string[] = cards): Promise<unknown> {
  const source = createReadStream(join(folder, name))
  return structuredClone(await verifyMatters(source, { cards: given.map((card) => parseCard(card)) }))
}

const told = z.object({
  verified: z.object({
    kind: z.string(),
    findingCount: z.number(),
    findings: z.array(z.object({ code: z.string(), where: z.string() })),
  }),
  matters: z.array(z.object({ kind: z.string(), status: z.string() })),
})
const trialRun = z.object({
  report: z.unknown(),
  seconds: z.number(),
  progress: z.array(z.object({ acts: z.number(), bytes: z.number(), totalBytes: z.number() })),
})
const saidByProgram = z.object({ findings: z.array(z.object({ code: z.string(), where: z.string() })) })

/** A file with one bit changed, at a place that is found in it. */
async function flipped(name: string, find: (bytes: Buffer) => number): Promise<string> {
  const bytes = await readFile(join(folder, name))
  const at = find(bytes)
  expect(at).toBeGreaterThanOrEqual(0)
  bytes[at] = (bytes[at] ?? 0) ^ 1
  await writeFile(join(folder, `flipped-${name}`), bytes)
  return `flipped-${name}`
}

describe('a page under the strictest policy', () => {
  it.each([
    ['record.tar', 'record', ['request', 'evidence']],
    ['matter.tar', 'bundle', ['evidence']],
    ['turned.tar', 'bundle', ['evidence']],
    ['act.tlog-proof', 'proof', []],
  ])(
    'verifies %s of two living nodes, and its report is that of a node to the last field',
    async (name, kind, matters) => {
      const report = await inBrowser(name)
      const { verified, ...rest } = told.parse(report)
      expect(verified).toMatchObject({ kind, findings: [], findingCount: 0 })
      expect(rest.matters.map((matter) => matter.kind).toSorted()).toEqual(matters.toSorted())
      expect(report).toEqual(await onNode(name))
      expect(await inBrowser(name, [])).toEqual(await onNode(name, []))
    },
    TEST_MS,
  )

  it.each([
    ['record.tar', 'an act', (bytes: Buffer): number => bytes.indexOf('"request.open"') + 3],
    ['record.tar', 'a head', (bytes: Buffer): number => bytes.indexOf('\u2014 ') + 200],
    ['record.tar', 'an exhibit', (bytes: Buffer): number => bytes.indexOf('age-encryption.org') + 400],
    ['matter.tar', 'an exhibit', (bytes: Buffer): number => bytes.indexOf('the image of')],
    ['matter.tar', 'a proof', (bytes: Buffer): number => bytes.indexOf('\nextra ') + 40],
    ['turned.tar', 'a change of keys', (bytes: Buffer): number => bytes.indexOf('"rotation"') + 400],
    ['act.tlog-proof', 'its receipt', (bytes: Buffer): number => bytes.length - 200],
  ])(
    'finds one changed bit of %s, in %s, by the code and place that the command line says',
    async (name, _what, find) => {
      const changed = await flipped(name, find)
      const given = ['--card', join(folder, '0.card'), '--card', join(folder, '1.card')]
      const program = await entente(['verify', join(folder, changed), ...given, '--json'])
      expect(program.code).toBe(1)
      const said = saidByProgram.parse(JSON.parse(program.out)).findings
      const { verified } = told.parse(await inBrowser(changed))
      expect(verified.findings.map(({ code, where }) => ({ code, where }))).toEqual(
        said.map(({ code, where }) => ({ code, where })),
      )
      expect(said.length).toBeGreaterThan(0)
      console.log(`${name}: ${said.map(({ code }) => code).join(', ')}`)
    },
    TEST_MS,
  )

  it('takes a file of no kind for what it is, and refuses a card that is none by its code', async () => {
    await writeFile(join(folder, 'letter.txt'), 'To whom it may concern.')
    expect(told.parse(await inBrowser('letter.txt')).verified).toMatchObject({
      kind: 'unknown',
      findings: [{ code: 'file-unknown' }],
    })
    await expect(inBrowser('record.tar', ['{}'])).rejects.toThrow('RecordError: v must be 1')
  })
})

describe('a file of many acts', () => {
  let large = ''
  beforeAll(async () => {
    const made = await makeRecord({ parties: ['alpha', 'beta'], acts: LARGE_ACTS, bodyBytes: 400 })
    large = join(folder, 'large.tar')
    await writeFile(large, await archiveBytes(made.source))
    await page.setInputFiles('input', large)
  }, TEST_MS)

  it(
    'is verified by several workers, told of as it goes, and found whole',
    async () => {
      const run = trialRun.parse(await page.evaluate('trial.verifyFile()'))
      expect(told.parse(run.report).verified).toMatchObject({ kind: 'record', findings: [] })
      const last = run.progress.at(-1)
      expect(last).toMatchObject({ bytes: last?.totalBytes, acts: 2 * LARGE_ACTS })
      expect(run.progress.length).toBeGreaterThan(3)
      expect(served.asked.filter((path) => path.includes('run-worker')).length).toBeGreaterThan(0)
      const startedMs = performance.now()
      expect(run.report).toEqual(await onNode('large.tar', []))
      const onNodeSeconds = (performance.now() - startedMs) / 1_000
      const perSecond = (seconds: number): string =>
        Math.round((2 * LARGE_ACTS) / seconds).toLocaleString('en')
      console.log(
        `${2 * LARGE_ACTS} acts: ${perSecond(run.seconds)} acts/s in the browser, ${perSecond(onNodeSeconds)} on one thread of node`,
      )
    },
    TEST_MS,
  )

  it('can be stopped midway, and lets go of what it reads from', async () => {
    const ended = await page.evaluate('trial.stopAfter(2_000_000)')
    expect(ended).toEqual(['AbortError', 'let go'])
  })

  it('made the page complain of nothing', () => {
    expect(complaints).toEqual([])
  })
})
