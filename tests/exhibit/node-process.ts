/**
 * A node in a process of its own, told what to do over the channel to its parent. It opens the folder of its argument,
 * starts, and says `ready` when it may write. Each segment of an exhibit that it gives is written down before it leaves.
 */
import { appendFileSync } from 'node:fs'
import { flushCompileCache } from 'node:module'
import { basename } from 'node:path'
import {
  type LiveChannel,
  type OpenedNode,
  listenForControl,
  openNode,
  perform,
} from '../../src/app/index.ts'
import type { Net } from '../../src/exchange/index.ts'

/** What the parent may ask, each with what the answer to it is. */
export interface Orders {
  deposit: { readonly ask: { readonly path: string; readonly text: string }; readonly answer: Deposited }
  look: { readonly ask: { readonly sealed: string }; readonly answer: Seen }
  body: {
    readonly ask: { readonly party: string; readonly seq: number }
    readonly answer: { readonly text: string | null; readonly saltHex: string | null }
  }
  /** Of each feed, how much of it is held here, and of how much its reader's receipt. */
  sizes: {
    readonly ask: null
    readonly answer: Readonly<Record<string, { readonly size: number; readonly receipted: number }>>
  }
  expunge: {
    readonly ask: { readonly act: string; readonly exhibits: boolean }
    readonly answer: { readonly type: string; readonly removed: boolean; readonly exhibitsRemoved: number }
  }
  /** Puts an erasure on the record and is gone in the same moment. */
  promise: { readonly ask: { readonly act: string }; readonly answer: null }
  backup: { readonly ask: { readonly path: string }; readonly answer: { readonly bytes: number } }
  stop: { readonly ask: null; readonly answer: null }
}
export type OrderName = keyof Orders

export interface Deposited {
  readonly id: string
  readonly seq: number
  readonly sealed: string
  readonly sealedBytes: number
  readonly sealMs: number
}

/** One exhibit as a node has it now. */
export interface Seen {
  readonly heldBytes: number
  readonly complete: boolean
  /** Parties whose receipt says match, and mismatch, as folded here. */
  readonly received: readonly string[]
  readonly refused: readonly string[]
  /** Codes of all that the node complained of in this life. */
  readonly troubles: readonly string[]
}

export type Answer = 'ready' | { readonly answer: unknown } | { readonly error: string }

interface Running {
  readonly opened: OpenedNode
  readonly channel: LiveChannel
  readonly control: { close(): Promise<void> }
  readonly troubles: string[]
}

/** Loops look again after this time at most, so that a trial does not wait for an operator's pace. */
const environment = { ENTENTE_IDLE_MS: '500', ENTENTE_SETTLE_AFTER_MS: '100' }

async function run(dir: string): Promise<Running> {
  const troubles: string[] = []
  const opened = await openNode(dir, environment, (event, facts) => {
    troubles.push(`${event} ${JSON.stringify(facts)}`)
  })
  meter(opened.node.needs.net, `${dir}.segments`)
  const [channel] = opened.node.channels
  if (channel === undefined) throw new Error('the folder has no open channel')
  await opened.start()
  // An operator's commands reach it as they reach any running node.
  const control = await listenForControl(opened)
  channel.readiness.whenWritable(() => process.send?.('ready' satisfies Answer))
  return { opened, channel, control, troubles }
}

/** Notes what goes out: as the answer to a request for a segment, or in a request that offers one. */
function meter(net: Net, path: string): void {
  const [call, serve] = [net.call.bind(net), net.serve.bind(net)]
  const segment = /\/exhibits\/([0-9a-f]{64})\?offset=(\d+)$/
  const note = (request: string, bytes: number): void => {
    const [, sealed, offset] = segment.exec(request) ?? []
    if (sealed !== undefined) appendFileSync(path, `${sealed} ${offset} ${bytes}\n`)
  }
  net.call = (peer, request, options) => {
    if (request.method === 'PUT') note(request.path, request.body.length)
    return call(peer, request, options)
  }
  net.serve = (handler, gate) =>
    serve(async (request) => {
      const answer = await handler(request)
      if (request.method === 'GET' && answer.status === 200) note(request.path, answer.body.length)
      return answer
    }, gate)
}

type Obeyed = { [N in OrderName]: (running: Running, ask: Orders[N]['ask']) => Promise<Orders[N]['answer']> }

