/** What was done to a character of pasted text before it was read. */
export const DEFANGED = 1
/** Characters that nobody sees stood before it: they can make two names look like one. */
export const HIDDEN = 2
/** It was written in full-width form. */
export const FULL_WIDTH = 4

/** Pasted text, read as its author meant it. */
export interface Refanged {
  readonly text: string
  /** For each character of `text`, where it stood in what was pasted; one more for the end. */
  readonly origin: Uint32Array
  /** For each character of `text`: DEFANGED, HIDDEN, FULL_WIDTH or several of them. */
  readonly marks: Uint8Array
}

/** Zero-width, soft hyphen, and everything that turns the reading direction. */
const UNSEEN = /[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/
/** `[.]`, `(dot)`, `{at}`, `[://]` and the like, with a space or two inside and out. Bounded, so that each try is short. */
const BRACKETED = / ?[[({<] {0,2}(\.|,|dot|punkt|chấm|点|@|at|a còng|:\/\/|:|\/) {0,2}[\])}>] ?/iy
/** `[.com` and `.]com`: half of the brackets got lost. */
const HALF_OPEN = /[[({]\.(?=[\p{L}\d])/uy
const HALF_CLOSED = /\.[\])}](?=[\p{L}\d])/uy
const BACKSLASHED = /\\\.(?=[\p{L}\d])/uy
/** ` . ` between what could be labels, ` DOT ` and ` AT ` shouted. */
const SPACED = / (\.|DOT|AT) (?=[\p{Ll}\p{Lo}\d])/uy
/** With what a mark behind a space begins; most spaces are told by this alone. */
const AFTER_SPACE = '[({<.DA'
const FIRST_UNSEEN = '\u00ad'
const WORD_BEFORE = /[\p{L}\d]$/u
const FULL_WIDTH_FIRST = 0xff10
const FULL_WIDTH_LAST = 0xff5a
const FULL_WIDTH_DOT = 0xff0e
const FULL_WIDTH_AT = 0xff20
const FULL_WIDTH_SHIFT = 0xfee0

const MEANT: Readonly<Record<string, string>> = {
  ',': '.',
  dot: '.',
  punkt: '.',
  chấm: '.',
  点: '.',
  at: '@',
  'a còng': '@',
}

/**
 * Undoes what people do to addresses so that nobody clicks on them, takes unseen characters out, and keeps where each
 * character came from. One pass; its cost grows with the length of the text and nothing else.
 */
export function refang(pasted: string): Refanged {
  const parts: string[] = []
  const origin = new Uint32Array(pasted.length + 1)
  const marks = new Uint8Array(pasted.length)
  let length = 0
  let carried = 0
  let before = ''
  const put = (text: string, at: number, mark: number): void => {
    parts.push(text)
    for (let index = 0; index < text.length; index++) {
      origin[length] = at
      marks[length] = mark | carried
      carried = 0
      length += 1
    }
    before = text.charAt(text.length - 1)
  }
  for (let at = 0; at < pasted.length;) {
    const char = pasted.charAt(at)
    const meant = meantAt(pasted, at, char, before)
    if (meant !== undefined) {
      put(meant.text, at, DEFANGED)
      at += meant.length
    } else {
      if (char >= FIRST_UNSEEN && UNSEEN.test(char)) carried |= HIDDEN
      else {
        const plain = narrow(char)
        put(plain, at, plain === char ? 0 : FULL_WIDTH)
      }
      at += 1
    }
  }
  origin[length] = pasted.length
  return { text: parts.join(''), origin: origin.subarray(0, length + 1), marks: marks.subarray(0, length) }
}

function meantAt(
  pasted: string,
  at: number,
  char: string,
  before: string,
): { readonly text: string; readonly length: number } | undefined {
  switch (char) {
    case ' ':
      return spacedAt(pasted, at, before)
    case '[':
    case '(':
    case '{':
    case '<': {
      const found = matchAt(BRACKETED, pasted, at)
      if (found !== undefined) return read(found)
      return matchAt(HALF_OPEN, pasted, at) === undefined ? undefined : { text: '.', length: 2 }
    }
    case '.':
      return matchAt(HALF_CLOSED, pasted, at) === undefined ? undefined : { text: '.', length: 2 }
    case '\\':
      return matchAt(BACKSLASHED, pasted, at) === undefined ? undefined : { text: '.', length: 2 }
    default:
      return undefined
  }
}

function spacedAt(
  pasted: string,
  at: number,
  before: string,
): { readonly text: string; readonly length: number } | undefined {
  if (!AFTER_SPACE.includes(pasted.charAt(at + 1)) || !WORD_BEFORE.test(before)) return undefined
  const found = matchAt(BRACKETED, pasted, at) ?? matchAt(SPACED, pasted, at)
  return found === undefined ? undefined : read(found)
}

function read(found: RegExpExecArray): { readonly text: string; readonly length: number } {
  const sign = (found[1] ?? '').toLowerCase()
  return { text: MEANT[sign] ?? sign, length: found[0].length }
}

function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | undefined {
  pattern.lastIndex = at
  return pattern.exec(text) ?? undefined
}

/** Letters, digits and signs in full width, as Chinese and Japanese keyboards give them. */
function narrow(char: string): string {
  const code = char.charCodeAt(0)
  const isMapped =
    (code >= FULL_WIDTH_FIRST && code <= FULL_WIDTH_LAST) || code === FULL_WIDTH_DOT || code === FULL_WIDTH_AT
  return isMapped ? String.fromCharCode(code - FULL_WIDTH_SHIFT) : char
}
