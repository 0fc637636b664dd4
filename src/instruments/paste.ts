import { luhnHolds } from './check-digits.ts'
import type { IdentifierType } from './codes.ts'
import { InstrumentError } from './errors.ts'
import { isWellWritten } from './identifiers.ts'
import { readPiece } from './paste-kinds.ts'
import type { PasteFault, PasteFlag } from './paste-reading.ts'
import { piecesOf } from './paste-pieces.ts'
import type { Piece } from './paste-pieces.ts'
import { DEFANGED, FULL_WIDTH, HIDDEN, refang } from './refang.ts'
import type { Refanged } from './refang.ts'

/** Longest text that is read at once, characters. */
export const PASTE_CHARS_MAX = 1_048_576
/** As many identifiers as a form holds, and as many doubts; what is over is counted. */
export const PASTE_FOUND_MAX = 10_000
/** Longest identifier that a form holds. */
const PIECE_MAX = 2048

/** One identifier that pasted text holds. */
export interface PastedIdentifier {
  readonly type: IdentifierType
  /** Normalised: lower case where case says nothing, punycode, no brackets. Never to be made a link. */
  readonly value: string
  /** Where it first stands in what was pasted, and how it is written there. */
  readonly offset: number
  readonly text: string
  readonly defanged: boolean
  readonly flags: readonly PasteFlag[]
  /** What else it may be; a person decides. */
  readonly alternatives: readonly IdentifierType[]
  /** How often it stands there. */
  readonly times: number
}

/** What looks like an identifier and was not taken. */
export interface PasteDoubt {
  readonly offset: number
  readonly text: string
  readonly reason: PasteFault
}

export interface Pasted {
  readonly identifiers: readonly PastedIdentifier[]
  readonly doubts: readonly PasteDoubt[]
  /** How many more of both there are than are listed. */
  readonly left: number
}

/**
 * Reads identifiers out of pasted text, in its order: mails, logs, reports, in any script, defanged or not. Nothing
 * that looks like one is dropped in silence. The time it takes grows with the length of the text, whatever the text is.
 * Throws InstrumentError `paste-too-large`.
 */
export function readPasted(pasted: string): Pasted {
  if (pasted.length > PASTE_CHARS_MAX)
    throw new InstrumentError(
      'paste-too-large',
      `text: has ${pasted.length} characters; at most ${PASTE_CHARS_MAX}`,
      { field: 'text', rule: { code: 'too-long', values: { most: PASTE_CHARS_MAX } } },
    )
  const read = refang(pasted)
  const identifiers = new Map<string, PastedIdentifier>()
  const doubts: PasteDoubt[] = []
  let left = 0
  for (const piece of piecesOf(read.text)) {
    const { found, fault } = readAny(piece)
    const place = placeOf(pasted, read, piece)
    for (const { type, value, flags, alternatives } of found) {
      const key = `${type} ${value}`
      const held = identifiers.get(key)
      if (held !== undefined) identifiers.set(key, { ...held, times: held.times + 1 })
      else if (identifiers.size >= PASTE_FOUND_MAX) left += 1
      else {
        const all = [...new Set([...place.flags, ...flags])]
        const defanged = all.includes('defanged')
        identifiers.set(key, { type, value, ...place, defanged, flags: all, alternatives, times: 1 })
      }
    }
    if (fault === null) continue
    if (doubts.length >= PASTE_FOUND_MAX) left += 1
    else doubts.push({ offset: place.offset, text: place.text, reason: fault })
  }
  return { identifiers: [...identifiers.values()], doubts, left }
}

function readAny(piece: Piece): ReturnType<typeof readPiece> {
  if (piece.text.length > PIECE_MAX) return { found: [], fault: 'too-long' }
  return piece.labelled === undefined ? readPiece(piece.text) : readLabelled(piece.labelled, piece.text)
}

/** What a word before it says that it is. */
function readLabelled(type: IdentifierType, text: string): ReturnType<typeof readPiece> {
  const value = type === 'account' || type === 'transaction' ? text : text.replaceAll(/[ ().-]/g, '')
  const found = [{ type, value: type === 'phone' ? phoneOf(text) : value, flags: [], alternatives: [] }]
  switch (type) {
    case 'imei':
      return /^\d{15}$/.test(value) && !luhnHolds(value)
        ? { found: [], fault: 'check-digit' }
        : { found, fault: null }
    case 'port':
      return isWellWritten({ type, value }) ? { found, fault: null } : { found: [], fault: 'port' }
    default:
      return isWellWritten({ type, value })
        ? { found, fault: null }
        : { found: [], fault: 'number-without-label' }
  }
}

/** Digits with the plus of the international form (ITU-T E.164), if it was there. */
function phoneOf(text: string): string {
  return `${text.startsWith('+') ? '+' : ''}${text.replaceAll(/\D/g, '')}`
}

function placeOf(
  pasted: string,
  { origin, marks }: Refanged,
  { start, end }: Piece,
): { readonly offset: number; readonly text: string; readonly flags: PasteFlag[] } {
  let mark = 0
  for (let at = start; at < end; at++) mark |= marks[at] ?? 0
  const offset = origin[start] ?? 0
  return {
    offset,
    text: pasted.slice(offset, Math.min(origin[end] ?? pasted.length, offset + PIECE_MAX)).trimEnd(),
    flags: [
      ...((mark & DEFANGED) === 0 ? [] : ['defanged' as const]),
      ...((mark & HIDDEN) === 0 ? [] : ['hidden-characters' as const]),
      ...((mark & FULL_WIDTH) === 0 ? [] : ['full-width' as const]),
    ],
  }
}
