import { RecordError } from './errors.ts'

const INTEGER = /^(?:0|-?[1-9]\d*)$/

/**
 * Says why text that parses as JSON is not its own canonical form: `leaf-duplicate-key`, `leaf-bad-number`
 * (1e2, 1.0, -0), else `leaf-not-canonical`. Off the hot path, one pass, its stack bounded by the depth that
 * the caller has checked.
 */
export function diagnose(text: string): RecordError {
  // Sticky patterns keep a position, so they belong to this call.
  const tokens = /"(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*|[a-z]+|[{}[\],:]/gy
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
      const key = String(JSON.parse(token))
      if (keys.has(key)) {
        return new RecordError('leaf-duplicate-key', `the key ${key} must stand once in its object`, {
          field: key,
        })
      }
      keys.add(key)
    } else if (/^[-\d]/.test(token) && !INTEGER.test(token)) {
      return new RecordError(
        'leaf-bad-number',
        `the number ${token.slice(0, 40)} must be written as a plain integer`,
      )
    }
    previous = token
  }
  return notCanonical('sorted keys and shortest escapes')
}

function notCanonical(rule: string): RecordError {
  return new RecordError('leaf-not-canonical', `the document must be in the form of RFC 8785: ${rule}`)
}
