import type { ActView, FeedView, MatterSummaryView, NodeView, ShowResult, ShownMatter } from '../app/index.ts'
import { type Translator, fingerprintWords, instantText } from '../words/index.ts'
import type { Context } from './command.ts'
import { clipped, plain, table, wrapped } from './text.ts'
import { typed } from './typed.ts'

/** Digits of an id in a list: enough for a person to tell matters apart, and for a command to find them. */
export const ID_DIGITS = 12
/** Lines of a body shown in a terminal; `--json` gives all of it. */
const MAX_BODY_LINES = 40
/** Of an exhibit's name. */
const MAX_NAME_COLUMNS = 40

export function nodeLines({ words, width, zones }: Context, node: NodeView): string[] {
  const lines = [
    `${node.party}  ${plain(node.name)}  ${node.url === '' ? words('show.no-address') : node.url}`,
    '',
  ]
  if (node.channels.length === 0)
    return [
      ...lines,
      ...wrapped(words('show.no-channels'), width),
      `  ${typed('channel', 'propose', '--help')}`,
    ]
  for (const channel of node.channels) {
    const parties = channel.parties.map(({ id, name }) => `${id} (${plain(name)})`).join(', ')
    lines.push(`${channel.id.slice(0, ID_DIGITS)}  ${words.term('stage', channel.status)}`)
    lines.push(...wrapped(parties, width, '  '))
    lines.push(`  ${words('show.founded', { at: at(channel.founded, zones, words) })}`)
    lines.push(`  ${fingerprintWords(channel.fingerprint).join(' ')}`)
  }
  return lines
}

export function channelLines(
  { words, width, zones }: Context,
  channel: Extract<ShowResult, { shows: 'channel' }>,
): string[] {
  const lines = [
    words('show.channel', { channel: channel.id.slice(0, ID_DIGITS), at: at(channel.founded, zones, words) }),
    `  ${fingerprintWords(channel.fingerprint).join(' ')}`,
    ...(channel.writable !== false ? [] : [`  ${words('show.read-only')}`]),
    '',
    ...feedTable(channel.feeds, words, width),
    '',
  ]
  if (channel.matters.length === 0) return [...lines, words('show.no-matters')]
  const rows = channel.matters.map((matter) => [
    matter.id.slice(0, ID_DIGITS),
    words.term('matter', matter.kind),
    matter.requestKind === null ? '' : words.term('kind', matter.requestKind),
    statusText(matter, words),
    clockText(matter, words, zones),
  ])
  const head = [
    words('show.id'),
    words('show.matter'),
    words('show.what'),
    words('show.state'),
    words('show.clock'),
  ]
  lines.push(...table([head, ...rows], Number.MAX_SAFE_INTEGER))
  if (channel.next !== null) lines.push('', words('show.more', { after: channel.next }))
  return lines
}

/** Each feed: how much is held, receipted by the others, settled. */
export function feedTable(feeds: readonly FeedView[], words: Translator, width: number): string[] {
  const rows = feeds.map((feed) => [
    feed.party,
    String(feed.size),
    Object.entries(feed.receipts)
      .map(([by, size]) => `${by} ${size}`)
      .join(', ') || '–',
    String(feed.settled),
    `${feed.root.slice(0, 16)}${feed.frozen === null ? '' : `  ${words('show.frozen', { reason: feed.frozen })}`}`,
  ])
  const head = [
    words('show.feed'),
    words('show.acts'),
    words('show.receipts'),
    words.term('mark', 'settled'),
    words('show.root'),
  ]
  return table([head, ...rows], width)
}

