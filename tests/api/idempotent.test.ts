import Fastify from 'fastify'
import { afterEach, expect, it } from 'vitest'
import type { Clock } from '../../src/exchange/index.ts'
import { openParts } from '../../src/store/index.ts'
import { API_TABLES, once, StoredKeys } from '../../src/api/index.ts'

const app = Fastify()
afterEach(() => app.close())

const made = { type: 'object', properties: { id: { type: 'string' } }, required: ['id'] }
const refusal = { type: 'object', properties: { code: { type: 'string' } } }

it('what took longer than a request may is answered under its key as it ended, not as the caller was put off', async () => {
  const clock: Clock = { now: () => 1, monotonic: () => 1, after: () => () => undefined }
  const keys = new StoredKeys(openParts(':memory:', [API_TABLES]), clock, 'run')
  const refusalOf = (): never => {
    throw new TypeError('nothing is refused here')
  }
  let times = 0
  let finish: () => void = () => undefined
  const slow = new Promise<void>((resolve) => (finish = resolve))
  const ended: Promise<string>[] = []
  app.setErrorHandler((_cause, _request, reply) => reply.status(503).send({ code: 'answer-late' }))
  app.post(
    '/acts',
    { handlerTimeout: 50, schema: { response: { 201: made, 503: refusal } } },
    async (request, reply) => {
      reply.status(201)
      const answer = once({ keys, refusalOf }, 'user', request, reply, async () => {
        times += 1
        await slow
        return { id: 'a1' }
      })
      ended.push(answer)
      return reply.type('application/json').send(await answer)
    },
  )
  const ask = () =>
    app.inject({ method: 'POST', url: '/acts', headers: { 'idempotency-key': 'k' }, payload: {} })
  expect((await ask()).json()).toEqual({ code: 'answer-late' })
  finish()
  await ended[0]
  const again = await ask()
  expect([again.statusCode, again.json()]).toEqual([201, { id: 'a1' }])
  expect(times).toBe(1)
})
