import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { hash } from 'node:crypto'
import { once } from 'node:events'
import { renameSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { Webhook } from 'standardwebhooks'
import type { CallState } from '../../src/acts/index.ts'
import { HOTLINE_LINES } from '../../src/instruments/index.ts'
import { Chance } from '../kill/chance.ts'
import type { PlannedCall } from './desk-process.ts'

export const CALLS = 250
const STEPS = 4
export const TIMERS: number = CALLS * STEPS
/** All of them become due within this time. */
const SPREAD_MS = 12_000
/** At most so many kills, in about as much time as timers become due and their notices go out. */
const KILLS = 24
const KILLING_MS = 18_000
/** Of which so many are made however long they take: a machine that is busy starts few processes in that time. */
const KILLS_LEAST = 4
/** Before the trial is called stuck. A clock that was set back has all timers fire that much later. */
const PATIENCE_MS = 120_000
/** What the wall clock is set by, now and then. */
const CLOCK_STEPS_MS = [-4_000, -2_500, 2_500, 4_000, 6_000] as const

export interface TrialReport {
  readonly seed: number
  readonly kills: number
  readonly clockSteps: number
  /** Timers that fired, by key. */
  readonly fired: number
  /** Keys that fired more than once. */
  readonly firedTwice: number
  readonly notices: number
  readonly delivered: number
  /** Copies of a delivery, told by its id; each has an attempt on record. */
  readonly copies: number
  readonly copiesWithoutAttempt: number
  /** Posts whose signature the library refuses, or whose id is of no delivery. */
  readonly foreign: number
  readonly attemptsCut: number
  readonly worstLateMs: number
  /** The longest time in which no process was up. */
  readonly longestDownMs: number
  readonly faults: readonly string[]
}

/** A receiver of webhooks that remembers every copy. */
class Receiver {
  readonly posts: { readonly headers: Record<string, string>; readonly body: string }[] = []
  readonly ids: Map<string, number> = new Map()
  readonly #server: Server = createServer((request, response) => this.#take(request, response))

  async start(): Promise<string> {
    this.#server.listen(0, '127.0.0.1')
    await once(this.#server, 'listening')
    const address = this.#server.address()
    return `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}/`
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections()
    this.#server.close()
    await once(this.#server, 'close')
  }

  #take(request: IncomingMessage, response: ServerResponse): void {
    let body = ''
    request.on('data', (chunk: Buffer) => (body += chunk.toString()))
    request.on('end', () => {
      const id = String(request.headers['webhook-id'])
      this.ids.set(id, (this.ids.get(id) ?? 0) + 1)
      const headers = Object.fromEntries(Object.entries(request.headers).map(([k, v]) => [k, String(v)]))
      this.posts.push({ headers, body })
      response.writeHead(204).end()
    })
  }
}

/** One desk in a process that is killed again and again while its clock is set back and forth. Leaves its folder behind. */
export async function runTrial(dir: string, seed: number): Promise<TrialReport> {
  const chance = new Chance(seed, 'timers')
  const receiver = new Receiver()
  const url = await receiver.start()
  const began = performance.now()
  let [offset, kills, clockSteps, downSince, longestDownMs] = [0, 0, 0, performance.now(), 0]
  const setClock = (): void => {
    // Whole or not at all: the process reads it at any moment.
    writeFileSync(join(dir, 'offset.part'), String(offset))
    renameSync(join(dir, 'offset.part'), join(dir, 'offset'))
  }
  setClock()
  writeFileSync(join(dir, 'calls.json'), JSON.stringify(callsFrom(Date.now() + 1_000, chance)))
  const faults: string[] = []
  let next = warm(dir, url, faults)
  try {
    while (kills < KILLS && (kills < KILLS_LEAST || performance.now() - began < KILLING_MS)) {
      const live = await next
      await takeOver(live)
      longestDownMs = Math.max(longestDownMs, performance.now() - downSince)
      next = warm(dir, url, faults)
      const liveMs = 50 + chance.below(700)
      await pause(liveMs / 2)
      if (chance.below(2) === 0 || clockSteps === 0) {
        offset += chance.pick(CLOCK_STEPS_MS) ?? 0
        clockSteps++
        setClock()
      }
      await pause(liveMs / 2)
      downSince = performance.now()
      await end(live, 'SIGKILL')
      kills++
    }
    const last = await next
    await takeOver(last)
    while (receiver.ids.size < TIMERS && performance.now() - began < PATIENCE_MS) await pause(20)
    await end(last, 'SIGTERM')
  } finally {
    await receiver.stop()
  }
  return {
    seed,
    kills,
    clockSteps,
    longestDownMs: Math.round(longestDownMs),
    ...judged(dir, receiver),
    faults,
  }
}

function callsFrom(startMs: number, chance: Chance): PlannedCall[] {
  return Array.from({ length: CALLS }, (_, i) => {
    const at = Array.from({ length: STEPS }, () => startMs + chance.below(SPREAD_MS)).toSorted(
      (a, b) => a - b,
    )
    const steps = at.map((atMs, n) => ({ atMs, line: HOTLINE_LINES[Math.min(n, 2)] ?? 'seat' }))
    const state: CallState = {
      answeredMs: null,
      attestations: [],
      called: 'vn',
      calledSpeaker: { officer: null, seat: null },
      caller: 'us',
      callerSpeaker: { officer: null, seat: null },
      drill: true,
      exhibits: [],
      expunges: [],
      handOvers: 0,
      kind: 'call',
      matter: null,
      opened: { by: 'us', madeMs: startMs, seq: 1 },
      outcome: null,
      permits: [],
      placedMs: startMs,
      reason: 'incident',
      remarks: 0,
      severity: 'critical',
      stage: 'ringing',
      steps,
      // Far away: only the steps are counted here.
      unansweredMs: startMs + 86_400_000,
    }
    return { channel: hash('sha256', `channel ${i}`), matter: hash('sha256', `call ${i}`), state }
  })
}

/** A process that has loaded everything and waits to be let at the file. */
async function warm(dir: string, url: string, faults: string[]): Promise<ChildProcess> {
  const path = fileURLToPath(new URL('desk-process.ts', import.meta.url))
  const child = spawn(process.execPath, [path, dir, url], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...process.env, NODE_COMPILE_CACHE: join(dir, 'compiled') },
  })
  child.stdout.on('data', (chunk: Buffer) => {
    for (const line of chunk.toString().split('\n')) if (line.startsWith('fault')) faults.push(line)
  })
  await said(child, 'warm')
  return child
}

