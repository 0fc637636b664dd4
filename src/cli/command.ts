import type { Environment } from '../app/index.ts'
import type { Translator } from '../words/index.ts'
import type { Given } from './arguments.ts'

/** 0 good, 1 found wrong, 2 called wrongly, 3 cannot tell. */
export type ExitCode = 0 | 1 | 2 | 3

export interface Option {
  /** What stands for its value in the help, e.g. `FILE`; a flag has none. */
  readonly value?: string
  readonly short?: string
  /** May be given more than once. */
  readonly many?: true
  readonly required?: true
}

/** One command of the program. All have this shape, one file each. */
export interface Command {
  /** As typed, e.g. `channel propose`. */
  readonly name: string
  /** Its arguments in order: `D [CHANNEL [MATTER]]`, `D CARD…`. The help and the check both read this. */
  readonly usage: string
  readonly options: Readonly<Record<string, Option>>
  run(context: Context): Promise<Outcome>
}

/** What a command is given of the world. */
export interface Context {
  readonly given: Given
  readonly words: Translator
  /** Columns of the terminal, for wrapping. */
  readonly width: number
  /** Names of the time zones in which instants are shown beside UTC. */
  readonly zones: readonly string[]
  /** With `--json` nothing but the result goes to standard output. */
  readonly json: boolean
  readonly environment: Environment
  /** Prints a line at once: for commands that go on for a while. Silent with `--json`. */
  readonly say: (line?: string) => void
}

export interface Outcome {
  readonly exit: ExitCode
  /** The whole result for machines. */
  readonly result: unknown
  /** The same for people; what was said before is not repeated. */
  readonly lines: readonly string[]
}
