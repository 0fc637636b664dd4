import { RecordError } from './errors.ts'

/** Most characters of a token that a message repeats. */
const MAX_SHOWN = 40

const INTEGER = /^(?:0|-?[1-9]\d*)$/

/**
 * Says why text that parses as JSON is not its own canonical form: `leaf-duplicate-key`, `leaf-bad-number`
 * (1e2, 1.0, -0), else `leaf-not-canonical`. Off the hot path, one pass, for text whose keys hold no
 * escapes and whose depth is bounded, which the caller has checked.
 */
export function diagnose(text: string): RecordError {
  // Sticky patterns keep a position, so they belong to this call.
  const tokens = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\d[\d.eE+-]*|[a-z]+|[{}[\],:]/gy
  const spaces = /[ \t\n\r]/y
  const open: (Set<string> | undefined)[] = []
  let position = 0
  let previous = ''
  while (position < text.length) {
    spaces.lastIndex = position
    if (spaces.test(text)) return notCanonical('no space between tokens')
    tokens.lastIndex = position
    const token = tokens.exec(text)?.[0]
    if (token === undefined) break
    position += token.length
    const keys = open.at(-1)
    if (token === '{') open.push(new Set())
    else if (token === '[') open.push(undefined)
    else if (token === '}' || token === ']') open.pop()
    else if (token.startsWith('"') && keys !== undefined && (previous === '{' || previous === ',')) {
      if (keys.has(token)) {
        return new RecordError('leaf-duplicate-key', `the key ${shown(token)} must stand once in its object`)
      }
      keys.add(token)
    } else if (/^[-\d]/.test(token) && !INTEGER.test(token)) {
      return new RecordError(
        'leaf-bad-number',
        `the number ${shown(token)} must be written as a plain integer`,
      )
    }
    previous = token
  }
  return notCanonical('sorted keys and shortest escapes')
}

/** As much of a token as a message repeats: a hostile one may be as long as the document. */
function shown(token: string): string {
  return token.slice(0, MAX_SHOWN)
}

function notCanonical(rule: string): RecordError {
  return new RecordError('leaf-not-canonical', `the document must be in the form of RFC 8785: ${rule}`)
}
