import { readFile } from 'node:fs/promises'
import { Validator } from '@seriousme/openapi-schema-validator'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openApiDocument, ROUTES, statusTable } from '../../src/api/index.ts'
import { openApiPage, statusesPage } from '../../tools/pages/api.ts'
import { type Desks, openDesks } from './desks.ts'

let desks: Desks
beforeAll(async () => {
  desks = await openDesks()
})
afterAll(() => desks?.close())

function committed(path: string): Promise<string> {
  return readFile(new URL(`../../docs/api/${path}`, import.meta.url), 'utf8')
}

describe('docs/api', () => {
  it('is what the code says; `node bin/run.mjs tools/pages/main.ts` writes it anew', async () => {
    expect(await committed('openapi.json')).toBe(await openApiPage())
    expect(await committed('statuses.md')).toBe(statusesPage())
  })

  it('is what a running node serves', async () => {
    const served = await desks.us.stranger().call('openapi.get')
    expect(served).toEqual(JSON.parse(await committed('openapi.json')))
  })

  it('is a valid OpenAPI 3.1 document with every route and what it needs', async () => {
    const document = await openApiDocument()
    const validator = new Validator()
    expect(await validator.validate(structuredClone(document))).toEqual({ valid: true })
    expect(validator.version).toBe('3.1')
    const paths = document['paths'] as Record<string, Record<string, Record<string, unknown>>>
    for (const route of ROUTES) {
      const operation = paths[route.path]?.[route.method.toLowerCase()]
      expect(operation?.['operationId']).toBe(route.id)
      expect(operation?.['x-needs']).toBeDefined()
      expect(operation?.['responses']).toHaveProperty('default')
    }
    const count = Object.values(paths).reduce((sum, methods) => sum + Object.keys(methods).length, 0)
    expect(count).toBe(ROUTES.length)
  })
})

describe('statuses', () => {
  it('are given to every code of every room that docs/errors.md explains', async () => {
    const page = await readFile(new URL('../../docs/errors.md', import.meta.url), 'utf8')
    const table = statusTable()
    let room = ''
    const lacking: string[] = []
    let looked = 0
    for (const line of page.split('\n')) {
      room = /^## ([a-z-]+)/.exec(line)?.[1] ?? room
      const code = /^\| `([a-z0-9-]+)` \|/.exec(line)?.[1]
      // Voids are no refusals; any code of the record is 422, and what a peer refuses us is 502 unless it says otherwise.
      if (code === undefined || ['voids', 'record', 'exchange'].includes(room)) continue
      looked += 1
      if (table[room]?.[code] === undefined) lacking.push(`${room} ${code}`)
    }
    expect(lacking).toEqual([])
    expect(looked).toBeGreaterThan(100)
  })
})
