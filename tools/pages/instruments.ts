import {
  CLOCK_RULES,
  type ClockLength,
  type ClockRule,
  DEFAULT_TERMS,
  FORM_RULES,
  type FormRule,
  GROUND_SOURCES,
  GROUNDS,
  INSTRUMENTS,
} from '../../src/instruments/index.ts'
import { translator } from '../../src/words/index.ts'

const words = translator('en')

/** `docs/instruments.md`, made from the rules themselves. */
export function instrumentsPage(): string {
  return `${[
    '# Instruments',
    '',
    'Every deadline, every demand on the form and every ground that this version knows. Made from the code by',
    '`node bin/run.mjs tools/pages/main.ts`. A row marked **(?)** is from memory: nobody has compared it with the text, and',
    'every screen that shows it says so.',
    '',
    ...AROUND,
    ...INSTRUMENTS.flatMap(sectionOf),
    '',
    '## Any instrument',
    '',
    'What the form itself demands:',
    '',
    ...demandTable(FORM_RULES.filter(({ instrument }) => instrument === 'any')),
    '',
    '## Grounds',
    '',
    'For refusing, postponing or answering in part. Consult before.',
    '',
    '| ground | meaning | known from |',
    '|---|---|---|',
    ...GROUNDS.map((ground) => `| \`${ground}\` | ${words.term('ground', ground)} | ${groundText(ground)} |`),
  ].join('\n')}\n`
}

const AROUND = [
  'When an act is made, the node of its author computes the instants and writes them into the act; nobody computes them',
  'again. A calendar day is 24 hours. A working day is one of the calendar that the party on the clock has published, counted',
  'from the day after the start; the deadline is the last millisecond of the last one, in that party’s zone.',
  '',
  'Public holidays come from the tables of `date-holidays`, for some two hundred countries. They have neither the days that',
  'China moves each year by notice of the State Council, nor its make-up working days, nor the days that Viet Nam gives when',
  'a holiday falls on a weekend: a party publishes those itself, as `extraHolidays` and `extraWorkingDays`. Half days are',
  'worked, and a holiday that begins at sunset takes the day after.',
  '',
  `A charter sets how long a person has to acknowledge (by default ${acknowledgeText()}),`,
  'overrides any figure below by the id of its rule, and adds rules of its own. Where instrument and charter both have a',
  'figure, the earlier instant holds. Who does not know how data are held counts on the longer time.',
]

function acknowledgeText(): string {
  const { emergency, routine } = DEFAULT_TERMS.acknowledge
  return `${lengthText(routine)}, in an emergency ${lengthText(emergency)}`
}

function sectionOf(instrument: (typeof INSTRUMENTS)[number]): string[] {
  const clocks = CLOCK_RULES.filter((rule) => rule.instrument === instrument)
  const demands = FORM_RULES.filter((rule) => rule.instrument === instrument)
  if (clocks.length === 0 && demands.length === 0) return []
  return [
    '',
    `## ${sentence(words.term('instrument', instrument))}`,
    '',
    `Source: ${[...new Set([...clocks, ...demands].map(({ source }) => source))].join('; ')}.`,
    ...(clocks.length === 0 ? [] : ['', ...clockTable(clocks)]),
    ...(demands.length === 0 ? [] : ['', 'The form must hold:', '', ...demandTable(demands)]),
  ]
}

function clockTable(rules: readonly ClockRule[]): string[] {
  return [
    '| rule | Art. | for | what | from | length | extension | when it runs out |',
    '|---|---|---|---|---|---|---|---|',
    ...rules.map((rule) =>
      row([
        named(rule),
        rule.article ?? '',
        scopeText(rule),
        words.term('aim', rule.aim),
        words.term('starts', rule.starts),
        rule.length === null ? words('rule.unset') : lengthText(rule.length),
        rule.extension === null
          ? ''
          : words('rule.extension', { length: lengthText(rule.extension), times: rule.extension.times }),
        [words.term('expiry', rule.onExpiry), ...(rule.pauses === null ? [] : [words('rule.pauses')])].join(
          '; ',
        ),
      ]),
    ),
  ]
}

function demandTable(rules: readonly FormRule[]): string[] {
  return [
    '| rule | Art. | for | field | |',
    '|---|---|---|---|---|',
    ...rules.map((rule) =>
      row([
        named(rule),
        rule.article ?? '',
        scopeText(rule),
        rule.fields.map((field) => `${words.term('demand', field)} (\`${field}\`)`).join(' or '),
        words.term('force', rule.force),
      ]),
    ),
  ]
}

function named(rule: { readonly id: string; readonly checked: boolean }): string {
  return `\`${rule.id}\`${rule.checked ? '' : ' **(?)**'}`
}

function scopeText(rule: ClockRule | FormRule): string {
  const kinds = rule.kinds === 'any' ? [] : rule.kinds.map((kind) => words.term('kind', kind))
  const urgency = rule.urgency === 'any' ? [] : rule.urgency.map((level) => words.term('urgency', level))
  const access = 'access' in rule && rule.access !== null ? [`${rule.access}ly accessible`] : []
  const marks =
    'whenMarked' in rule && rule.whenMarked !== null ? [`marked ${rule.whenMarked.join(' or ')}`] : []
  const parts = [kinds.join(', '), urgency.join(', '), ...access, ...marks].filter((part) => part !== '')
  return parts.length === 0 ? 'any' : parts.join('; ')
}

function lengthText(length: ClockLength): string {
  return words.term('length', length.unit, { count: length.count })
}

function groundText(ground: (typeof GROUNDS)[number]): string {
  return GROUND_SOURCES[ground]
    .map(
      ({ source, article, checked }) =>
        `${source}${article === null ? '' : `, Art. ${article}`}${checked ? '' : ' **(?)**'}`,
    )
    .join('; ')
}

function row(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`
}
