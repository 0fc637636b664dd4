import { refusalOf, releaseVersion } from '../app/index.ts'
import { isLanguage, languageFrom, translator } from '../words/index.ts'
import { readArguments } from './arguments.ts'
import type { Command, Context, ExitCode, Outcome } from './command.ts'
import { commands } from './commands/index.ts'
import { helpOf, overview } from './help.ts'
import { Refused, exitCodeOf, misused, sentenceOf } from './refused.ts'
import { wrapped } from './text.ts'

/** Wider lines are hard to read; narrower terminals wrap by themselves. */
const MOST_COLUMNS = 100
const LEAST_COLUMNS = 40
const DEFAULT_COLUMNS = 80

/** Runs what was typed and gives the exit code. */
export async function run(typed: readonly string[]): Promise<ExitCode> {
  const words = translator(languageOf(typed))
  const json = typed.includes('--json')
  try {
    checkLanguage(typed, words)
    const found = commandOf(inOrder(typed))
    const width = columns()
    if (found === undefined) return noCommand(typed, words, width)
    const { command, rest } = found
    const given = readArguments(command, rest, words)
    if (given.flag('help')) return print(helpOf(command, words, width))
    const context: Context = {
      given,
      words,
      width,
      zones: [Intl.DateTimeFormat().resolvedOptions().timeZone],
      json,
      environment: process.env,
      say: (line = '') => {
        if (!json) process.stdout.write(`${line}\n`)
      },
    }
    return tell(await command.run(context), json)
  } catch (cause) {
    const refusal = cause instanceof Refused ? cause.refusal : refusalOf(cause)
    if (json) {
      const { code, message, field } = refusal
      process.stderr.write(`${JSON.stringify({ error: { code, message, field } })}\n`)
    } else complain(sentenceOf(words, refusal))
    return exitCodeOf(refusal)
  }
}

/** On a terminal wrapped, else in one line for whoever reads it. */
function complain(sentence: string): void {
  const lines = process.stderr.isTTY ? wrapped(sentence, columns(), 'entente: ') : [`entente: ${sentence}`]
  process.stderr.write(`${lines.join('\n')}\n`)
}

function tell(outcome: Outcome, json: boolean): ExitCode {
  if (json) process.stdout.write(`${JSON.stringify(outcome.result, null, 2)}\n`)
  else print(outcome.lines)
  return outcome.exit
}

function print(lines: readonly string[]): 0 {
  if (lines.length > 0) process.stdout.write(`${lines.join('\n')}\n`)
  return 0
}

/** Nothing typed, or help asked for: the overview. Anything else is no command. */
function noCommand(typed: readonly string[], words: ReturnType<typeof translator>, width: number): ExitCode {
  if (typed.includes('--version')) return print([`entente ${releaseVersion()}`])
  const [name] = typed.filter((each) => !each.startsWith('-') && !isLanguage(each))
  const family = commands.filter((command) => name !== undefined && command.name.startsWith(`${name} `))
  if (family.length > 0 && typed.every((each) => each === name || each.startsWith('-') || isLanguage(each))) {
    const lines = overview(family, words, width)
    if (typed.includes('--help') || typed.includes('-h')) return print(lines)
    process.stderr.write(`${lines.join('\n')}\n`)
    return 2
  }
  if (name !== undefined && name !== 'help') throw misused(words, name, 'usage.command-unknown', { name })
  const asked = name === 'help' || typed.includes('--help') || typed.includes('-h')
  if (!asked) {
    process.stderr.write(`${overview(commands, words, width).join('\n')}\n`)
    return 2
  }
  return print(overview(commands, words, width))
}

/** Options before the command's name, and `help COMMAND`, as if they stood behind it. */
function inOrder(typed: readonly string[]): readonly string[] {
  const [first, second] = typed
  if (first === 'help' && typed.length > 1) return [...typed.slice(1), '--help']
  if (first === '--lang' && second !== undefined) return inOrder([...typed.slice(2), first, second])
  const isLeading = first === '--json' || first?.startsWith('--lang=') === true
  return isLeading && typed.length > 1 && !typed.every((each) => each.startsWith('-'))
    ? inOrder([...typed.slice(1), first])
    : typed
}

/** The longest name that the first words spell: `channel propose` before `channel`. */
function commandOf(typed: readonly string[]): { command: Command; rest: string[] } | undefined {
  for (const count of [2, 1]) {
    const name = typed.slice(0, count).join(' ')
    const command = commands.find((each) => each.name === name)
    if (command !== undefined && typed.length >= count) return { command, rest: typed.slice(count) }
  }
  return undefined
}

/** The language must be known before anything can be said, so it is looked for first. */
function languageOf(typed: readonly string[]): ReturnType<typeof languageFrom> {
  const asked = askedLanguage(typed)
  if (asked !== undefined && isLanguage(asked)) return asked
  const { LC_ALL, LC_MESSAGES, LANG } = process.env
  return languageFrom(LC_ALL, LC_MESSAGES, LANG)
}

function checkLanguage(typed: readonly string[], words: ReturnType<typeof translator>): void {
  const asked = askedLanguage(typed)
  if (asked !== undefined && !isLanguage(asked))
    throw misused(words, '--lang', 'usage.language', { value: asked })
}

function askedLanguage(typed: readonly string[]): string | undefined {
  const at = typed.findIndex((each) => each === '--lang' || each.startsWith('--lang='))
  return at < 0
    ? undefined
    : typed[at] === '--lang'
      ? (typed[at + 1] ?? '')
      : typed[at]?.slice('--lang='.length)
}

function columns(): number {
  const given = process.stdout.columns ?? DEFAULT_COLUMNS
  return Math.max(LEAST_COLUMNS, Math.min(MOST_COLUMNS, given))
}
