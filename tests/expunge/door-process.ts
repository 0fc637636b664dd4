/**
 * A node with its officers' door in a process of its own. It opens the folder of its argument and says where the door is
 * when it may write; told to, it kills itself at a named instant of the next erasure.
 */
import { flushCompileCache } from 'node:module'
import { writeHeapSnapshot } from 'node:v8'
import { type OpenedNode, listenForControl, openNode } from '../../src/app/index.ts'
import { OPERATOR } from '../../src/sign-in/index.ts'

/** Instants of an erasure, each before or after one step of it. */
export const INSTANTS = [
  'before the body is erased',
  'after the body is erased',
  'before search forgets',
  'after search has forgotten',
  'before the draft goes',
  'after the draft has gone',
  'before the exhibit goes',
  'after the exhibit has gone',
] as const
export type Instant = (typeof INSTANTS)[number]

export interface Orders {
  /** Somebody in a coordinator's seat, the same every time; the answer is their cookie. */
  readonly seat: { readonly ask: null; readonly answer: string }
  readonly 'die-at': { readonly ask: Instant; readonly answer: null }
  /** Dies right after an act is recorded, before anybody who asked for it hears so. */
  readonly 'die-recorded': { readonly ask: null; readonly answer: null }
  readonly heap: { readonly ask: string; readonly answer: null }
  readonly idle: { readonly ask: null; readonly answer: null }
  readonly stop: { readonly ask: null; readonly answer: null }
}
export type OrderName = keyof Orders
export type Said =
  { readonly ready: string } | { readonly answer: Orders[OrderName]['answer'] } | { readonly error: string }

const environment = { ENTENTE_IDLE_MS: '300', ENTENTE_SETTLE_AFTER_MS: '100' }

async function run(dir: string): Promise<{ opened: OpenedNode; close: () => Promise<void> }> {
  const opened = await openNode(dir, environment, () => undefined)
  await opened.start()
  const control = await listenForControl(opened)
  const door = opened.door()
  const [channel] = opened.node.channels
  if (door === undefined || channel === undefined) throw new Error('the folder has no door, or no channel')
  channel.readiness.whenWritable(() => process.send?.({ ready: door.origin } satisfies Said))
  return {
    opened,
    close: async () => {
      await control.close()
      await opened.stop()
    },
  }
}

function die(): never {
  process.kill(process.pid, 'SIGKILL')
  // The signal takes a moment, in which nothing may go on.
  for (;;) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)
}

/** Puts the kill around a method of a part of the node. */
function around<T extends object, K extends keyof T>(part: T, name: K, when: 'before' | 'after'): void {
  const whole: unknown = part[name]
  if (typeof whole !== 'function') throw new Error(`${String(name)} is no method`)
  Object.defineProperty(part, name, {
    value: async (...given: unknown[]) => {
      if (when === 'before') die()
      await whole.apply(part, given)
      die()
    },
  })
}

function dieAt({ node, side }: OpenedNode, instant: Instant): void {
  if (side === undefined) throw new Error('the node has no private side')
  const { store, vault } = node.needs
  const when = instant.startsWith('before') ? 'before' : 'after'
  if (instant.includes('body')) around(store, 'expunge', when)
  else if (instant.includes('search')) around(side.search, 'forget', when)
  else if (instant.includes('draft')) around(side.drafts, 'forget', when)
  else around(vault, 'remove', when)
}

async function seat(opened: OpenedNode): Promise<string> {
  const door = opened.door()
  if (door === undefined) throw new Error('the door is closed')
  const { signIn } = door
  const known = (await signIn.users.list()).find(({ name }) => name === 'officer')
  const user = known ?? (await signIn.users.make(OPERATOR, { name: 'officer', display: 'Officer' }))
  if (known === undefined) {
    const made = await signIn.seats.make(OPERATOR, { kind: 'coordinator', title: 'Coordinator' })
    await signIn.seats.grant(OPERATOR, { seat: made.id, user: user.id, channels: '*' })
  }
  const { token } = await signIn.invitations.make(OPERATOR, user.id)
  const session = await signIn.invitations.redeem(token, { address: '127.0.0.1' })
  return `${door.cookie}=${session.token}`
}

async function obey(
  { opened, close }: Awaited<ReturnType<typeof run>>,
  name: OrderName,
  ask: string | null,
): Promise<string | null> {
  switch (name) {
    case 'seat':
      return seat(opened)
    case 'die-at':
      dieAt(opened, INSTANTS.find((one) => one === ask) ?? 'before the body is erased')
      return null
    case 'die-recorded': {
      const [channel] = opened.node.channels
      if (channel !== undefined) around(channel, 'act', 'after')
      return null
    }
    case 'heap':
      writeHeapSnapshot(ask ?? '')
      return null
    case 'idle':
      for (const channel of opened.node.channels) await channel.readersIdle()
      return null
    case 'stop':
      await close()
      return null
  }
}

const [, , dir] = process.argv
if (import.meta.main && dir !== undefined) {
  process.on('disconnect', () => process.exit())
  // A killed process never writes what it compiled; the next ones would all compile it again.
  flushCompileCache()
  const running = run(dir)
  running.catch((cause: unknown) => {
    console.error(cause)
    process.exit(1)
  })
  process.on('message', ({ name, ask }: { readonly name: OrderName; readonly ask: string | null }) => {
    running
      .then((node) => obey(node, name, ask))
      .then(
        (answer) => process.send?.({ answer } satisfies Said),
        (cause: unknown) => process.send?.({ error: String(cause) } satisfies Said),
      )
      .finally(() => {
        if (name === 'stop') process.disconnect?.()
      })
      .catch(() => process.exit(1))
  })
}
