import { isProgram, isTest, roomOf } from '../project.ts'
import type { Project } from '../project.ts'
import type { Finding, Rule } from '../rule.ts'
import { asNode, nameOf, walk } from '../source.ts'
import type { Source } from '../source.ts'

const page = 'docs/errors.md'

interface Code {
  readonly room: string
  readonly code: string
  readonly path: string
  readonly line: number
}

interface Row extends Code {
  /** The HTTP status, when the table has that column. */
  readonly status: string | undefined
}

/**
 * Every error code stands in docs/errors.md under its room, and every code there exists. Codes are the string unions
 * called `…ErrorCode` in `src/<room>/errors.ts`, and the list `VOID_CODES`, which has the heading "voids".
 */
export const errorCodes: Rule = {
  name: 'error codes',
  check(project) {
    const codes = codesOf(project)
    const rows = rowsOf(project.paths.includes(page) ? project.text(page) : '')
    const statuses = statusesOf(project)
    const explained = new Set(rows.map(keyOf))
    const existing = new Set(codes.map(keyOf))
    const findings: Finding[] = [
      ...codes
        .filter((one) => !explained.has(keyOf(one)))
        .map((one) => finding(one, `${one.code} is not explained in ${page} under "## ${one.room}".`)),
      ...rows
        .filter((one) => !existing.has(keyOf(one)))
        .map((one) => finding(one, `${one.code} is not a code of the room "${one.room}".`)),
      ...rows.flatMap((row) => {
        const used = row.status === undefined ? undefined : statuses.get(keyOf(row))
        return used === undefined || used === row.status
          ? []
          : [finding(row, `${row.code} answers ${used}, the page says ${row.status}.`)]
      }),
      ...twice(rows).map((row) => finding(row, `${row.code} is explained twice.`)),
    ]
    const roomCount = new Set(codes.map((one) => one.room)).size
    return {
      looked: `${codes.length} codes of ${roomCount} rooms, ${rows.length} explained, ${statuses.size} HTTP statuses`,
      findings,
    }
  },
}

function keyOf(one: Code): string {
  return `${one.room} ${one.code}`
}

function finding(one: Code, message: string): Finding {
  return { path: one.path, line: one.line, message }
}

function twice(rows: readonly Row[]): Row[] {
  return rows.filter((row, index) => rows.findIndex((other) => keyOf(other) === keyOf(row)) < index)
}

function codesOf(project: Project): Code[] {
  return project.paths
    .filter((path) => roomOf(path) !== undefined && isProgram(path) && !isTest(path))
    .flatMap((path) => {
      const isErrors = /^src\/[^/]+\/errors\.ts$/.test(path)
      const room = roomOf(path) ?? ''
      return [
        ...(isErrors ? literalsIn(project.source(path), 'TSTypeAliasDeclaration', /ErrorCode$/, room) : []),
        ...(/^src\/(acts|channel)\//.test(path)
          ? literalsIn(project.source(path), 'VariableDeclarator', /^VOID_CODES$/, 'voids')
          : []),
      ]
    })
}

/** The texts inside a named declaration. */
function literalsIn(source: Source, type: string, name: RegExp, room: string): Code[] {
  const found: Code[] = []
  walk(source.program, (node) => {
    if (node.type !== type || !name.test(nameOf(node['id']) ?? '')) return
    walk(node, (one) => {
      const code = one.type === 'Literal' ? nameOf(one) : undefined
      if (code !== undefined) found.push({ room, code, path: source.path, line: source.line(one.start) })
    })
  })
  return found
}

/** Rows of the tables: `| code | status | … |` under a heading `## room`, or `| code | … |` without the column. */
function rowsOf(text: string): Row[] {
  const rows: Row[] = []
  let room = ''
  for (const [index, line] of text.split('\n').entries()) {
    room = /^## ([a-z]+(?:-[a-z]+)*)\b/.exec(line)?.[1] ?? room
    const match = /^\| `([a-z0-9-]+)` \|(?: (\d{3}|-) \|)?/.exec(line)
    if (match?.[1] === undefined) continue
    rows.push({
      room,
      code: match[1],
      status: match[2] === '-' ? undefined : match[2],
      path: page,
      line: index + 1,
    })
  }
  return rows
}

/** Statuses as the code has them: in a constant whose name has "status", properties that are codes with a number. */
function statusesOf(project: Project): Map<string, string> {
  const found = new Map<string, string>()
  const paths = project.paths.filter((path) => roomOf(path) !== undefined && isProgram(path) && !isTest(path))
  for (const path of paths) {
    walk(project.source(path).program, (node) => {
      if (node.type !== 'VariableDeclarator' || !/status/i.test(nameOf(node['id']) ?? '')) return
      walk(node, (one) => {
        const value = asNode(one['value'])
        const code = one.type === 'Property' ? nameOf(one['key']) : undefined
        if (code !== undefined && typeof value?.['value'] === 'number')
          found.set(`${roomOf(path)} ${code}`, String(value['value']))
      })
    })
  }
  return found
}
