import type { IdentifierType } from './codes.ts'

/** A part of a text that may be one identifier. */
export interface Piece {
  readonly start: number
  readonly end: number
  readonly text: string
  /** What a word before it says that it is. */
  readonly labelled?: IdentifierType | undefined
}

/** `::1` and `AS1` are the shortest of all. */
const PIECE_LEAST = 3
/** Digits in a telephone number, an IMEI or an IMSI at most (ITU-T E.164, 3GPP TS 23.003). */
const NUMBER_DIGITS_MAX = 15
const NUMBER_DIGITS_LEAST = 7
const DATE_BEHIND = / \d{4}-\d{2}/

/** Words that say what the number or name behind them is. Each pattern tries a bounded stretch from each place. */
const LABELS: readonly { readonly type: IdentifierType; readonly pattern: RegExp }[] = [
  { type: 'imei', pattern: /\bIMEI\b[\s:：#=]{0,4}(\d[\d -]{12,20}\d)/dgi },
  { type: 'imsi', pattern: /\bIMSI\b[\s:：#=]{0,4}(\d[\d -]{4,20}\d)/dgi },
  { type: 'phone', pattern: /(?<![\p{L}\d])(\+\d[\d ().-]{5,24}\d)/dgu },
  {
    type: 'phone',
    pattern:
      /(?:\b(?:tel|phone|mobile|msisdn|fax)\b|điện thoại|s?đt|电话|手机)[\s.:：=]{0,4}(\d[\d ().-]{5,22}\d)/dgiu,
  },
  { type: 'port', pattern: /(?:\bports?\b|\bcổng\b|端口)[\s:：=]{0,3}(\d{1,6})(?![\d.])/dgiu },
  {
    type: 'transaction',
    pattern:
      /(?:\b(?:tx(?:id|hash)?|transaction(?: hash| id)?)\b|giao dịch|交易)[\s:：#=]{0,3}((?:0x)?[0-9a-f]{64})(?![0-9a-f])/dgiu,
  },
  {
    type: 'account',
    pattern:
      /(?<![\p{L}\d/:@.])(?:\b(?:account|acct|user(?:name)?|login|telegram|wechat|zalo|skype|whatsapp|facebook|qq)\b|tài khoản|账号|帐号|用户名|微信) ?[:：=] ?([\p{L}\d@][\p{L}\d._@-]{1,63})(?![\p{L}\d@/:])/dgiu,
  },
]

/** What ends a stretch: spaces, quotation marks, and the stops of scripts that have their own. */
const STRETCH = /[^\s"`<>“”«»„‟，、。；！？（）【】《》「」『』…]+/gu
const SCHEME = /[a-z*][a-z0-9+.*-]{1,15}:\/\//gi
/** What parts words, where no address with brackets of its own stands. */
const WORD = /\[[0-9a-f:.]{2,45}\](?::\d{1,5})?|[^,;|()[\]{}'’‘=]+/giu
/** Scripts that put no space between words. */
const UNSPACED =
  '\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\p{Script=Thai}\\p{Script=Lao}\\p{Script=Khmer}'
const NOT_ASCII = /[^\0-\x7f]/
const BORDER = new RegExp(`(?<=[${UNSPACED}])(?=[A-Za-z0-9])|(?<=[A-Za-z0-9])(?=[${UNSPACED}])`, 'u')
/** A host written in ASCII that runs straight into another script. */
const URL_BORDER = new RegExp(`^[a-z*][a-z0-9+.*-]{1,15}://[!-.0-~]+(?=[${UNSPACED}])`, 'iu')
const STOPS = '.:_*#~^&!?…•–-'
const URL_STOPS = `.,;:!?'’…*_~|`
const PREFIX = /^(?:[\p{L}-]{2,20}|md5|sha-?(?:1|256|512)|ipv[46]):(?=.)/iu
/** The first group of an address could be a word. */
const HEX_WORD = /^[a-f]{1,4}:[0-9a-f:]/i

/** The parts of a text that may be identifiers, in its order: labelled ones first found, the rest word by word. */
export function piecesOf(text: string): Piece[] {
  const labelled = labelledIn(text)
  const rest: Piece[] = []
  let from = 0
  for (const piece of [...labelled, undefined]) {
    const until = piece?.start ?? text.length
    for (const { index, 0: stretch } of text.slice(from, until).matchAll(STRETCH)) {
      const start = from + index
      for (const word of wordsOf({ start, end: start + stretch.length, text: stretch })) rest.push(word)
    }
    from = piece?.end ?? until
  }
  return [...labelled, ...rest].sort((a, b) => a.start - b.start)
}

function labelledIn(text: string): Piece[] {
  const found: Piece[] = []
  for (const { type, pattern } of LABELS)
    for (const match of text.matchAll(pattern)) {
      const [start, end] = match.indices?.[1] ?? [0, 0]
      const kept = type === 'account' || type === 'transaction' ? end : numberEnd(text, start, end)
      const value = text.slice(start, kept)
      // Behind a word for an account may stand an address, which says more by itself.
      if (type !== 'account' || !/@.*\./.test(value))
        found.push({ start, end: kept, text: value, labelled: type })
    }
  found.sort((a, b) => a.start - b.start)
  let taken = 0
  return found.filter(({ start, end }) => {
    if (start < taken) return false
    taken = end
    return true
  })
}

/** A number that runs into the next one, or into a date, ends with the group in which it is full. */
function numberEnd(text: string, start: number, end: number): number {
  const date = text.slice(start, end).search(DATE_BEHIND)
  const until = date < 0 ? end : start + date
  let digits = 0
  let kept = until
  for (let at = start; at < until; at++) {
    const isDigit = /\d/.test(text.charAt(at))
    if (isDigit) digits += 1
    if (digits > NUMBER_DIGITS_MAX) return kept
    if (!isDigit && digits >= NUMBER_DIGITS_LEAST) kept = at
  }
  return until
}

function wordsOf(stretch: Piece): Piece[] {
  const schemes = [...stretch.text.matchAll(SCHEME)].map(({ index }) => index)
  const first = schemes[0] ?? stretch.text.length
  const before = part(stretch, 0, first).flatMap(plainWords)
  const urls = schemes.flatMap((from, at) => urlAnd(stretch, from, schemes[at + 1] ?? stretch.text.length))
  return [...before, ...urls]
}

/** An address with its scheme, without the stops of the sentence around it, and what runs on behind it. */
function urlAnd(stretch: Piece, from: number, until: number): Piece[] {
  const whole = stretch.text.slice(from, until)
  const border = URL_BORDER.exec(whole)?.[0].length
  let kept = withoutEnd(whole.slice(0, border), URL_STOPS)
  for (const [open, close] of [
    ['(', ')'],
    ['[', ']'],
    ['{', '}'],
  ] as const)
    if (kept.endsWith(close) && kept.split(open).length < kept.split(close).length)
      kept = withoutEnd(kept.slice(0, -1), URL_STOPS)
  const behind = border === undefined ? [] : part(stretch, from + border, until).flatMap(plainWords)
  return [...part(stretch, from, from + kept.length), ...behind]
}

function plainWords(stretch: Piece): Piece[] {
  if (stretch.text.length < PIECE_LEAST) return []
  const pieces: Piece[] = []
  for (const { index, 0: word } of stretch.text.matchAll(WORD)) {
    if (word.length < PIECE_LEAST) continue
    let from = index
    for (const run of NOT_ASCII.test(word) ? word.split(BORDER) : [word]) {
      pieces.push(...trimmed(stretch, from, run))
      from += run.length
    }
  }
  return pieces
}

function trimmed(stretch: Piece, start: number, run: string): Piece[] {
  const isAddress = run.startsWith('::') || run.endsWith('::')
  const lead = isAddress ? 0 : leadOf(run)
  const bare = isAddress ? run : withoutEnd(run.slice(lead), STOPS)
  const prefix = HEX_WORD.test(bare) ? 0 : (PREFIX.exec(bare)?.[0].length ?? 0)
  return part(stretch, start + lead + prefix, start + lead + bare.length)
}

function leadOf(run: string): number {
  let lead = 0
  while (lead < run.length && STOPS.includes(run.charAt(lead))) lead += 1
  return lead
}

/** Character by character: a pattern for this would try every one of a million stops as the first of the last. */
function withoutEnd(run: string, stops: string): string {
  let end = run.length
  while (end > 0 && stops.includes(run.charAt(end - 1))) end -= 1
  return run.slice(0, end)
}

function part(whole: Piece, from: number, until: number): Piece[] {
  if (until - from < PIECE_LEAST) return []
  return [{ start: whole.start + from, end: whole.start + until, text: whole.text.slice(from, until) }]
}
