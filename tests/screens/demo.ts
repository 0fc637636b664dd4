import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const STARTING_MS = 120_000
const ENDING_MS = 20_000

export interface PlayedDemo {
  /** Sign-in links of the first party's desk officer and operator. */
  readonly desk: string
  readonly operator: string
  stop(): Promise<void>
}

/** The demonstration as `npm start` plays it, in a process of its own. Throws what it said when it did not come up. */
export async function playDemo(): Promise<PlayedDemo> {
  const folder = await mkdtemp(join(tmpdir(), 'entente-screens-'))
  const root = fileURLToPath(new URL('../../', import.meta.url))
  const child = spawn(process.execPath, ['bin/start.mjs', '--dir', join(folder, 'demo'), '--lang', 'en'], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const stop = async (): Promise<void> => {
    child.kill('SIGINT')
    const late = setTimeout(() => child.kill('SIGKILL'), ENDING_MS)
    await ended
    clearTimeout(late)
    await rm(folder, { recursive: true, force: true })
  }
  let said = ''
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => (said += chunk.toString()))
  const deadline = performance.now() + STARTING_MS
  while (performance.now() < deadline && child.exitCode === null) {
    const links = [...said.matchAll(/http:\/\/\S+\/enter\/\S+/g)].map(([link]) => link)
    const [desk, , operator] = links
    if (links.length >= 6 && desk !== undefined && operator !== undefined) return { desk, operator, stop }
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  await stop()
  throw new Error(`The demonstration did not come up:\n${said}`)
}
