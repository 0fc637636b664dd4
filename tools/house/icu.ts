/**
 * Reads the arguments of an ICU message: `{name}`, `{when, date}`, `{n, plural, one {…} other {…}}`, nested ones too.
 * @returns `name` or `name:kind`, each once, sorted; undefined when the braces do not match or `other` is lacking
 */
export function argumentsOf(message: string): string[] | undefined {
  const found = new Set<string>()
  const end = readText(message, 0, false, found)
  return end === message.length ? [...found].toSorted() : undefined
}

/** Reads text up to its closing brace (when nested) or the end. Returns where it stopped, -1 when ill-formed. */
function readText(message: string, from: number, nested: boolean, found: Set<string>): number {
  let at = from
  while (at < message.length) {
    const character = message[at]
    if (character === "'") at = skipQuoted(message, at)
    else if (character === '}') return nested ? at : -1
    else if (character === '{') at = readArgument(message, at + 1, found)
    else at += 1
    if (at < 0) return -1
  }
  return nested ? -1 : at
}

/** `''` is an apostrophe; `'{…'` quotes up to the next apostrophe; any other apostrophe is itself. */
function skipQuoted(message: string, at: number): number {
  const next = message[at + 1]
  if (next === "'") return at + 2
  if (next !== '{' && next !== '}') return at + 1
  const end = message.indexOf("'", at + 2)
  return end < 0 ? message.length : end + 1
}

/** Reads from after `{` to after the matching `}`. */
function readArgument(message: string, from: number, found: Set<string>): number {
  const head = /^\s*([\p{L}\d_]+)\s*(?:,\s*([a-z]+)\s*)?([,}])/u.exec(message.slice(from))
  const [whole, name, kind, stop] = head ?? []
  if (whole === undefined || name === undefined) return -1
  found.add(kind === undefined ? name : `${name}:${kind}`)
  const at = from + whole.length
  if (stop === '}') return at
  if (kind === undefined) return -1
  return /^(plural|select|selectordinal)$/.test(kind)
    ? readChoices(message, at, found)
    : readStyle(message, at)
}

/** The style of a number or a date: up to the closing brace. */
function readStyle(message: string, from: number): number {
  const end = message.indexOf('}', from)
  return end < 0 ? -1 : end + 1
}

/** `offset:1 =0 {none} one {…} other {…}}`: each branch is a message of its own; `other` is a must. */
function readChoices(message: string, from: number, found: Set<string>): number {
  let at = from
  let complete = false
  for (;;) {
    const branch = /^\s*(?:offset:\d+\s*)?(=?[\p{L}\d_-]+)\s*\{/u.exec(message.slice(at))
    if (branch === null) break
    complete ||= branch[1] === 'other'
    const end = readText(message, at + branch[0].length, true, found)
    if (end < 0) return -1
    at = end + 1
  }
  const close = /^\s*\}/.exec(message.slice(at))
  return close === null || !complete ? -1 : at + close[0].length
}
