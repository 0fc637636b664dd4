import { argumentsOf } from '../icu.ts'
import type { Project } from '../project.ts'
import type { Finding, Rule } from '../rule.ts'
import { asNode, nameOf, walk } from '../source.ts'
import type { Source } from '../source.ts'

/** The first is the one that the others are compared with. */
const languages = ['en', 'vi', 'zh-Hans']

interface Message {
  readonly text: string
  readonly line: number
}

/** Every word a person reads exists in every language, with the same ICU arguments. */
export const words: Rule = {
  name: 'words',
  check(project) {
    const held = languages.map((language) => readLanguage(project, language))
    const present = project.paths.some((path) => path.startsWith('src/words/'))
    const first = held[0]
    if (!present || first === undefined)
      return { looked: `0 messages in ${languages.length} languages`, findings: [] }
    const findings = held.flatMap((one) => [
      ...(one.path === undefined ? [lacking(one.language)] : []),
      ...(one === first ? checkMessages(one) : compare(first, one)),
    ])
    return {
      looked: `${first.messages.size} messages in ${held.filter(({ path }) => path !== undefined).length} languages`,
      findings,
    }
  },
}

interface Language {
  readonly language: string
  readonly path: string | undefined
  readonly messages: ReadonlyMap<string, Message>
}

function lacking(language: string): Finding {
  return { path: `src/words/${language}.ts`, line: 0, message: `There are no words in ${language}.` }
}

function readLanguage(project: Project, language: string): Language {
  const path = ['ts', 'json']
    .map((end) => `src/words/${language}.${end}`)
    .find((one) => project.paths.includes(one))
  if (path === undefined) return { language, path, messages: new Map() }
  const own = path.endsWith('.json') ? readJson(project, path) : readProgram(project, path)
  return { language, path, messages: new Map([...own, ...readScreens(project, language)]) }
}

/** The words of the screens stand in one file for each part of them, and those of the glossary in one of their own. */
function readScreens(project: Project, language: string): [string, Message][] {
  return project.paths
    .filter((one) => one.startsWith('src/words/') && one.endsWith(`.${language}.json`))
    .flatMap((one) => [...readJson(project, one)])
}

function readJson(project: Project, path: string): Map<string, Message> {
  const record: Record<string, unknown> = JSON.parse(project.text(path))
  return new Map(Object.entries(record).map(([key, value]) => [key, { text: String(value), line: 0 }]))
}

/** Properties with a text as value, of any object in the file. */
function readProgram(project: Project, path: string): Map<string, Message> {
  const source = project.source(path)
  const found = new Map<string, Message>()
  walk(source.program, (node) => {
    const key = node.type === 'Property' ? nameOf(node['key']) : undefined
    const text = textOf(source, node['value'])
    if (key !== undefined && text !== undefined) found.set(key, { text, line: source.line(node.start) })
  })
  return found
}

function textOf(source: Source, value: unknown): string | undefined {
  const node = asNode(value)
  if (node?.type === 'Literal') return typeof node['value'] === 'string' ? node['value'] : undefined
  if (node?.type === 'TemplateLiteral') {
    const hasHoles = Array.isArray(node['expressions']) && node['expressions'].length > 0
    return hasHoles ? undefined : source.text.slice(node.start + 1, node.end - 1)
  }
  if (node?.type !== 'BinaryExpression') return undefined
  const [left, right] = [textOf(source, node['left']), textOf(source, node['right'])]
  return left === undefined || right === undefined ? undefined : left + right
}

function checkMessages(one: Language): Finding[] {
  return [...one.messages].flatMap(([key, message]) => {
    if (message.text.trim() === '') return [found(one, message, `"${key}" is empty.`)]
    return argumentsOf(message.text) === undefined
      ? [found(one, message, `"${key}" is not a well-formed ICU message.`)]
      : []
  })
}

function compare(first: Language, one: Language): Finding[] {
  const missing = [...first.messages.keys()].filter((key) => !one.messages.has(key))
  const extra = [...one.messages].filter(([key]) => !first.messages.has(key))
  return [
    ...checkMessages(one),
    ...missing.map((key) => found(one, undefined, `"${key}" is missing.`)),
    ...extra.map(([key, message]) => found(one, message, `"${key}" is not in ${first.language}.`)),
    ...[...one.messages].flatMap(([key, message]) => {
      const wanted = argumentsOf(first.messages.get(key)?.text ?? message.text)?.join(', ')
      const held = argumentsOf(message.text)?.join(', ')
      if (wanted === undefined || held === undefined || wanted === held) return []
      return [
        found(
          one,
          message,
          `"${key}" has the arguments (${held}), in ${first.language} they are (${wanted}).`,
        ),
      ]
    }),
  ]
}

function found(one: Language, message: Message | undefined, text: string): Finding {
  return { path: one.path ?? `src/words/${one.language}.ts`, line: message?.line ?? 0, message: text }
}
