import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Desks, openDesks } from '../api/desks.ts'

let desks: Desks
beforeAll(async () => {
  desks = await openDesks()
}, 60_000)
afterAll(() => desks?.close())

it('a file of the screens, when a worker runs it, may load our own and make workers, and ask nobody', async () => {
  const { origin } = desks.us
  const html = await (await fetch(`${origin}/`)).text()
  const script = /src="(\/assets\/[^"]+\.js)"/.exec(html)?.[1]
  expect(script).toBeDefined()
  const { headers, status } = await fetch(`${origin}${script}`)
  expect(status).toBe(200)
  expect(headers.get('content-security-policy')?.split('; ')).toEqual([
    "default-src 'none'",
    "script-src 'self'",
    "worker-src 'self'",
    "require-trusted-types-for 'script'",
    'trusted-types entente',
  ])
})
