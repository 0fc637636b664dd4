import { type ActDefinition, VOCABULARY } from '../../src/acts/index.ts'
import { aboutText, actResult, bodyText, meaningOf, valueText } from '../../src/cli/index.ts'
import type { FieldOutline } from '../../src/instruments/index.ts'
import { translator } from '../../src/words/index.ts'

const words = translator('en')

/** `docs/acts.md`, made from the definitions of the acts. */
export function actsPage(): string {
  return `${[
    '# Acts',
    '',
    'Every act of this version. Made from the code by `node bin/run.mjs tools/pages/main.ts`; `entente acts` and `entente acts',
    'TYPE` tell the same in three languages. Data are codes and hashes and steer the state of a matter; the body is what people',
    'read and steers nothing. An act that breaks a rule of its own party, stage or instant is refused before it is written.',
    '',
    'Lists of codes have no repeats. An instant is UTC with milliseconds. Exhibits are given with `--exhibit FILE`; the node',
    'seals them and fills in `data.exhibits`.',
    ...VOCABULARY.flatMap(sectionOf),
    '',
    '## The form request/1',
    '',
    'The body of `request.open`: one JSON object. [examples/request.json](examples/request.json) is one, with data beside it.',
    '',
    ...formTable(),
  ].join('\n')}\n`
}

function sectionOf(act: ActDefinition): string[] {
  const { data, example } = actResult(act)
  const how = example === null ? ['', ...madeBy(act.name)] : exampleOf(example)
  return [
    '',
    `## ${act.name}`,
    '',
    `${sentence(words.term('act', act.name))}`,
    '',
    `- By: ${words.term('author', act.by)}`,
    `- About: ${aboutText(words, act)}`,
    `- Body: ${bodyText(words, act)}`,
    ...(data.length === 0 ? ['- Data: none'] : ['', ...dataTable(act.name, data)]),
    ...how,
  ]
}

function dataTable(act: string, fields: readonly FieldOutline[]): string[] {
  return [
    '| data | what | value |',
    '|---|---|---|',
    ...fields.map((field) => {
      const meaning = field.form === 'exhibits' ? 'see above' : (meaningOf(words, act, field.path) ?? '')
      return `| ${nameOf(field)} | ${meaning} | ${cell(field)} |`
    }),
  ]
}

function formTable(): string[] {
  const open = VOCABULARY.find(({ name }) => name === 'request.open')
  const fields = open === undefined ? [] : (actResult(open).form ?? [])
  return ['| field | value |', '|---|---|', ...fields.map((field) => `| ${nameOf(field)} | ${cell(field)} |`)]
}

function nameOf({ path, required }: FieldOutline): string {
  return `\`${path}\`${required ? '' : ' (may be left out)'}`
}

function cell(field: FieldOutline): string {
  const codes = field.codes.map((code) => `\`${code}\``).join(', ')
  return [valueText(words, field), codes].filter((part) => part !== '').join(' ')
}

function madeBy(name: string): string[] {
  if (name === 'attest.sign') return [words('acts.by-officer')]
  return [name === 'body.expunge' ? '`entente expunge` makes this act.' : words('acts.by-node')]
}

function exampleOf(example: unknown): string[] {
  const text = JSON.stringify(example)
  return text === '{}' ? [] : ['', '```json', text, '```']
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`
}
