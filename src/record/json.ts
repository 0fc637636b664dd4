import { RecordError } from './errors.ts'
import { diagnose } from './json-diagnosis.ts'
import type { JsonObject } from './types.ts'

/** Nesting allowed in a leaf, the outermost object being 1: ample for any form, and far from any stack. */
export const MAX_JSON_DEPTH = 16

/** Bounds on one canonical JSON document. */
export interface JsonLimits {
  /** Largest document, bytes; without it, no bound beyond the caller's own. */
  readonly maxBytes?: number
  /** Deepest nesting; `MAX_JSON_DEPTH` unless told. */
  readonly maxDepth?: number
}

/** Most characters of a key that a message repeats. */
const MAX_SHOWN_KEY = 40

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** Strings that stand in JSON as they are: printable ASCII without quote and backslash. */
const PLAIN = /^[\x20\x21\x23-\x5b\x5d-\x7e]*$/

const BYTE_ORDER_MARK = 0xfeff

type Path = (string | number)[]

/**
 * The RFC 8785 form of a value of the leaf profile: null, booleans, strings that are well-formed and NFC,
 * integers within 2^53-1, arrays, and plain objects whose keys are sorted by UTF-16 code units
 * and need no escapes.
 * @throws RecordError `leaf-bad-number`, `leaf-bad-string`, `leaf-forbidden-key`, `leaf-too-deep`, or
 * `leaf-not-json` for what JSON cannot hold (undefined, functions, dates, class instances).
 */
export function canonicalise(value: unknown, maxDepth: number = MAX_JSON_DEPTH): string {
  return write(value, maxDepth, [])
}

/**
 * Parses an object, and admits it only when the bytes are its canonical form to the last byte: so that no two
 * parsers can read the same bytes in different ways.
 * @throws RecordError as `canonicalise`, and `leaf-too-large`, `leaf-not-utf8`, `leaf-not-json`,
 * `leaf-duplicate-key`, `leaf-not-canonical`, `leaf-bad-envelope` when it is not an object.
 */
export function parseCanonical(bytes: Uint8Array, limits: JsonLimits = {}): JsonObject {
  const maxDepth = limits.maxDepth ?? MAX_JSON_DEPTH
  if (limits.maxBytes !== undefined && bytes.length > limits.maxBytes) {
    throw new RecordError(
      'leaf-too-large',
      `the document is ${bytes.length} bytes; at most ${limits.maxBytes}`,
    )
  }
  const text = decode(bytes)
  checkShape(text, maxDepth)
  const value = parseJson(text)
  // As many characters as bytes means ASCII. A backslash could stand for anything.
  const isPlainText = text.length === bytes.length && !text.includes('\\')
  if (!isPlainText || !isOrdered(value) || JSON.stringify(value) !== text) {
    if (write(value, maxDepth, []) !== text) throw diagnose(text)
  }
  if (!isObject(value)) throw new RecordError('leaf-bad-envelope', 'the document must be a JSON object')
  return value
}

function decode(bytes: Uint8Array): string {
  let text: string
  try {
    text = decoder.decode(bytes)
  } catch (cause) {
    throw new RecordError('leaf-not-utf8', 'the document must be valid UTF-8', { cause })
  }
  if (text.charCodeAt(0) === BYTE_ORDER_MARK) {
    throw new RecordError('leaf-not-utf8', 'the document must not begin with a byte order mark')
  }
  return text
}

/**
 * Refuses, before any parser sees the text, what parsers are known to get wrong: nesting so deep that a recursive one
 * exhausts its stack (a peer may send 10^5 brackets), and keys written with escapes, which the V8 of Node 24 and 26
 * can read as other keys that it saw earlier (nodejs/node issue 63785), so that two nodes would differ about one leaf.
 * Nothing nests deeper than it has opening brackets; counting those and finding no backslash settles most documents.
 */
function checkShape(text: string, maxDepth: number): void {
  if (!text.includes('\\') && countUpTo(maxDepth, text, '{') + countUpTo(maxDepth, text, '[') <= maxDepth)
    return
  let depth = 0
  let inString = false
  let escaped = false
  for (let i = 0; i < text.length; i++) {
    const char = text[i]
    if (inString) {
      if (char === '"') inString = false
      else if (char === '\\') {
        escaped = true
        i++
      }
    } else if (char === '"') {
      inString = true
      escaped = false
    } else if (char === ':' && escaped) {
      throw escapedKey([])
    } else if (char === '{' || char === '[') {
      if (++depth > maxDepth) throw tooDeep(maxDepth, [])
    } else if (char === '}' || char === ']') depth--
  }
}

function countUpTo(most: number, text: string, char: string): number {
  let count = 0
  for (let at = text.indexOf(char); at !== -1 && count <= most; at = text.indexOf(char, at + 1)) count++
  return count
}

