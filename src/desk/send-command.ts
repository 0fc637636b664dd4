import { spawn } from 'node:child_process'
import type { Clock } from '../exchange/index.ts'
import { codeOf, failed, sent } from './parcel.ts'
import type { Outcome, Parcel } from './parcel.ts'

const COMMAND_LIMIT_MS = 30_000

/** A command that the operator lists in the node's configuration: for an SMS modem, a pager, a siren. */
export interface NoticeCommand {
  /** Absolute path of the program. No shell reads it. */
  readonly path: string
  /** `{to}` and `{id}` are put in whole; everything else stands as it is. */
  readonly args: readonly string[]
}

/** Runs the command with the notice on its standard input. Exit code 0 within the time limit means that it went out. */
export function sendByCommand(
  { command, to }: { readonly command: string; readonly to: string },
  { id, letter }: Parcel,
  { clock, commands }: { readonly clock: Clock; readonly commands: ReadonlyMap<string, NoticeCommand> },
): Promise<Outcome> {
  const listed = commands.get(command)
  if (listed === undefined) return Promise.resolve(failed('command-not-listed'))
  const args = listed.args.map((arg) => arg.replaceAll('{to}', to).replaceAll('{id}', id))
  return new Promise((resolve) => {
    const child = spawn(listed.path, args, {
      // Nothing of the node's environment gets there: it may hold secrets.
      env: { PATH: '/usr/local/bin:/usr/bin:/bin', LANG: 'C.UTF-8' },
      stdio: ['pipe', 'ignore', 'ignore'],
      // Its own group, so that what it has started ends with it.
      detached: true,
    })
    const end = (outcome: Outcome): void => {
      cancel()
      resolve(outcome)
    }
    const cancel = clock.after(COMMAND_LIMIT_MS, () => {
      endGroup(child.pid)
      end(failed('timed-out'))
    })
    child.on('error', (error) => end(failed(codeOf(error))))
    child.on('close', (code, signal) => end(code === 0 ? sent : failed(signal ?? `exit-${code}`)))
    // A command that reads nothing closes the pipe; its exit code says whether that is well.
    child.stdin.on('error', () => undefined)
    child.stdin.end(`${letter.text}\n`)
  })
}

function endGroup(pid: number | undefined): void {
  if (pid === undefined) return
  try {
    process.kill(-pid, 'SIGKILL')
  } catch {
    // It has ended by itself in the meantime.
  }
}
