import { PrivateError } from './errors.ts'
import { type Piece, exactForm, foldedForm, piecesOf } from './pieces.ts'

/** Characters of a query, and what it may ask for at once: more is a text, not a question. */
export const QUERY_CHARACTERS_MAX = 256
export const QUERY_TERMS_MAX = 16
/** A shorter beginning stands in nearly every text. */
const PREFIX_CHARACTERS_MIN = 2

/** One piece that must stand in a text. */
export interface SoughtPiece {
  readonly kind: Piece['kind']
  readonly written: string
  readonly plain: string
  /** Set when the query was written with diacritics: then they must be the same. */
  readonly exact?: string
}

/** All terms of a query must be found. */
export type Term =
  /** Pieces one after the other; with `open`, the last is only the beginning of a word. */
  | { readonly kind: 'phrase'; readonly pieces: readonly SoughtPiece[]; readonly open: boolean }
  /** Parts of an identifier with what joins them. */
  | {
      readonly kind: 'identifier'
      readonly pieces: readonly SoughtPiece[]
      readonly joints: readonly string[]
      readonly open: boolean
    }

/**
 * What somebody looks for: words (all must be there), `"one phrase"`, `begin*`.
 * Throws PrivateError `query-empty`, `query-invalid` or `query-too-long`.
 */
export function parseQuery(text: string): Term[] {
  if (text.length > QUERY_CHARACTERS_MAX)
    throw wrong('query-too-long', `must have at most ${QUERY_CHARACTERS_MAX} characters`)
  const terms = [...text.normalize('NFC').matchAll(/["“”„]([^"“”„]*)["“”„]?|[^\s"“”„]+/gu)].flatMap(
    (match) => (match[1] === undefined ? loose(match[0]) : quoted(match[1])),
  )
  if (terms.length === 0) throw wrong('query-empty', 'must name a word, a number or a character')
  const count = terms.reduce((sum, { pieces }) => sum + pieces.length, 0)
  if (count > QUERY_TERMS_MAX) throw wrong('query-too-long', `must have at most ${QUERY_TERMS_MAX} words`)
  return terms
}

function quoted(text: string): Term[] {
  const pieces = piecesOf(text)
  return pieces.length === 0 ? [] : [phrase(pieces, false)]
}

/** What stands between two spaces: one word, an identifier, or words of several scripts side by side. */
function loose(text: string): Term[] {
  const open = text.endsWith('*')
  const groups = grouped(piecesOf(text))
  return groups.map((group, at) => termOf(group, open && at === groups.length - 1))
}

/** Pieces that are joined belong to one identifier. */
function grouped(pieces: readonly Piece[]): Piece[][] {
  const groups: Piece[][] = []
  for (const piece of pieces) {
    if (piece.joint === undefined) groups.push([piece])
    else groups.at(-1)?.push(piece)
  }
  return groups
}

function termOf(group: readonly Piece[], isOpen: boolean): Term {
  const last = group.at(-1)
  const open = isOpen && last?.kind === 'word'
  if (open && group.length === 1 && last.plain.length < PREFIX_CHARACTERS_MIN)
    throw wrong(
      'query-invalid',
      `a beginning must have at least ${PREFIX_CHARACTERS_MIN} characters before *`,
    )
  const isHyphenated = group.every(({ joint, plain }) => (joint ?? '-') === '-' && !/\d/u.test(plain))
  if (group.length === 1 || isHyphenated) return phrase(group, open)
  const joints = group.slice(1).map(({ joint }) => joint ?? '')
  return { kind: 'identifier', pieces: group.map(sought), joints, open }
}

function phrase(pieces: readonly Piece[], open: boolean): Term {
  return { kind: 'phrase', pieces: pieces.map(sought), open }
}

function sought({ kind, written, plain }: Piece): SoughtPiece {
  const isMarked = kind === 'word' && foldedForm(written) !== written
  return { kind, written, plain, ...(isMarked ? { exact: exactForm(written) } : {}) }
}

function wrong(code: 'query-empty' | 'query-invalid' | 'query-too-long', rule: string): PrivateError {
  return new PrivateError(code, `query: ${rule}.`, { field: 'query' })
}