const obey: Obeyed = {
  async deposit({ opened, channel }, { path, text }) {
    const startMs = performance.now()
    const body = { bytes: Buffer.from(JSON.stringify({ text })), type: 'application/json' }
    const draft = { type: 'evidence.deposit', data: {}, body }
    const ready = await opened.node.exhibits.attach(channel, draft, [{ path }])
    const sealMs = performance.now() - startMs
    const { id, leaf, seq } = await channel.act(ready)
    const { sealed, sealedBytes } = listedIn(leaf.data)
    return { id, seq, sealed, sealedBytes, sealMs }
  },

  async look({ opened, channel, troubles }, { sealed }) {
    const held = await opened.node.needs.vault.held(sealed)
    const row = await opened.node.needs.store.exhibit(channel.id, sealed)
    const act = row === undefined ? undefined : await channel.readAct(row.namedBy, row.namedAt)
    const state = act === undefined ? undefined : (await channel.folds.matter(act.matter))?.now.state
    const { received, refused } = state?.exhibits.find((each) => each.sealed === sealed) ?? {
      received: [],
      refused: [],
    }
    return { ...held, received, refused, troubles }
  },

  async body({ channel }, { party, seq }) {
    const body = (await channel.readAct(party, seq))?.body
    if (body === undefined) return { text: null, saltHex: null }
    return { text: Buffer.from(body.bytes).toString('utf8'), saltHex: Buffer.from(body.salt).toString('hex') }
  },

  async sizes({ channel }) {
    return Object.fromEntries(
      [...channel.held.feeds].map(([party, { receipts, tree }]) => {
        const receipted = Math.max(0, ...[...receipts.values()].map(({ size }) => size))
        return [party, { size: tree.size, receipted }]
      }),
    )
  },

  async expunge({ opened, channel }, { act, exhibits }) {
    const asked = { channel: channel.id, act, ground: 'retention-ended', exhibits }
    const done = await perform(opened.dir, 'expunge', asked, {})
    if ('error' in done) throw new Error(done.error.message)
    const { exhibitsRemoved, recorded, removed } = done.result
    return { type: recorded.type, removed, exhibitsRemoved }
  },

  async promise({ channel }, { act }) {
    const data = { act, ground: 'retention-ended', scope: 'body-and-exhibits' }
    await channel.act({ type: 'body.expunge', about: act, data })
    process.kill(process.pid, 'SIGKILL')
    return null
  },

  async backup({ opened }, { path }) {
    const done = await perform(opened.dir, 'backup', { path }, {})
    if ('error' in done) throw new Error(done.error.message)
    return { bytes: done.result.bytes }
  },

  async stop({ control, opened }) {
    await control.close()
    await opened.stop()
    return null
  },
}

function listedIn(data: unknown): { sealed: string; sealedBytes: number } {
  const list = typeof data === 'object' && data !== null && 'exhibits' in data ? data.exhibits : undefined
  const first: unknown = Array.isArray(list) ? list[0] : undefined
  if (typeof first !== 'object' || first === null || !('sealed' in first) || !('sealedBytes' in first))
    throw new Error('the act lists no exhibit')
  return { sealed: String(first.sealed), sealedBytes: Number(first.sealedBytes) }
}

function answer<N extends OrderName>(
  running: Running,
  name: N,
  ask: Orders[N]['ask'],
): Promise<Orders[N]['answer']> {
  return obey[name](running, ask)
}

const [, , dir] = process.argv
if (import.meta.main && dir !== undefined) {
  process.title = `entente-trial ${basename(dir)}`
  process.on('disconnect', () => process.exit())
  // A killed process never writes what it compiled; the next ones would all compile it again.
  flushCompileCache()
  const running = run(dir)
  running.catch((cause: unknown) => {
    console.error(cause)
    process.exit(1)
  })
  process.on('message', (order: { readonly name: OrderName; readonly ask: Orders[OrderName]['ask'] }) => {
    running
      .then((node) => answer(node, order.name, order.ask))
      .then(
        (value) => process.send?.({ answer: value } satisfies Answer),
        (cause: unknown) => process.send?.({ error: String(cause) } satisfies Answer),
      )
      .finally(() => {
        if (order.name === 'stop') process.disconnect?.()
      })
      .catch(() => process.exit(1))
  })
}
