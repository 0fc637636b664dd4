import { isProgram, isTest, roomOf } from '../project.ts'
import { isEffectFile, readsEnvironment, rooms } from '../rooms.ts'
import type { Finding, Rule } from '../rule.ts'
import { asNode, memberNames, nameOf, walk } from '../source.ts'
import type { Node, Source } from '../source.ts'

/** Names that draw randomness, wherever they come from. */
const randomNames = new Set([
  'randomBytes',
  'randomInt',
  'randomUUID',
  'randomFill',
  'randomFillSync',
  'getRandomValues',
  'generateKey',
  'generateKeySync',
  'generateKeyPair',
  'generateKeyPairSync',
])

/** Globals that tell the time or wait, by name or as `object.property`. */
const clockNames = new Set([
  'performance',
  'setTimeout',
  'setInterval',
  'Date.now',
  'Temporal.Now',
  'process.hrtime',
])

/** Globals that reach outside; none of them has a place in a pure room. */
const outsideNames = new Set([
  'setImmediate',
  'process',
  'console',
  'fetch',
  'globalThis',
  'navigator',
  'WebSocket',
  'localStorage',
  'require',
])

/** Methods whose answer depends on the machine's time zone or language. */
const localMethods = new Set([
  'getFullYear',
  'getMonth',
  'getDate',
  'getDay',
  'getHours',
  'getMinutes',
  'getTimezoneOffset',
  'setFullYear',
  'setMonth',
  'setDate',
  'setHours',
  'setMinutes',
  'toLocaleString',
  'toLocaleDateString',
  'toLocaleTimeString',
  'toLocaleUpperCase',
  'toLocaleLowerCase',
  'localeCompare',
])

/** Time and randomness are arguments in the pure rooms, and come from the effect files everywhere else. */
export const effects: Rule = {
  name: 'effects',
  check(project) {
    const paths = project.paths.filter(
      (path) => roomOf(path) !== undefined && isProgram(path) && !isTest(path),
    )
    const bound = paths.filter((path) => !isEffectFile(path))
    const pure = bound.filter(isPure)
    const findings = bound.flatMap((path) => checkFile(project.source(path), isPure(path)))
    const left = paths.length - bound.length
    return {
      looked: `${pure.length} pure files, ${bound.length - pure.length} others, ${left} that implement effects`,
      findings,
    }
  },
}

function isPure(path: string): boolean {
  return rooms[roomOf(path) ?? '']?.pure === true
}

function checkFile(source: Source, pure: boolean): Finding[] {
  const declared = declaredNames(source.program)
  const findings: Finding[] = []
  const report = (node: Node, what: string): void => {
    const rule = pure
      ? 'a pure room takes time and randomness as arguments and touches nothing outside'
      : 'only the files that implement Clock, Rng and Net do this (isEffectFile in tools/house/rooms.ts)'
    findings.push({ path: source.path, line: source.line(node.start), message: `${what}: ${rule}.` })
  }
  for (const one of source.imports) {
    const name = one.typeOnly ? undefined : one.names.find((imported) => randomNames.has(imported))
    if (name !== undefined) findings.push(importFinding(source.path, one.line, name))
  }
  walk(source.program, (node, parent) => {
    const what = namedEffect(node, parent, declared, source.path, pure) ?? dateEffect(node, declared, pure)
    if (what !== undefined) report(node, what)
  })
  return findings
}

function importFinding(path: string, line: number, name: string): Finding {
  return { path, line, message: `${name} is imported: randomness comes from Rng, as an argument.` }
}

function namedEffect(
  node: Node,
  parent: Node | undefined,
  declared: Set<string>,
  path: string,
  pure: boolean,
): string | undefined {
  const member = memberNames(node)
  if (member !== undefined) {
    const { object, property } = member
    if (property === undefined) return undefined
    const whole = object === undefined ? `.${property}` : `${object}.${property}`
    if (whole === 'Math.random' || randomNames.has(property)) return whole
    if (clockNames.has(whole)) return whole
    if ((whole === 'process.env' || whole === 'process.argv') && !readsEnvironment(path)) return whole
    return pure && localMethods.has(property)
      ? `.${property}() depends on the machine's place or language`
      : undefined
  }
  const name = globalName(node, parent, declared)
  if (name === undefined) return undefined
  return clockNames.has(name) || (pure && outsideNames.has(name)) ? name : undefined
}

/** `new Date()` asks the clock, `Date()` too; `new Date(2026, 1)` asks the time zone. */
function dateEffect(node: Node, declared: Set<string>, pure: boolean): string | undefined {
  if (declared.has('Date') || nameOf(node['callee']) !== 'Date') return undefined
  const count = Array.isArray(node['arguments']) ? node['arguments'].length : 0
  if (node.type === 'CallExpression') return 'Date()'
  if (node.type !== 'NewExpression') return undefined
  if (count === 0) return 'new Date() without an argument'
  return pure && count > 1 ? 'new Date() from parts, in the local time zone' : undefined
}

/** The name, when the node is a value that the file itself does not declare. */
function globalName(node: Node, parent: Node | undefined, declared: Set<string>): string | undefined {
  if (node.type !== 'Identifier' || parent === undefined) return undefined
  const name = nameOf(node)
  if (name === undefined || declared.has(name) || parent.type.startsWith('TS')) return undefined
  const isKey = asNode(parent['key']) === node && parent['computed'] !== true && parent['shorthand'] !== true
  const isProperty = asNode(parent['property']) === node && parent['computed'] !== true
  return isKey || isProperty ? undefined : name
}

/** Every name that is bound anywhere in the file: the scope is not told apart, a name is either the file's or global. */
function declaredNames(program: Node): Set<string> {
  const names = new Set<string>()
  const bind = (value: unknown): void => {
    const pattern = asNode(value)
    if (pattern === undefined) return
    walk(pattern, (node, parent) => {
      const isDefault = parent?.type === 'AssignmentPattern' && asNode(parent['right']) === node
      if (node.type === 'Identifier' && !isDefault) names.add(nameOf(node) ?? '')
    })
  }
  walk(program, (node) => {
    if (
      node.type === 'VariableDeclarator' ||
      node.type === 'FunctionDeclaration' ||
      node.type === 'ClassDeclaration'
    )
      bind(node['id'])
    if (node.type.startsWith('Import')) bind(node['local'])
    if (node.type === 'CatchClause') bind(node['param'])
    for (const parameter of Array.isArray(node['params']) ? node['params'] : []) bind(parameter)
  })
  return names
}
