import { parseSync, visitorKeys } from 'oxc-parser'
import type { Comment } from 'oxc-parser'

/** A node of the syntax tree (ESTree with TypeScript), as far as the rules need to know it. */
export interface Node {
  readonly type: string
  readonly start: number
  readonly end: number
  readonly [field: string]: unknown
}

export interface Import {
  /** As written: `../record/index.ts`, `node:crypto`. */
  readonly specifier: string
  /** Erased by the compiler. */
  readonly typeOnly: boolean
  /** Names taken from the module, as it calls them; `*` for all. */
  readonly names: readonly string[]
  readonly line: number
}

/** A parsed file. */
export interface Source {
  readonly path: string
  readonly text: string
  readonly imports: readonly Import[]
  readonly comments: readonly Comment[]
  readonly program: Node
  /** Line of an offset, from 1. */
  line(offset: number): number
}

/** Throws when the file does not parse: a rule must not pass over what it cannot read. */
export function readSource(path: string, text: string): Source {
  const parsed = parseSync(path, text)
  const failure = parsed.errors[0]
  if (failure !== undefined) throw new Error(`${path} does not parse: ${failure.message}`)
  const program = asNode(parsed.program)
  if (program === undefined) throw new Error(`${path} gave no syntax tree`)
  const line = (offset: number): number => text.slice(0, offset).split('\n').length
  return { path, text, program, comments: parsed.comments, imports: readImports(program, line), line }
}

/** The value as a node, when it is one. */
export function asNode(value: unknown): Node | undefined {
  return isNode(value) ? value : undefined
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string'
}

/** The nodes directly below a node, in reading order. */
export function childrenOf(node: Node): Node[] {
  return (visitorKeys[node.type] ?? []).flatMap((key) => {
    const value = node[key]
    return Array.isArray(value) ? value.filter(isNode) : isNode(value) ? [value] : []
  })
}

/** Calls `visit` for a node and everything below it. */
export function walk(node: Node, visit: (node: Node, parent: Node | undefined) => void, parent?: Node): void {
  visit(node, parent)
  for (const child of childrenOf(node)) walk(child, visit, node)
}

/** The name of an identifier, or the text of a string literal. */
export function nameOf(value: unknown): string | undefined {
  const node = asNode(value)
  if (node === undefined) return undefined
  const name = node.type === 'Literal' ? node['value'] : node['name']
  return typeof name === 'string' ? name : undefined
}

/** `a.b` and `a['b']` as their two names. */
export function memberNames(
  node: Node,
): { object: string | undefined; property: string | undefined } | undefined {
  if (node.type !== 'MemberExpression') return undefined
  const property = asNode(node['property'])
  const readable = node['computed'] !== true || property?.type === 'Literal'
  return { object: nameOf(node['object']), property: readable ? nameOf(property) : undefined }
}

function readImports(program: Node, line: (offset: number) => number): Import[] {
  const found: Import[] = []
  walk(program, (node) => {
    const specifier = nameOf(node['source'])
    if (specifier === undefined) return
    if (/^(Import|Export(Named|All))Declaration$|^ImportExpression$|^TSImportType$/.test(node.type)) {
      found.push({
        specifier,
        typeOnly: isTypeOnly(node),
        names: importedNames(node),
        line: line(node.start),
      })
    }
  })
  return found
}

/** `import { type X }` is not erased whole: what is left still loads the file. */
function isTypeOnly(node: Node): boolean {
  return node.type === 'TSImportType' || node['importKind'] === 'type' || node['exportKind'] === 'type'
}

function importedNames(node: Node): string[] {
  if (node.type === 'ExportAllDeclaration' || node.type === 'ImportExpression') return ['*']
  return specifiersOf(node).map((one) => {
    if (one.type === 'ImportSpecifier') return nameOf(one['imported']) ?? '*'
    if (one.type === 'ExportSpecifier') return nameOf(one['local']) ?? '*'
    return '*'
  })
}

function specifiersOf(node: Node): Node[] {
  const list = node['specifiers']
  return Array.isArray(list) ? list.filter(isNode) : []
}
