import { spawn } from 'node:child_process'
import { join } from 'node:path'

export interface ToolRun {
  readonly code: number
  /** What it wrote to standard output and standard error; empty when it wrote straight to the screen. */
  readonly stdout: string
  readonly stderr: string
}

/** Longest a tool may run. All gates together must stay under 25 minutes. */
const longestRunMs = 23 * 60_000

/**
 * Runs a tool from node_modules/.bin to its end. A signal that ends this process ends the tool first; a tool that runs
 * too long is ended and counts as failed.
 */
export function runTool(
  root: string,
  name: string,
  args: readonly string[],
  options?: { show: boolean },
): Promise<ToolRun> {
  const output = options?.show === true ? 'inherit' : 'pipe'
  return new Promise((resolve) => {
    const child = spawn(join(root, 'node_modules', '.bin', name), args, {
      cwd: root,
      stdio: ['ignore', output, output],
    })
    const chunks = { stdout: '', stderr: '' }
    child.stdout?.setEncoding('utf8').on('data', (text: string) => (chunks.stdout += text))
    child.stderr?.setEncoding('utf8').on('data', (text: string) => (chunks.stderr += text))
    const end = (signal: NodeJS.Signals): void => void child.kill(signal)
    const late = setTimeout(() => end('SIGTERM'), longestRunMs)
    process.on('SIGINT', end).on('SIGTERM', end)
    const finish = (code: number, stderr: string): void => {
      clearTimeout(late)
      process.off('SIGINT', end).off('SIGTERM', end)
      resolve({ code, stdout: chunks.stdout, stderr })
    }
    child.on('error', (error) => finish(1, `${name} could not be started: ${error.message}`))
    child.on('close', (code, signal) =>
      finish(code ?? 1, signal === null ? chunks.stderr : `${name} was ended by ${signal}`),
    )
  })
}