/**
 * Whether parsed plain text is of the profile and its keys are in order, so that `JSON.stringify` writes its canonical
 * form. Faster than `write`, and only ever a way round it: false means that `write` must say.
 */
function isOrdered(value: unknown): boolean {
  if (typeof value === 'number') return Number.isSafeInteger(value)
  if (Array.isArray(value)) return value.every(isOrdered)
  if (!isObject(value)) return true
  let previous: string | undefined
  for (const key of Object.keys(value)) {
    if (isForbidden(key) || (previous !== undefined && key < previous) || !isOrdered(value[key])) return false
    previous = key
  }
  return true
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new RecordError('leaf-not-json', 'the document must be JSON', { cause })
  }
}

function write(value: unknown, depthLeft: number, path: Path): string {
  switch (typeof value) {
    case 'string':
      return quote(value, path)
    case 'number':
      if (!Number.isSafeInteger(value) || Object.is(value, -0)) {
        throw new RecordError(
          'leaf-bad-number',
          `${name(path)} must be an integer within 2^53-1`,
          field(path),
        )
      }
      return String(value)
    case 'boolean':
      return value ? 'true' : 'false'
    case 'object':
      if (value === null) return 'null'
      if (depthLeft === 0) throw tooDeep(path.length, path)
      return Array.isArray(value) ? writeArray(value, depthLeft, path) : writeObject(value, depthLeft, path)
    default:
      throw new RecordError('leaf-not-json', `${name(path)} must be a JSON value`, field(path))
  }
}

function writeArray(items: readonly unknown[], depthLeft: number, path: Path): string {
  let out = '['
  for (let i = 0; i < items.length; i++) {
    path.push(i)
    out += (i === 0 ? '' : ',') + write(items[i], depthLeft - 1, path)
    path.pop()
  }
  return out + ']'
}

function writeObject(object: object, depthLeft: number, path: Path): string {
  if (!isPlain(object))
    throw new RecordError('leaf-not-json', `${name(path)} must be a plain object`, field(path))
  const keys = Object.keys(object)
  for (let i = 1; i < keys.length; i++) {
    if ((keys[i] ?? '') < (keys[i - 1] ?? '')) {
      keys.sort()
      break
    }
  }
  let out = '{'
  let comma = ''
  for (const key of keys) {
    path.push(key)
    if (isForbidden(key)) {
      throw new RecordError('leaf-forbidden-key', `${name(path)} is a forbidden key`, field(path))
    }
    const quoted = quote(key, path)
    if (quoted.length !== key.length + 2) throw escapedKey(path)
    out += comma + quoted + ':' + write(object[key], depthLeft - 1, path)
    comma = ','
    path.pop()
  }
  return out + '}'
}

function quote(text: string, path: Path): string {
  if (PLAIN.test(text)) return `"${text}"`
  if (!text.isWellFormed()) {
    throw new RecordError('leaf-bad-string', `${name(path)} must not hold lone surrogates`, field(path))
  }
  if (text.normalize('NFC') !== text) {
    throw new RecordError('leaf-bad-string', `${name(path)} must be in Unicode form NFC`, field(path))
  }
  return JSON.stringify(text)
}

/** A reader in JavaScript that copies such a key would reach into its own prototypes. */
function isForbidden(key: string): boolean {
  return key === '__proto__' || key === 'constructor' || key === 'prototype'
}

/** Class instances could carry `toJSON`, getters or state that JSON would drop in silence. */
function isPlain(object: object): object is { readonly [key: string]: unknown } {
  const prototype: unknown = Object.getPrototypeOf(object)
  return prototype === Object.prototype || prototype === null
}

/** Whether a value out of `JSON.parse` is an object; what its members are is checked by `isOrdered` or `write`. */
function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function escapedKey(path: Path): RecordError {
  return new RecordError('leaf-forbidden-key', 'a key must not need or use escapes', field(path))
}

function tooDeep(maxDepth: number, path: Path): RecordError {
  return new RecordError(
    'leaf-too-deep',
    `the document must not nest deeper than ${maxDepth} levels`,
    field(path),
  )
}

/** The place of a value in words, such as `data.items[2].code`; a hostile key is cut and escaped. */
function name(path: Path): string {
  if (path.length === 0) return 'the document'
  const steps = path.map((step) => {
    if (typeof step === 'number') return `[${step}]`
    return PLAIN.test(step) && step.length <= MAX_SHOWN_KEY
      ? `.${step}`
      : `.${JSON.stringify(step.slice(0, MAX_SHOWN_KEY))}`
  })
  return steps.join('').replace(/^\./, '')
}

function field(path: Path): { field?: string } {
  return path.length === 0 ? {} : { field: name(path) }
}
