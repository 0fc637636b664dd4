import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { build } from 'vite'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import * as record from '../../src/record/index.ts'
import type { Vector } from '../../vectors/make.ts'
import { archiveBytes, makeRecord, pieces } from '../archive/made-record.ts'
import { type Outcome, outcomesBy, readVector } from './vector-outcomes.ts'

/** Every so-maniest bit of a carried file is changed, one at a time. */
const FLIP_EVERY = 397

const vectors: Vector[] = JSON.parse((await readVector('index.json')).toString())
let folder = ''
let inBrowser: typeof record
let outcome: (vector: Vector) => Promise<Outcome>

/** The record's room as a browser gets it, read by node. */
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'entente-rooms-'))
  const entry = fileURLToPath(new URL('../../src/record/index.ts', import.meta.url))
  await build({
    configFile: fileURLToPath(new URL('../../src/web/vite.config.ts', import.meta.url)),
    logLevel: 'error',
    build: {
      outDir: folder,
      lib: { entry, formats: ['es'], fileName: () => 'record.mjs' },
      minify: false,
      manifest: false,
      copyPublicDir: false,
    },
  })
  inBrowser = await import(pathToFileURL(join(folder, 'record.mjs')).href)
  outcome = await outcomesBy(inBrowser)
})

afterAll(() => rm(folder, { recursive: true, force: true }))

describe('the record as browsers get it', () => {
  it('has nothing of node in it', async () => {
    const files = await readdir(folder)
    expect(files).toEqual(['record.mjs'])
    const code = await readFile(join(folder, 'record.mjs'), 'utf8')
    expect(code).not.toMatch(/from ["']node:|require\(|\bprocess\./)
    expect(inBrowser.RecordError).not.toBe(record.RecordError)
  })

  it.each(vectors)('reads $file as the record does on a node', async (vector) => {
    const expected = vector.code === undefined ? (vector.shows ?? {}) : { code: vector.code }
    expect(await outcome(vector)).toEqual(expected)
  })

  it('finds the same wrong, by the same words, whatever bit of a carried file is changed', async () => {
    const made = await makeRecord({
      parties: ['alpha', 'beta'],
      acts: 3,
      bodyBytes: 24,
      exhibit: Buffer.from('x'),
    })
    const bytes = await archiveBytes(made.source)
    const cards = [...made.cards.values()].map(record.encodeCard)
    const found = async (room: typeof record): Promise<unknown> => {
      const given = cards.map((card) => room.parseCard(card))
      return (await room.verifyRecord(pieces(bytes), { cards: given })).findings
    }
    expect(await found(inBrowser)).toEqual([])
    let tried = 0
    for (let at = 0; at < bytes.length; at += FLIP_EVERY, tried++) {
      const before = bytes[at] ?? 0
      bytes[at] = before ^ (1 << (at % 8))
      const there = await found(record)
      expect(there).not.toEqual([])
      expect(await found(inBrowser), `byte ${at}`).toEqual(there)
      bytes[at] = before
    }
    console.log(`${tried} changed files judged twice`)
  }, 120_000)
})