export function matterLines(context: Context, matter: ShownMatter): string[] {
  const { words, zones } = context
  const kind = [words.term('matter', matter.kind)]
  if (matter.requestKind !== null) kind.push(words.term('kind', matter.requestKind))
  if (matter.urgency !== null) kind.push(words.term('urgency', matter.urgency))
  const lines = [`${matter.id.slice(0, ID_DIGITS)}  ${kind.join(' · ')}`, `  ${statusText(matter, words)}`]
  const clock = clockText(matter, words, zones)
  if (clock !== '') lines.push(`  ${clock}`)
  for (const act of matter.acts) lines.push('', ...actLines(context, act))
  if (matter.next !== null) lines.push('', words('show.more', { after: matter.next }))
  if (matter.exhibits.length > 0) lines.push('', words('show.exhibits'))
  const rows = matter.exhibits.map((exhibit) => [
    exhibit.sealed.slice(0, ID_DIGITS),
    exhibitText(words, exhibit),
    exhibit.received.length > 0
      ? words('show.exhibit-received', { parties: exhibit.received.join(', ') })
      : '',
    exhibit.refused.length > 0 ? words('show.exhibit-refused', { parties: exhibit.refused.join(', ') }) : '',
    exhibit.held ? words('show.held') : words('show.not-held'),
  ])
  lines.push(...table(rows, Number.MAX_SAFE_INTEGER))
  const held = matter.exhibits.find((exhibit) => exhibit.held)
  if (held !== undefined) {
    const places = [
      context.given.argument('D'),
      matter.channel.slice(0, ID_DIGITS),
      held.sealed.slice(0, ID_DIGITS),
    ]
    lines.push(words('show.exhibit-open', { command: typed('exhibit', ...places, '-o', 'FILE') }))
  }
  return lines
}

/** A name is another party's text: in one line, and not longer than a line. */
function exhibitText(words: Translator, { name, by, sealedBytes }: ShownMatter['exhibits'][number]): string {
  const shown = clipped(plain(name), MAX_NAME_COLUMNS)
  return shown === ''
    ? words('show.exhibit', { by, bytes: sealedBytes })
    : words('show.exhibit-named', { name: shown, by, bytes: sealedBytes })
}

function actLines({ words, width, zones }: Context, act: ActView): string[] {
  const marks = [words.term('mark', 'recorded')]
  if (act.marks.received) marks.push(words.term('mark', 'received'))
  if (act.marks.settled) marks.push(words.term('mark', 'settled'))
  const lines = [
    `${act.id.slice(0, ID_DIGITS)}  ${act.by}  ${words.term('act', act.type)}`,
    `  ${at(act.made, zones, words)}`,
    `  ${marks.join(' · ')}`,
  ]
  if (act.void !== null)
    lines.push(
      ...wrapped(words('show.void', { why: words.term('void', act.void), code: act.void }), width, '  '),
    )
  const data = Object.entries(act.data).filter(([name]) => name !== 'exhibits')
  for (const [name, value] of data) lines.push(...wrapped(`${name}: ${plain(valueText(value))}`, width, '  '))
  return [...lines, ...bodyLines(act, words, width)]
}

function bodyLines({ body }: ActView, words: Translator, width: number): string[] {
  if (body === null) return []
  if (!body.held) return [`  ${words('show.body-gone', { bytes: body.bytes })}`]
  if (body.content === null) return [`  ${words('show.body', { type: body.type, bytes: body.bytes })}`]
  const fields: readonly (readonly [string, unknown])[] =
    typeof body.content === 'object'
      ? Object.entries(body.content).filter(([name]) => name !== 'exhibits')
      : [['', body.content]]
  const lines = fields.flatMap(([name, value]) =>
    valueText(value)
      .split('\n')
      .flatMap((line) => wrapped(`${name === '' ? '' : `${name}: `}${plain(line)}`, width, '  | ')),
  )
  const left = lines.length - MAX_BODY_LINES
  return left > 0 ? [...lines.slice(0, MAX_BODY_LINES), `  | … (+${left}; --json)`] : lines
}

function statusText(matter: MatterSummaryView, words: Translator): string {
  const stage = words.term('stage', matter.status)
  return matter.overdue ? `${stage}, ${words.term('stage', 'overdue')}` : stage
}

function clockText(matter: MatterSummaryView, words: Translator, zones: readonly string[]): string {
  if (matter.onClock === null) return ''
  if (matter.due === null) return words('show.on-clock', { party: matter.onClock })
  return words('show.on-clock-until', { party: matter.onClock, at: at(matter.due, zones, words) })
}

function valueText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}

export function at(instant: string, zones: readonly string[], words: Translator): string {
  return instantText(Date.parse(instant), zones, words.language)
}
