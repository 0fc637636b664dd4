import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const MAIN = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url))
/** A command that hangs is ended, and its test fails on what it printed. */
const COMMAND_LIMIT_MS = 120_000

export interface Ended {
  readonly code: number | null
  readonly out: string
  readonly err: string
}

/** Runs the program as a shell would, with a quiet environment in English. */
export function entente(args: readonly string[], environment: Record<string, string> = {}): Promise<Ended> {
  return ended(launch(args, environment), COMMAND_LIMIT_MS)
}

/** The same with `--json`: what it printed to standard output, read. */
export async function json(
  args: readonly string[],
  environment: Record<string, string> = {},
): Promise<unknown> {
  const { code, out, err } = await entente([...args, '--json'], environment)
  if (code !== 0 && out === '') throw new Error(`entente ${args.join(' ')} ended with ${code}: ${err}`)
  return JSON.parse(out)
}

export function launch(args: readonly string[], environment: Record<string, string> = {}): ChildProcess {
  return spawn(process.execPath, [MAIN, ...args], {
    env: { PATH: process.env['PATH'] ?? '', LANG: 'C', TZ: 'UTC', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
}

/** What a process came to. It is killed when it takes longer than `limitMs`; one that is to stay up has no limit. */
export function ended(child: ChildProcess, limitMs?: number): Promise<Ended> {
  let out = ''
  let err = ''
  child.stdout?.on('data', (text) => (out += String(text)))
  child.stderr?.on('data', (text) => (err += String(text)))
  const timer = limitMs === undefined ? undefined : setTimeout(() => child.kill('SIGKILL'), limitMs)
  return new Promise((resolve) => {
    child.once('close', (code) => {
      clearTimeout(timer)
      resolve({ code, out, err })
    })
  })
}

/** Resolves once the process has printed a text; rejects when it ends before. */
export function printed(child: ChildProcess, text: string): Promise<string> {
  let out = ''
  return new Promise((resolve, reject) => {
    child.stdout?.on('data', (chunk) => {
      out += String(chunk)
      if (out.includes(text)) resolve(out)
    })
    child.once('exit', (code) => reject(new Error(`ended with ${code} before it printed "${text}": ${out}`)))
  })
}

export interface Workshop {
  readonly dir: string
  path(name: string): string
  remove(): Promise<void>
}

export async function workshop(): Promise<Workshop> {
  const dir = await mkdtemp(join(tmpdir(), 'entente-cli-'))
  return { dir, path: (name) => join(dir, name), remove: () => rm(dir, { recursive: true, force: true }) }
}

/** A port of the loopback that nobody uses now. */
/** Whether a process of that id exists. */
export function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

/** Polls until something is so; false when it is not within the time. */
export async function eventually(isSo: () => boolean | Promise<boolean>, limitMs = 40_000): Promise<boolean> {
  for (let waitedMs = 0; waitedMs < limitMs; waitedMs += 50) {
    if (await isSo()) return true
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  return isSo()
}
