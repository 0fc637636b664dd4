import type { MessageKey, Translator } from '../words/index.ts'
import { COMMON_OPTIONS, argumentsOf, shownName } from './arguments.ts'
import type { Command, Option } from './command.ts'
import { padded, wrapped } from './text.ts'

const MOST_NAME_COLUMNS = 26

/** All commands, one line each. */
export function overview(commands: readonly Command[], words: Translator, width: number): string[] {
  const lines = [
    ...wrapped(words('cli.tagline'), width),
    '',
    words('cli.usage', { synopsis: 'entente COMMAND …' }),
    '',
  ]
  const column = Math.max(...commands.map(({ name }) => name.length)) + 4
  for (const command of commands)
    lines.push(...wrapped(summaryOf(command, words), width, padded(`  ${command.name}`, column)))
  return [...lines, '', ...wrapped(words('cli.more'), width), ...wrapped(words('cli.exit-codes'), width)]
}

/** One command: how it is called, what it does, each argument and option. */
export function helpOf(command: Command, words: Translator, width: number): string[] {
  const lines = [
    ...wrapped(synopsisOf(command), width, `${words('cli.usage', { synopsis: '' }).trimEnd()} `),
    '',
  ]
  lines.push(...wrapped(summaryOf(command, words), width))
  const about = [
    ...argumentsOf(command).map(({ name }): [string, string] => [
      name,
      describe(command, name.toLowerCase(), words),
    ]),
    ...Object.entries({ ...command.options, ...COMMON_OPTIONS }).map(([name, option]): [string, string] => [
      optionText(name, option),
      describe(command, name, words),
    ]),
  ]
  const column = Math.min(MOST_NAME_COLUMNS, Math.max(...about.map(([name]) => name.length)) + 4)
  lines.push('')
  for (const [name, text] of about) {
    const first = padded(`  ${name}`, column)
    if (first.length > column) lines.push(first, ...wrapped(text, width, ' '.repeat(column)))
    else lines.push(...wrapped(text, width, first))
  }
  return lines
}

/** `entente act D CHANNEL TYPE [--about ID] …` */
export function synopsisOf(command: Command): string {
  const options = Object.entries(command.options).map(([name, option]) => {
    const text = `${optionText(name, option)}${option.many === true ? '…' : ''}`
    return option.required === true ? text : `[${text}]`
  })
  return ['entente', command.name, command.usage, ...options].filter((part) => part !== '').join(' ')
}

function summaryOf(command: Command, words: Translator): string {
  return words(keyOf('help', command.name.replace(' ', '-')))
}

function optionText(name: string, option: Option): string {
  if (option.value !== undefined) return `${shownName(name, option)} ${option.value}`
  return option.short === undefined ? `--${name}` : `-${option.short}, --${name}`
}

/** What an argument or option means: in this command when it has words of its own, else in all. */
function describe(command: Command, name: string, words: Translator): string {
  const own = `${command.name.replace(' ', '-')}.${name}`
  return words.knows('input', own) ? words.term('input', own) : words(keyOf('input', name))
}

/** Every key is one of English; a test walks all commands, so that one without words is found. */
function keyOf(group: 'help' | 'input', name: string): MessageKey {
  // The keys are spelt from the commands' own names, and the test of help asks for each.
  return `${group}.${name}` as MessageKey
}
