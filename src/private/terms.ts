import { hash } from 'node:crypto'
import type { Piece } from './pieces.ts'
import { exactForm } from './pieces.ts'
import type { SoughtPiece, Term } from './query.ts'

/** Longest beginning of a word that has a token of its own; a longer one is found by these and then looked at. */
const PREFIX_MAX = 6
const PREFIX_MIN = 2
/** Parts of an identifier that are looked up as one: an address with a port, a name with five dots. */
const PARTS_MAX = 6
/** Hex digits of a token. Two words with one token cost a look at a text, nothing else. */
const TOKEN_DIGITS = 12
/** Tokens kept at hand: words repeat. */
const REMEMBERED_MAX = 65_536

/**
 * Turns pieces into what the index holds: digests under a key that is drawn for each index. The index copies beginnings
 * of its entries into inner nodes and leaves them there when an entry goes; of a digest such a rest tells nothing.
 */
export class Tokens {
  readonly #key: string
  #remembered = new Map<string, string>()

  constructor(key: string) {
    this.#key = key
  }

  /** The tokens of a text: first the words in their order, so that phrases can be asked for, then everything else once. */
  ofText(pieces: readonly Piece[], labels: readonly string[]): string {
    const extra = new Set<string>()
    for (const [at, piece] of pieces.entries()) {
      if (piece.kind === 'run') for (const character of piece.written) extra.add(`c${character}`)
      else {
        if (piece.written !== piece.plain) extra.add(`e${exactForm(piece.written)}`)
        for (const beginning of beginningsOf(piece.plain)) extra.add(`p${beginning}`)
      }
      for (const key of identifiersEndingAt(pieces, at)) extra.add(`i${key}`)
    }
    for (const label of labels) extra.add(`l${label}`)
    const inOrder = pieces.flatMap((piece) => streamOf(piece).map((token) => `w${token}`))
    return [...inOrder, ...extra].map((token) => this.#token(token)).join(' ')
  }

  /** What a text must at least hold for a query to be found in it: rows of tokens that stand one after the other. */
  ofQuery(terms: readonly Term[], labels: readonly string[]): string[] {
    const wanted = new Set(terms.flatMap((term) => this.#ofTerm(term)))
    for (const label of labels) wanted.add(this.ofLabel(label))
    return [...wanted]
  }

  ofLabel(label: string): string {
    return this.#token(`l${label}`)
  }

  #ofTerm({ kind, pieces, open, ...term }: Term): string[] {
    const closed = open ? pieces.slice(0, -1) : pieces
    const last = open ? pieces.at(-1) : undefined
    const beginning = last === undefined ? [] : this.#ofBeginning(last)
    const exact = pieces.flatMap(({ exact: form }, at) =>
      form === undefined || (open && at === pieces.length - 1) ? [] : [this.#token(`e${form}`)],
    )
    if (kind === 'identifier' && 'joints' in term && closed.length > 1)
      return [this.#token(`i${joined(closed.slice(0, PARTS_MAX), term.joints)}`), ...beginning, ...exact]
    return [...this.#ofPhrase(closed), ...beginning, ...exact]
  }

  #ofBeginning({ plain }: SoughtPiece): string[] {
    const letters = firstLetters(plain)
    return letters.length < PREFIX_MIN ? [] : [this.#token(`p${letters.join('')}`)]
  }

  /** A single character of a run is no part of the order: alone it could be the end of a longer run. */
  #ofPhrase(pieces: readonly SoughtPiece[]): string[] {
    const phrases: string[][] = [[]]
    const singles: string[] = []
    for (const piece of pieces) {
      const isSingle = piece.kind === 'run' && isOneCharacter(piece.written)
      if (isSingle) {
        singles.push(this.#token(`c${piece.written}`))
        phrases.push([])
      } else phrases.at(-1)?.push(...streamOf(piece).map((token) => this.#token(`w${token}`)))
    }
    return [...phrases.filter((phrase) => phrase.length > 0).map((phrase) => phrase.join(' ')), ...singles]
  }

  #token(plain: string): string {
    const known = this.#remembered.get(plain)
    if (known !== undefined) return known
    if (this.#remembered.size >= REMEMBERED_MAX) this.#remembered = new Map()
    const token = hash('sha256', this.#key + plain, 'hex').slice(0, TOKEN_DIGITS)
    this.#remembered.set(plain, token)
    return token
  }

  /** Words of an erased text must not stay in memory either. */
  forget(): void {
    this.#remembered = new Map()
  }
}

/** A word as it is; a run as its overlapping pairs of characters, so that each part of it is a phrase. */
function streamOf({ kind, plain }: Pick<Piece, 'kind' | 'plain'>): string[] {
  if (kind === 'word') return [plain]
  const characters = Array.from(plain)
  if (characters.length === 1) return characters
  return characters.slice(1).map((character, at) => `${characters[at] ?? ''}${character}`)
}

function beginningsOf(plain: string): string[] {
  const letters = firstLetters(plain)
  return letters.flatMap((_, at) => (at + 1 < PREFIX_MIN ? [] : [letters.slice(0, at + 1).join('')]))
}

function firstLetters(plain: string): string[] {
  return Array.from(plain.slice(0, PREFIX_MAX * 2)).slice(0, PREFIX_MAX)
}

function isOneCharacter(text: string): boolean {
  return text.length === String.fromCodePoint(text.codePointAt(0) ?? 0).length
}

/** Each joined row of parts that ends here: of `a@b.c` these are, at its end, `b.c` and `a@b.c`. */
function identifiersEndingAt(pieces: readonly Piece[], end: number): string[] {
  const found: string[] = []
  let key = pieces[end]?.plain ?? ''
  for (let at = end; at > 0 && end - at < PARTS_MAX - 1; at--) {
    const joint = pieces[at]?.joint
    if (joint === undefined) break
    key = `${pieces[at - 1]?.plain ?? ''}${joint}${key}`
    found.push(key)
  }
  return found
}

function joined(pieces: readonly SoughtPiece[], joints: readonly string[]): string {
  return pieces.map(({ plain }, at) => (at === 0 ? plain : `${joints[at - 1] ?? ''}${plain}`)).join('')
}