async function takeOver(child: ChildProcess): Promise<void> {
  child.stdin?.write('go\n')
  await said(child, 'up')
}

function said(child: ChildProcess, word: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const ended = (code: number | null): void =>
      reject(new Error(`the process ended with ${code}, not "${word}"`))
    child.once('exit', ended)
    const listen = (chunk: Buffer): void => {
      if (!chunk.toString().split('\n').includes(word)) return
      child.off('exit', ended)
      child.stdout?.off('data', listen)
      resolve()
    }
    child.stdout?.on('data', listen)
  })
}

async function end(child: ChildProcess, signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
  child.kill(signal)
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
}

type Judged = Omit<TrialReport, 'seed' | 'kills' | 'clockSteps' | 'longestDownMs' | 'faults'>

function judged(dir: string, { ids, posts }: Receiver): Judged {
  const db = new DatabaseSync(join(dir, 'private.sqlite'), { readOnly: true })
  const count = (sql: string): number => Number(db.prepare(sql).get()?.['n'] ?? Number.NaN)
  const steps = `from desk_firing where kind = 'call-step'`
  const hooks = db
    .prepare('select secret from desk_way')
    .all()
    .map(({ secret }) => new Webhook(String(secret)))
  const attempts = new Map(
    db
      .prepare(
        'select d.id, count(*) as n from desk_attempt a join desk_delivery d on d.no = a.delivery group by d.id',
      )
      .all()
      .map((row) => [String(row['id']), Number(row['n'])]),
  )
  const report = {
    fired: count(`select count(distinct key) as n ${steps}`),
    firedTwice: count(`select count(*) - count(distinct key) as n ${steps}`),
    notices: count(`select count(*) as n from desk_notice where kind = 'call-ringing'`),
    delivered: count(`select count(*) as n from desk_delivery where state = 'sent'`),
    attemptsCut: count(`select count(*) as n from desk_attempt where result = 'cut'`),
    worstLateMs: count(`select max(late) as n ${steps}`),
    copies: posts.length - ids.size,
    copiesWithoutAttempt: [...ids].filter(([id, times]) => times > (attempts.get(id) ?? 0)).length,
    foreign: posts.filter(({ body, headers }) => !hooks.some((hook) => isVerified(hook, body, headers)))
      .length,
  }
  db.close()
  return report
}

/** By the receiver's own library. Its clock is not set back and forth, and it takes five minutes of difference. */
function isVerified(hook: Webhook, body: string, headers: Record<string, string>): boolean {
  try {
    hook.verify(body, headers)
    return true
  } catch {
    return false
  }
}
