import { parseArgs } from 'node:util'
import type { Translator } from '../words/index.ts'
import type { Command, Option } from './command.ts'
import { misused } from './refused.ts'

/** Options that every command takes. */
export const COMMON_OPTIONS: Readonly<Record<string, Option>> = {
  json: {},
  lang: { value: 'en|vi|zh-Hans' },
  help: { short: 'h' },
}

export interface Argument {
  readonly name: string
  readonly optional: boolean
  /** Takes all that is left, one at least unless optional. */
  readonly many: boolean
}

/** The arguments of a command, in order, from its usage. */
export function argumentsOf(command: Command): Argument[] {
  let depth = 0
  return [...command.usage.matchAll(/[[\]]|[A-Z]+…?/g)].flatMap(([token]) => {
    if (token === '[' || token === ']') {
      depth += token === '[' ? 1 : -1
      return []
    }
    return [{ name: token.replace('…', ''), optional: depth > 0, many: token.endsWith('…') }]
  })
}

type OptionValues = Readonly<Record<string, string | boolean | (string | boolean)[] | undefined>>

/** What was typed after a command's name, checked against what the command takes. */
export class Given {
  readonly #words: Translator
  readonly #arguments: ReadonlyMap<string, readonly string[]>
  readonly #options: OptionValues
  readonly #wanted: Readonly<Record<string, Option>>

  constructor(
    words: Translator,
    given: ReadonlyMap<string, readonly string[]>,
    options: OptionValues,
    wanted: Readonly<Record<string, Option>>,
  ) {
    this.#words = words
    this.#arguments = given
    this.#options = options
    this.#wanted = wanted
  }

  /** An argument that the command's usage requires. */
  argument(name: string): string {
    const value = this.maybeArgument(name)
    if (value === undefined) throw misused(this.#words, name, 'usage.argument-missing', { name })
    return value
  }

  maybeArgument(name: string): string | undefined {
    return this.#arguments.get(name)?.[0]
  }

  allArguments(name: string): readonly string[] {
    return this.#arguments.get(name) ?? []
  }

  text(name: string): string | undefined {
    const value = this.#options[name]
    return typeof value === 'string' ? value : undefined
  }

  required(name: string): string {
    const value = this.text(name)
    if (value === undefined) {
      const shown = shownName(name, this.#wanted[name])
      throw misused(this.#words, shown, 'usage.option-missing', { name: shown })
    }
    return value
  }

  list(name: string): readonly string[] {
    const value = this.#options[name]
    return Array.isArray(value) ? value.filter((each) => typeof each === 'string') : []
  }

  flag(name: string): boolean {
    return this.#options[name] === true
  }
}

/** Throws Refused `usage`: one sentence that names the argument or option and the rule. */
export function readArguments(command: Command, typed: readonly string[], words: Translator): Given {
  const wanted = { ...command.options, ...COMMON_OPTIONS }
  const { values, positionals } = parse(wanted, typed, words)
  const given = new Map<string, readonly string[]>()
  let rest = positionals
  for (const argument of argumentsOf(command)) {
    const taken = rest.slice(0, argument.many ? rest.length : 1)
    rest = rest.slice(taken.length)
    if (taken.length === 0 && !argument.optional && values['help'] !== true)
      throw misused(words, argument.name, 'usage.argument-missing', { name: argument.name })
    given.set(argument.name, taken)
  }
  const [extra] = rest
  if (extra !== undefined) throw misused(words, extra, 'usage.argument-extra', { value: extra })
  const read = new Given(words, given, values, wanted)
  if (values['help'] !== true)
    for (const [name, option] of Object.entries(wanted)) if (option.required) read.required(name)
  return read
}

/** As people type it: short where there is a short form for a value. */
export function shownName(name: string, option: Option | undefined): string {
  return option?.short !== undefined && option.value !== undefined ? `-${option.short}` : `--${name}`
}

function parse(
  wanted: Readonly<Record<string, Option>>,
  typed: readonly string[],
  words: Translator,
): { values: OptionValues; positionals: string[] } {
  const options = Object.fromEntries(
    Object.entries(wanted).map(([name, { value, short, many }]) => [
      name,
      {
        type: value === undefined ? ('boolean' as const) : ('string' as const),
        ...(short === undefined ? {} : { short }),
        ...(many === true ? { multiple: true } : {}),
      },
    ]),
  )
  try {
    return parseArgs({ args: [...typed], options, strict: true, allowPositionals: true })
  } catch (cause) {
    throw misusedOption(cause, wanted, words)
  }
}

function misusedOption(cause: unknown, wanted: Readonly<Record<string, Option>>, words: Translator): unknown {
  if (!(cause instanceof Error && 'code' in cause)) return cause
  const name = /'(--?[^ '=]+)/.exec(cause.message.replace(/'-\w, --/, "'--"))?.[1] ?? '--'
  if (cause.code === 'ERR_PARSE_ARGS_UNKNOWN_OPTION')
    return misused(words, name, 'usage.option-unknown', { name })
  if (cause.code !== 'ERR_PARSE_ARGS_INVALID_OPTION_VALUE') return cause
  const long = name.replace(/^--/, '')
  const shown = shownName(long, wanted[long])
  const takesValue = wanted[long]?.value !== undefined
  return misused(words, shown, takesValue ? 'usage.option-value' : 'usage.option-no-value', { name: shown })
}
