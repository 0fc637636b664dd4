import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import * as record from '../../src/record/index.ts'
import { makeVectors, type Vector } from '../../vectors/make.ts'
import { outcomesBy, readVector, VECTORS } from './vector-outcomes.ts'

/** They are part of the published package. */
const MAX_TOTAL_BYTES = 1_000_000

const vectors: Vector[] = JSON.parse((await readVector('index.json')).toString())
const outcome = await outcomesBy(record)

describe('the vectors', () => {
  it.each(vectors)('$file', async (vector) => {
    const expected = vector.code === undefined ? (vector.shows ?? {}) : { code: vector.code }
    expect(await outcome(vector)).toEqual(expected)
  })

  it('are all in the index, and small enough to be carried along', async () => {
    const files: string[] = []
    for (const part of ['valid', 'invalid']) {
      for (const name of await readdir(join(VECTORS, part))) files.push(`${part}/${name}`)
    }
    expect(files.toSorted()).toEqual(vectors.map(({ file }) => file).toSorted())
    const sizes = await Promise.all(files.map(async (file) => (await stat(join(VECTORS, file))).size))
    const total = sizes.reduce((sum, size) => sum + size, 0)
    expect(total).toBeLessThan(MAX_TOTAL_BYTES)
    const wrong = vectors.filter(({ code }) => code !== undefined).length
    console.log(
      `${vectors.length} vectors: ${vectors.length - wrong} valid, ${wrong} invalid, ${total} bytes`,
    )
  })

  it('are what their generator makes, but for signatures that are never twice the same', async () => {
    const made = await makeVectors()
    expect(made.map(({ line }) => line)).toEqual(vectors)
    for (const { line, bytes } of made) {
      const { file, kind } = line
      if (kind !== 'leaf' && kind !== 'genesis') continue
      expect(Buffer.from(bytes).equals(await readVector(file)), file).toBe(true)
    }
  })
})
