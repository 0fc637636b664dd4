import { ACT_EXAMPLES, type ActDefinition, VOCABULARY } from '../acts/index.ts'
import { type FieldOutline, outlineOf, requestFormOutline } from '../instruments/index.ts'
import type { Translator } from '../words/index.ts'
import type { Context } from './command.ts'
import { padded, table, wrapped } from './text.ts'
import { typed } from './typed.ts'

/** The act whose body is the form. */
const WITH_FORM = 'request.open'
/** Made by a command of its own. */
const COMMANDS: Readonly<Record<string, readonly string[]>> = {
  'body.expunge': ['expunge', 'D', 'CHANNEL', 'ACT'],
}

/** Made in a browser, by whoever holds the passkey. */
const BY_OFFICER = 'attest.sign'

/** All acts: name, what it does, who may make it. */
export function vocabularyLines({ words, width }: Pick<Context, 'words' | 'width'>): string[] {
  const rows = VOCABULARY.map(({ name, by }) => [name, words.term('act', name), words.term('author', by)])
  return [
    ...wrapped(words('acts.list', { command: typed('acts', 'TYPE') }), width),
    '',
    ...table(rows, Number.MAX_SAFE_INTEGER),
  ]
}

/** One act: who, about what, which body, each field of its data with its codes, and an example. */
export function actLines({ words, width }: Pick<Context, 'words' | 'width'>, act: ActDefinition): string[] {
  const rows = [
    [words('acts.by'), words.term('author', act.by)],
    [words('acts.about'), aboutText(words, act)],
    [words('acts.body'), bodyText(words, act)],
  ]
  const lines = [`${act.name}  ${words.term('act', act.name)}`, ...table(rows, Number.MAX_SAFE_INTEGER), '']
  const fields = outlineOf(act.data)
  const typedFields = fields.filter(({ form }) => form !== 'exhibits')
  if (typedFields.length === 0) lines.push(words('acts.no-data'))
  else
    lines.push(
      words('acts.data'),
      ...typedFields.flatMap((field) => fieldLines(words, width, act.name, field)),
    )
  if (typedFields.length < fields.length) lines.push('', ...wrapped(words('acts.exhibits'), width))
  if (act.name === WITH_FORM) lines.push('', ...formLines(words, width))
  return [...lines, '', ...exampleLines(words, act)]
}

/** The same for machines and pages. */
export function actResult(act: ActDefinition): {
  readonly name: string
  readonly by: ActDefinition['by']
  readonly about: ActDefinition['about']
  readonly body: ActDefinition['body']
  readonly data: readonly FieldOutline[]
  readonly form: readonly FieldOutline[] | null
  readonly example: unknown
} {
  return {
    name: act.name,
    by: act.by,
    about: act.about,
    body: act.body,
    data: outlineOf(act.data),
    form: act.name === WITH_FORM ? requestFormOutline() : null,
    example: ACT_EXAMPLES[act.name] ?? null,
  }
}

export function aboutText(words: Translator, { about }: ActDefinition): string {
  switch (about.how) {
    case 'opens':
      return words('acts.opens')
    case 'about':
      return words('acts.about-kind', { matter: words.term('matter', about.kind) })
    case 'any':
      return words('acts.about-any')
    case 'channel':
      return words('acts.about-channel')
  }
}

export function bodyText(words: Translator, { body }: ActDefinition): string {
  const types = body.types.join(', ')
  switch (body.rule) {
    case 'required':
      return words('acts.body-required', { types })
    case 'optional':
      return words('acts.body-optional', { types })
    case 'none':
      return words('acts.body-none')
  }
}

/** What a value is, without its codes. */
export function valueText(words: Translator, field: FieldOutline): string {
  const [least, most] = field.range ?? [0, 0]
  const codes = field.codes.length
  const one =
    field.form === 'code' && field.list !== undefined
      ? words('value.codes', { least: field.list.least, most: Math.min(field.list.most ?? codes, codes) })
      : words.term('value', field.form, { least, most })
  const isPlainList = field.list !== undefined && field.form !== 'code'
  return isPlainList ? words('value.list', { what: one }) : one
}

/** What a field means: in this act when it has words of its own, else in all. Fields of the form have none. */
export function meaningOf(words: Translator, act: string, path: string): string | undefined {
  const key = [`${act}.${path}`, path].find((each) => words.knows('field', each))
  return key === undefined ? undefined : words.term('field', key)
}

function fieldLines(words: Translator, width: number, act: string, field: FieldOutline): string[] {
  const value = [valueText(words, field), ...(field.required ? [] : [words('value.optional')])]
  const codes = field.codes.length === 0 ? [] : wrapped(field.codes.join(', '), width, '      ')
  const meaning = meaningOf(words, act, field.path)
  const told = meaning === undefined ? [] : wrapped(meaning, width, '      ')
  // A closed list stands right behind the words that introduce it.
  const [first = '', ...others] = field.form === 'code' ? value.toReversed() : value
  return [`  ${field.path}`, ...told, ...wrapped([first, ...others].join('; '), width, '      '), ...codes]
}

function formLines(words: Translator, width: number): string[] {
  const fields = requestFormOutline().filter(
    ({ path }) => path !== 'form' && path.split(/[.[]/)[0] !== 'exhibits',
  )
  const column = Math.max(...fields.map(({ path }) => path.length)) + 4
  const rows = fields.flatMap((field) => {
    const value = [valueText(words, field), field.codes.join(', ')].filter((part) => part !== '').join(' ')
    const text = field.required ? value : `${value}; ${words('value.optional')}`
    return wrapped(text, width, padded(`  ${field.path}`, column))
  })
  return [...wrapped(words('acts.form', { form: 'request/1' }), width), ...rows]
}

/** How an act comes about that nobody types. */
function madeByText(words: Translator, name: string): string {
  const command = COMMANDS[name]
  if (command !== undefined) return words('acts.by-command', { command: typed(...command) })
  return words(name === BY_OFFICER ? 'acts.by-officer' : 'acts.by-node')
}

/** Not wrapped: a command that is broken cannot be pasted. */
function exampleLines(words: Translator, act: ActDefinition): string[] {
  const example = ACT_EXAMPLES[act.name]
  if (example === undefined) {
    return [madeByText(words, act.name)]
  }
  const about = act.about.how === 'about' || act.about.how === 'any' ? ['--about', 'ID'] : []
  const data = Object.keys(example).length === 0 ? [] : ['--data', JSON.stringify(example)]
  const exhibit = act.name === 'evidence.deposit' ? ['--exhibit', 'FILE'] : []
  const body = act.body.rule === 'required' && exhibit.length === 0 ? ['--body', 'FILE'] : []
  const command = typed('act', 'D', 'CHANNEL', act.name, ...about, ...data, ...body, ...exhibit)
  return [words('acts.example'), `  ${command}`]
}
