/**
 * A text as search sees it. Words of alphabets are found whole or by their beginning; scripts that are written without
 * spaces are found by any part of a run.
 */
export interface Piece {
  readonly kind: 'word' | 'run'
  /** Where it stands in the NFC form of the text, UTF-16 units. */
  readonly start: number
  readonly end: number
  /** Lower case, compatibility forms (full-width letters) made plain; diacritics kept. */
  readonly written: string
  /** As `written`, without diacritics. A run has none to lose: its marks are vowels. */
  readonly plain: string
  /** What joins it to the piece before, when that is part of the same identifier: `.`, `@`, `://`. */
  readonly joint?: string
}

/** Characters of a text that search looks at, so that one long body holds up nobody for more than a moment. */
export const TEXT_CHARACTERS_MAX = 100_000

const PIECE = /[\p{L}\p{N}\p{M}]+/gu
/** Scripts without spaces between words, and Hangul, whose particles stick to the word. */
const RUN =
  /[\p{scx=Hani}\p{scx=Hira}\p{scx=Kana}\p{scx=Hang}\p{scx=Thai}\p{scx=Laoo}\p{scx=Khmr}\p{scx=Mymr}]+/gu
/** Between parts of an address, a name or a number; in brackets when somebody made it unclickable. */
const JOINT = /^(?:[.@_:/+-]{1,3}|[[({][.@:][\])}]|\[:\/\/\])$/u
/** Letters that Unicode does not take apart. */
const WHOLE_LETTERS: ReadonlyMap<string, string> = new Map(
  Object.entries({ đ: 'd', ð: 'd', ø: 'o', ł: 'l', ı: 'i', ħ: 'h' }),
)
/** Schemes as analysts write them so that nobody clicks. */
const CLICKABLE: ReadonlyMap<string, string> = new Map(Object.entries({ hxxp: 'http', hxxps: 'https' }))
/** Of words only: vowels of Hindi are marks too, and whoever writes them in a query gets these very ones. */
const LETTER_MARKS = /\p{Mn}/gu
/** Most words of most texts: nothing to take apart. */
const PLAIN_LETTERS = /^[0-9A-Za-z]+$/
/** The five tones of Vietnamese: they stand on either vowel of a pair (hòa, hoà), and both are right. */
const TONES = /\u0300|\u0301|\u0303|\u0309|\u0323/gu

/** The findable pieces of a text, in order. */
export function piecesOf(text: string): Piece[] {
  const nfc = text.slice(0, TEXT_CHARACTERS_MAX).normalize('NFC')
  const pieces: Piece[] = []
  let before: Piece | undefined
  for (const { 0: found, index } of nfc.matchAll(PIECE)) {
    for (const piece of split(found, index)) {
      const joint = before === undefined ? undefined : jointBetween(nfc, before, piece)
      before = joint === undefined ? piece : { ...piece, joint }
      pieces.push(before)
    }
  }
  return pieces
}

/** The form that both places of a Vietnamese tone share, so that a query with diacritics means what is said, not where. */
export function exactForm(written: string): string {
  const apart = written.normalize('NFD')
  const tones = apart.match(TONES)
  if (tones === null) return written
  return apart.replace(TONES, '').normalize('NFC') + tones.join('')
}

/** A word without diacritics. */
export function foldedForm(written: string): string {
  const apart = written.normalize('NFD').replace(LETTER_MARKS, '')
  return apart.replace(/[đðøłıħ]/gu, (letter) => WHOLE_LETTERS.get(letter) ?? letter).normalize('NFC')
}

function split(found: string, index: number): Piece[] {
  const pieces: Piece[] = []
  let at = 0
  for (const run of found.matchAll(RUN)) {
    if (run.index > at) pieces.push(wordAt(found.slice(at, run.index), index + at))
    at = run.index + run[0].length
    const written = Array.from(run[0], plainCharacter).join('')
    pieces.push({ kind: 'run', start: index + run.index, end: index + at, written, plain: written })
  }
  if (at < found.length) pieces.push(wordAt(found.slice(at), index + at))
  return pieces
}

function wordAt(found: string, start: number): Piece {
  if (PLAIN_LETTERS.test(found)) {
    const lower = found.toLowerCase()
    return {
      kind: 'word',
      start,
      end: start + found.length,
      written: lower,
      plain: CLICKABLE.get(lower) ?? lower,
    }
  }
  const written = found.normalize('NFKC').toLowerCase().normalize('NFC')
  const plain = foldedForm(written)
  return { kind: 'word', start, end: start + found.length, written, plain }
}

/** One character stays one, so that every part of a run stays a part of it. */
function plainCharacter(character: string): string {
  const plain = character.normalize('NFKC').toLowerCase()
  return plain.length === character.length ? plain : character
}

function jointBetween(text: string, before: Piece, piece: Piece): string | undefined {
  if (before.kind !== 'word' || piece.kind !== 'word') return undefined
  const between = text.slice(before.end, piece.start)
  return JOINT.test(between) ? between.replace(/[[\](){}]/gu, '') : undefined
}
