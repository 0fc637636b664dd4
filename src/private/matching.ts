import { type Piece, exactForm, piecesOf } from './pieces.ts'
import { type SoughtPiece, type Term, parseQuery } from './query.ts'

/** A place in the NFC form of a text, UTF-16 units. */
export interface Span {
  readonly start: number
  readonly end: number
}

/** Whether all terms of a query stand in a text. The index only proposes; this decides. */
export function matches(pieces: readonly Piece[], terms: readonly Term[]): boolean {
  return terms.every((term) => pieces.some((_, at) => spanAt(pieces, at, term) !== undefined))
}

/** Every place where a term of the query stands, in order, none inside another. */
export function spansOf(pieces: readonly Piece[], terms: readonly Term[]): Span[] {
  const spans: Span[] = []
  for (let at = 0; at < pieces.length; at++) {
    const found = terms
      .map((term) => spanAt(pieces, at, term))
      .filter((span) => span !== undefined)
      .toSorted((a, b) => a.start - b.start || b.end - a.end)
    for (const span of found) if (span.start >= (spans.at(-1)?.end ?? 0)) spans.push(span)
  }
  return spans
}

/** Characters on each side of what was found. */
const AROUND = 80

/** A part of a text for a list of results: `hit` parts are what was looked for. Plain text, never markup. */
export interface SnippetPart {
  readonly text: string
  readonly hit: boolean
}

/**
 * The surroundings of the first place where the query stands, with every hit marked; the beginning of the text when it
 * stands nowhere. Throws as `parseQuery`.
 */
export function snippet(text: string, query: string, around: number = AROUND): SnippetPart[] {
  const nfc = text.normalize('NFC')
  const spans = spansOf(piecesOf(nfc), parseQuery(query))
  const first = spans[0] ?? { start: 0, end: 0 }
  const from = wholeCharacter(nfc, Math.max(0, first.start - around))
  const to = wholeCharacter(nfc, Math.min(nfc.length, first.end + around))
  const parts: SnippetPart[] = []
  const add = (part: string, hit: boolean): void => void (part === '' || parts.push({ text: part, hit }))
  if (from > 0) add('…', false)
  let at = from
  for (const { start, end } of spans) {
    if (end > to) break
    add(nfc.slice(at, start), false)
    add(nfc.slice(start, end), true)
    at = end
  }
  add(nfc.slice(at, to), false)
  if (to < nfc.length) add('…', false)
  return parts
}

/** Never between the two halves of a character. */
function wholeCharacter(text: string, at: number): number {
  const unit = text.charCodeAt(at)
  return unit >= 0xdc00 && unit <= 0xdfff ? at + 1 : at
}

function spanAt(pieces: readonly Piece[], at: number, term: Term): Span | undefined {
  const { pieces: wanted, open } = term
  let start = 0
  let end = 0
  for (const [step, one] of wanted.entries()) {
    const piece = pieces[at + step]
    if (piece === undefined || piece.kind !== one.kind) return undefined
    if (term.kind === 'identifier' && step > 0 && piece.joint !== term.joints[step - 1]) return undefined
    const isFirst = step === 0
    const isLast = step === wanted.length - 1
    const span = one.kind === 'run' ? inRun(piece, one, isFirst, isLast) : asWord(piece, one, open && isLast)
    if (span === undefined) return undefined
    if (isFirst) ({ start } = span)
    ;({ end } = span)
  }
  return { start, end }
}

function asWord(piece: Piece, one: SoughtPiece, open: boolean): Span | undefined {
  const isFound = open
    ? one.exact === undefined
      ? piece.plain.startsWith(one.plain)
      : piece.written.startsWith(one.written) || exactForm(piece.written).startsWith(one.exact)
    : one.exact === undefined
      ? piece.plain === one.plain
      : exactForm(piece.written) === one.exact
  return isFound ? piece : undefined
}

/** A run is met anywhere when it is all that is sought; at its end or beginning when more comes before or after. */
function inRun(piece: Piece, one: SoughtPiece, isFirst: boolean, isLast: boolean): Span | undefined {
  const { length } = one.written
  const offset = isFirst ? (isLast ? piece.written.indexOf(one.written) : piece.written.length - length) : 0
  if (offset < 0 || !piece.written.startsWith(one.written, offset)) return undefined
  if (!isFirst && !isLast && piece.written.length !== length) return undefined
  return { start: piece.start + offset, end: piece.start + offset + length }
}
