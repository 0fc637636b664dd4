import { randomUUID } from 'node:crypto'
import { Agent, type IncomingHttpHeaders, request } from 'node:http'
import { ACTS_PER_MATTER, OPEN_MATTERS, formBytes, requestTo } from './load.ts'
import type { Seated } from './node-process.ts'
import { serve } from './remote.ts'
import { textAt } from './texts.ts'

export interface WriteReport {
  readonly done: number
  readonly tookSeconds: number
  readonly ms: Float64Array
}

export interface ReadReport {
  readonly done: number
  readonly tookSeconds: number
  readonly ms: Float64Array
  /** Bytes of the last answer. */
  readonly bytes: number
  /** How many were told that nothing has changed. */
  readonly unchanged: number
}

export interface WriteLoad {
  readonly desk: Seated
  readonly channel: string
  readonly to: string
  readonly inFlight: number
  readonly seconds: number
  /** Acts offered per second; absent: the next one of a lane follows when the one before is answered. */
  readonly perSecond?: number
}

export interface ReadLoad {
  readonly desk: Seated
  readonly path: string
  readonly inFlight: number
  /** Ends with the first of the two. */
  readonly seconds: number
  readonly samples?: number
  /** Pages asked for per second; absent: the next one of a lane follows when the one before is answered. */
  readonly perSecond?: number
  /** Sends along what it holds, as browsers do. */
  readonly tagged?: boolean
}

/** Officers at their screens: callers of a door, in a process of their own. */
export interface HttpCommands extends Readonly<Record<string, (args: never) => Promise<unknown>>> {
  writes(load: WriteLoad): Promise<WriteReport>
  reads(load: ReadLoad): Promise<ReadReport>
  /** Where the page after so many begins; null when there is none. */
  cursorAfter(args: { desk: Seated; path: string; pages: number }): Promise<string | null>
  /** Ids of what stands on that page. */
  idsOn(args: { desk: Seated; path: string }): Promise<readonly string[]>
}

interface Answer {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly body: Buffer
}

const agent = new Agent({ keepAlive: true, maxSockets: 256 })
const form: unknown = JSON.parse(formBytes().toString('utf8'))
const matters: string[] = []
let made = 0

const commands: HttpCommands = {
  writes: async ({ desk, channel, to, inFlight, seconds, perSecond }) => {
    const ms: number[] = []
    const startMs = performance.now()
    let offered = 0
    const isOver = (): boolean => performance.now() - startMs >= seconds * 1000
    const lane = async (): Promise<void> => {
      while (!isOver()) {
        const at = offered++
        if (perSecond !== undefined) await untilMs(startMs + (at / perSecond) * 1000)
        const dueMs = perSecond === undefined ? performance.now() : startMs + (at / perSecond) * 1000
        await write(desk, channel, to)
        ms.push(performance.now() - dueMs)
      }
    }
    await Promise.all(Array.from({ length: inFlight }, lane))
    return {
      done: ms.length,
      tookSeconds: (performance.now() - startMs) / 1000,
      ms: Float64Array.from(ms),
    }
  },
  reads: async ({ desk, path, inFlight, seconds, perSecond, tagged = false, samples = Infinity }) => {
    const ms: number[] = []
    const startMs = performance.now()
    let begun = 0
    let bytes = 0
    let unchanged = 0
    let tag: string | undefined
    const lane = async (): Promise<void> => {
      while (begun < samples && performance.now() - startMs < seconds * 1000) {
        const at = begun++
        if (perSecond !== undefined) await untilMs(startMs + (at / perSecond) * 1000)
        const sentMs = performance.now()
        const answer = await call(desk, 'GET', path, tag === undefined ? {} : { 'if-none-match': tag })
        ms.push(performance.now() - sentMs)
        if (answer.status === 304) unchanged++
        else bytes = expected(answer, 200).body.length
        if (tagged) tag = answer.headers.etag
      }
    }
    await Promise.all(Array.from({ length: inFlight }, lane))
    return {
      done: ms.length,
      tookSeconds: (performance.now() - startMs) / 1000,
      ms: Float64Array.from(ms),
      bytes,
      unchanged,
    }
  },
  cursorAfter: async ({ desk, path, pages }) => {
    let next: string | null = null
    for (let page = 0; page < pages; page++) {
      const after: string = next === null ? '' : `&after=${encodeURIComponent(next)}`
      const { body } = expected(await call(desk, 'GET', path + after, {}), 200)
      const given: { next: string | null } = JSON.parse(body.toString('utf8'))
      ;({ next } = given)
      if (next === null) return null
    }
    return next
  },
  idsOn: async ({ desk, path }) => {
    const { body } = expected(await call(desk, 'GET', path, {}), 200)
    const page: { items: readonly { id: string }[] } = JSON.parse(body.toString('utf8'))
    return page.items.map(({ id }) => id)
  },
}
serve(commands, async () => agent.destroy())

/** The same mix as everywhere in the bench: one in ten opens a matter. */
async function write(desk: Seated, channel: string, to: string): Promise<void> {
  const at = made++
  const about = at % ACTS_PER_MATTER === 0 ? undefined : matters[at % matters.length]
  const act =
    about === undefined
      ? { type: 'request.open', data: requestTo(to, true), body: { type: 'application/json', json: form } }
      : { type: 'remark.post', about, data: {}, body: { type: 'text/plain', text: textAt(at) } }
  const path = `/api/v1/channels/${channel}/acts`
  const headers = { 'idempotency-key': randomUUID(), 'content-type': 'application/json' }
  const { body } = expected(await call(desk, 'POST', path, headers, JSON.stringify(act)), 201)
  if (about !== undefined) return
  const opened: { matter: string } = JSON.parse(body.toString('utf8'))
  if (matters.length === OPEN_MATTERS) matters.shift()
  matters.push(opened.matter)
}

function call(
  { cookie, origin }: Seated,
  method: 'GET' | 'POST',
  path: string,
  headers: Readonly<Record<string, string>>,
  body?: string,
): Promise<Answer> {
  const { host, port } = new URL(origin)
  return new Promise((resolve, reject) => {
    const sent = request(
      {
        agent,
        host: '127.0.0.1',
        port,
        method,
        path,
        headers: { host, cookie, origin, 'x-entente': '1', ...headers },
      },
      (response) => {
        const parts: Buffer[] = []
        response.on('data', (part: Buffer) => parts.push(part))
        response.once('error', reject)
        response.once('end', () =>
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            body: Buffer.concat(parts),
          }),
        )
      },
    )
    // A connection that was kept while a channel was filled may be closed at the other end in the moment it is used again.
    sent.once('error', (fault: NodeJS.ErrnoException) => {
      if (sent.reusedSocket && fault.code === 'ECONNRESET')
        resolve(call({ cookie, origin }, method, path, headers, body))
      else reject(fault)
    })
    sent.end(body)
  })
}

function expected(answer: Answer, status: number): Answer {
  if (answer.status === status) return answer
  throw new Error(`The door answered ${answer.status}: ${answer.body.toString('utf8').slice(0, 300)}`)
}

async function untilMs(dueMs: number): Promise<void> {
  const waitMs = dueMs - performance.now()
  if (waitMs > 0) await new Promise((resolve) => setTimeout(resolve, waitMs))
}
