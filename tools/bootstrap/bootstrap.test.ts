import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const root = join(import.meta.dirname, '..', '..')

const program = `
import { appendFileSync } from 'node:fs'
const [log, mode] = process.argv.slice(2)
const say = (line: string): void => appendFileSync(String(log), line + '\\n')
process.on('SIGTERM', () => { say('told to end'); process.exit(7) })
process.on('SIGINT', () => { say('interrupted'); process.exit(8) })
if (mode === 'wait') { setInterval(() => {}, 1000); console.log('ready') }
else { console.log(JSON.stringify({ version: process.version, rest: process.argv.slice(4), path: process.env['PATH'] })); process.exitCode = 3 }
`

interface Ended {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

function begin(
  args: readonly string[],
  cwd: string,
  env: NodeJS.ProcessEnv = process.env,
): { child: ChildProcess; ended: Promise<Ended> } {
  const child = spawn(process.execPath, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] })
  const held = { stdout: '', stderr: '' }
  child.stdout.setEncoding('utf8').on('data', (text: string) => (held.stdout += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => (held.stderr += text))
  const ended = new Promise<Ended>((resolve) => child.on('close', (code) => resolve({ code, ...held })))
  return { child, ended }
}

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 20))
}

describe('the commands of a checkout', () => {
  let folder = ''
  let log = ''

  beforeAll(() => {
    // A checkout of its own, with the packages of this one.
    folder = mkdtempSync(join(tmpdir(), 'entente-bootstrap-'))
    log = join(folder, 'log')
    for (const name of ['bin', 'package.json', 'package-lock.json'])
      cpSync(join(root, name), join(folder, name), { recursive: true })
    cpSync(join(root, 'src', 'record'), join(folder, 'src', 'record'), { recursive: true })
    writeFileSync(join(folder, 'program.ts'), program)
    symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'))
  })

  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  it('run a program on the pinned Node, with its arguments, and end with its exit code', async () => {
    const { code, stdout } = await begin(
      ['bin/run.mjs', 'program.ts', log, 'end', 'two words', '--flag'],
      folder,
    ).ended
    const said: unknown = JSON.parse(stdout)
    expect(code).toBe(3)
    expect(said).toMatchObject({ rest: ['two words', '--flag'], version: expect.stringMatching(/^v26\./) })
    expect(said).toMatchObject({ path: expect.stringMatching(/^[^:;]*node_modules.\.bin/) })
  })

  it.each([
    ['SIGTERM', 7, 'told to end'],
    ['SIGINT', 8, 'interrupted'],
  ] as const)('pass %s on and wait for the end', async (signal, code, line) => {
    rmSync(log, { force: true })
    const { child, ended } = begin(['bin/run.mjs', 'program.ts', log, 'wait'], folder)
    await new Promise((resolve) => child.stdout?.once('data', resolve))
    child.kill(signal)
    expect((await ended).code).toBe(code)
    expect(readFileSync(log, 'utf8')).toBe(`${line}\n`)
  })

  it('leave nothing running when they are killed outright', async () => {
    rmSync(log, { force: true })
    const { child, ended } = begin(['bin/run.mjs', 'program.ts', log, 'wait'], folder)
    await new Promise((resolve) => child.stdout?.once('data', resolve))
    child.kill('SIGKILL')
    // The pipes close only when the program has ended too.
    await ended
    await until(() => existsSync(log))
    expect(readFileSync(log, 'utf8')).toBe('told to end\n')
  })

  it('say in a sentence that Node is too old', async () => {
    const old = 'data:text/javascript,Object.defineProperty(process,"versions",{value:{node:"18.19.0"}})'
    const { code, stderr } = await begin(['--import', old, 'bin/start.mjs'], folder).ended
    expect(code).toBe(1)
    expect(stderr).toMatch(/^Entente needs Node\.js 20 or newer/)
  })

  it('say in plain words that the registry cannot be reached', async () => {
    const apart = mkdtempSync(join(tmpdir(), 'entente-offline-'))
    for (const name of ['bin', 'src', 'package.json', 'package-lock.json'])
      cpSync(join(folder, name), join(apart, name), { recursive: true })
    // Nothing listens on port 9, and the cache is empty.
    const env = {
      ...process.env,
      npm_config_registry: 'http://127.0.0.1:9/',
      npm_config_cache: join(apart, 'cache'),
    }
    const { code, stderr } = await begin(['bin/start.mjs'], apart, env).ended
    rmSync(apart, { recursive: true, force: true })
    expect(code).toBe(1)
    expect(stderr).toContain('The npm registry cannot be reached.')
  }, 120_000)
})
