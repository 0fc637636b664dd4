// A process with a desk over real files, made to be killed: `node desk-process.ts FOLDER URL`.
// It tells the time with the offset that stands in FOLDER/offset, as if somebody had set the machine's clock.
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { flushCompileCache } from 'node:module'
import { join } from 'node:path'
import type { CallState } from '../../src/acts/index.ts'
import { Desk, DESK_TABLES } from '../../src/desk/index.ts'
import type { ActPort, PeoplePort } from '../../src/desk/index.ts'
import { systemClock, systemRng } from '../../src/exchange/index.ts'
import type { Clock } from '../../src/exchange/index.ts'
import { DEFAULT_TERMS } from '../../src/instruments/index.ts'
import { openParts } from '../../src/store/index.ts'

export interface PlannedCall {
  readonly channel: string
  readonly matter: string
  readonly state: CallState
}

/** People on duty, each of another webhook. */
const DUTIES = 8
const [dir = '', url = ''] = process.argv.slice(2)

const clock: Clock = {
  ...systemClock,
  now: () => systemClock.now() + Number(readFileSync(join(dir, 'offset'), 'utf8')),
}
const people: PeoplePort = {
  reached: (who) => {
    const channel = 'channel' in who ? String(who.channel) : ''
    return Promise.resolve([{ user: dutyOf(channel), language: 'vi' }])
  },
  zones: () => Promise.resolve(['Asia/Ho_Chi_Minh', 'America/New_York']),
}
const acts: ActPort = {
  self: 'vn',
  act: () => Promise.reject(new Error('this trial makes no acts')),
  recorded: () => Promise.resolve(undefined),
  isFinal: () => true,
}

// Loaded and ready to take over: the one before it holds the file until it is killed.
// What was compiled is kept for the next one; a killed process would keep nothing.
flushCompileCache()
process.stdout.write('warm\n')
await once(process.stdin, 'data')

const file = openParts(join(dir, 'private.sqlite'), [DESK_TABLES])
const desk = new Desk({
  file,
  clock,
  rng: systemRng,
  people,
  acts,
  commands: new Map(),
  linkTo: ({ matter }) => `https://node.example/matters/${matter}`,
  onFault: (cause) => process.stdout.write(`fault ${String(cause).replaceAll('\n', ' ')}\n`),
})
for (let i = 0; i < DUTIES; i++)
  if (desk.ways.of(`u_duty${i}`).length === 0)
    await file.write(() => desk.ways.add(`u_duty${i}`, { kind: 'webhook', url }, 'flash'))

// As after folding anew: every call is told again at each start, and nothing may come of it twice.
const calls: PlannedCall[] = JSON.parse(readFileSync(join(dir, 'calls.json'), 'utf8'))
for (const { channel, matter, state } of calls)
  void desk.changed(channel, DEFAULT_TERMS, [{ matter, state }], 1)
await desk.start()
process.stdout.write('up\n')

process.on('SIGTERM', () => {
  void desk
    .stop()
    .then(() => file.close())
    .then(() => process.exit(0))
})

function dutyOf(channel: string): string {
  return `u_duty${Number.parseInt(channel.slice(0, 4), 16) % DUTIES}`
}
