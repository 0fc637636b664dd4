import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { translator } from '../../words/index.ts'
import { demoForm } from './form.ts'
import { requestOf } from './input.ts'

const words = translator('en')
const NOW_MS = Date.UTC(2030, 0, 31)
const example = fileURLToPath(new URL('../../../docs/examples/request.json', import.meta.url))

describe('the request of the demonstration', () => {
  it('can be the example of the documentation', async () => {
    const { body, data } = await requestOf(words, example, NOW_MS)
    expect(body).toEqual(demoForm)
    expect(data).toMatchObject({ kind: 'preserve', offences: ['fraud-phishing'], to: 'cn' })
  })

  it('is refused for a code that is not in its list, with the field', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'entente-demo-input-'))
    try {
      const file = join(folder, 'request.json')
      await writeFile(file, JSON.stringify({ body: demoForm, data: { kind: 'everything' } }))
      await expect(requestOf(words, file, NOW_MS)).rejects.toThrow('data.kind')
    } finally {
      await rm(folder, { recursive: true })
    }
  })
})
