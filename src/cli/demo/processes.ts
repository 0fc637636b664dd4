import { type ChildProcess, spawn } from 'node:child_process'
import { closeSync, openSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { extname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { AppError, systemClock, within } from '../../app/index.ts'

/** A node is up in well under a second; a slow or busy machine gets this long. */
const START_WAIT_MS = 60_000
/** A clean stop writes what is folded; after this the process is ended outright. */
const STOP_WAIT_MS = 5_000
/** Acts stand alone for this long in the demonstration, so that the reader does not wait for each to settle. */
const SETTLE_AFTER_MS = 400

export interface RunningNode {
  readonly dir: string
  readonly pid: number
  /** What it says to nobody goes there. */
  readonly log: string
  /** The process of this node is gone. */
  readonly ended: Promise<Ending>
  stop(): Promise<void>
}

/** By what a process ended: the one is null where the other is not. Both are, where there never was a process. */
export interface Ending {
  readonly code: number | null
  readonly signal: string | null
}

/**
 * Starts `entente start` for a folder as a process of its own. It ends by itself when this process is gone in any way:
 * the channel between the two closes then. `started` is told as soon as there is a process, before it answers.
 * Throws AppError `node-not-running` with the end of its log.
 */
export async function startProcess(dir: string, started: (node: RunningNode) => void): Promise<RunningNode> {
  const main = fileURLToPath(new URL(`../main${extname(import.meta.url)}`, import.meta.url))
  const logPath = join(dir, 'node.log')
  const log = openSync(logPath, 'a', 0o600)
  const child = spawn(process.execPath, [main, 'start', dir], {
    stdio: ['ignore', 'ignore', log, 'ipc'],
    env: { ...process.env, ENTENTE_SETTLE_AFTER_MS: String(SETTLE_AFTER_MS) },
  })
  closeSync(log)
  const ended = new Promise<Ending>((resolve) => {
    child.once('exit', (code, signal) => resolve({ code, signal }))
    child.once('error', () => resolve({ code: null, signal: null }))
  })
  const stop = (): Promise<void> => stopProcess(child, ended)
  const node: RunningNode = { dir, pid: child.pid ?? 0, log: logPath, ended, stop }
  started(node)
  const running = new Promise<'running'>((resolve) => child.once('message', () => resolve('running')))
  const first = await within(
    systemClock,
    START_WAIT_MS,
    Promise.race([running, ended.then(() => 'ended' as const)]),
  )
  if (first === 'running') return node
  await node.stop()
  const said = (await readFile(logPath, 'utf8').catch(() => '')).trim().split('\n').at(-1) ?? ''
  throw new AppError('node-not-running', `The node in ${dir} did not start: ${said}`, { field: '--dir' })
}

/** Closing the channel asks the node to stop cleanly on every system; a node that does not is ended. */
async function stopProcess(child: ChildProcess, ended: Promise<unknown>): Promise<void> {
  if (child.connected) child.disconnect()
  const done = ended.then(() => true)
  if ((await within(systemClock, STOP_WAIT_MS, done)) === true) return
  child.kill('SIGKILL')
  await ended
}

/** Two ports of the loopback that nobody uses now. */
export async function freePorts(): Promise<[number, number]> {
  const [a, b] = await Promise.all([probe(), probe()])
  const ports: [number, number] = [a.port, b.port]
  await Promise.all([a.close(), b.close()])
  return ports
}

function probe(): Promise<{ port: number; close(): Promise<void> }> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      const port = typeof address === 'object' && address !== null ? address.port : 0
      resolve({ port, close: () => new Promise((done) => server.close(() => done())) })
    })
  })
}
