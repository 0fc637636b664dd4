import { posix } from 'node:path'
import { isProgram, isTest, roomOf } from '../project.ts'
import type { Project } from '../project.ts'
import { rooms } from '../rooms.ts'
import type { Room } from '../rooms.ts'
import type { Finding, Rule } from '../rule.ts'
import type { Import } from '../source.ts'

/** Which room may import which, always through its `index.ts`; which packages a room may use. */
export const imports: Rule = {
  name: 'imports',
  check(project) {
    const paths = project.paths.filter(
      (path) => isProgram(path) && /^(src|tests|bench|tools|bin)\//.test(path),
    )
    const all = paths.flatMap((path) => project.source(path).imports.map((one) => ({ path, one })))
    const unknown = [...new Set(paths.map(roomOf))].filter(
      (room) => room !== undefined && rooms[room] === undefined,
    )
    const findings = [
      ...unknown.map((room) => strange(String(room))),
      ...all.flatMap(({ path, one }) => {
        const message = one.specifier.startsWith('.')
          ? checkFile(project, path, one)
          : checkPackage(path, one)
        return message === undefined ? [] : [{ path, line: one.line, message }]
      }),
    ]
    const count = Object.keys(rooms).length
    return { looked: `${paths.length} files, ${all.length} imports checked against ${count} rooms`, findings }
  },
}

function strange(room: string): Finding {
  return {
    path: `src/${room}`,
    line: 0,
    message: `The room "${room}" is not in tools/house/rooms.ts: say there what it may import.`,
  }
}

function checkFile(project: Project, path: string, one: Import): string | undefined {
  const target = posix.join(posix.dirname(path), one.specifier)
  if (isProgram(target) && !project.paths.includes(target)) return `There is no file ${target}.`
  const from = roomOf(path)
  const to = roomOf(target)
  if (to === undefined)
    return from === undefined ? undefined : `A room imports from rooms only, not ${target}.`
  if (from === to) return undefined
  if (target !== `src/${to}/index.ts`)
    return `From another room only its index.ts is imported, not ${target}.`
  const allowed = from === undefined ? undefined : rooms[from]
  if (allowed === undefined || allowed.rooms.includes(to)) return undefined
  if (allowed.types?.includes(to) === true) {
    return one.typeOnly ? undefined : `The room "${from}" may import types only from "${to}".`
  }
  return `The room "${from}" may not import from "${to}"${mayUse(allowed)}.`
}

function mayUse(room: Room): string {
  return room.rooms.length === 0 ? '; it imports from no room' : `, only from ${room.rooms.join(', ')}`
}

function checkPackage(path: string, one: Import): string | undefined {
  const room = roomOf(path)
  // A test may read files and use the test runner; what ships may not.
  if (room === undefined || isTest(path)) return undefined
  const allowed = rooms[room]?.packages
  const name = packageOf(one.specifier)
  if (allowed === undefined || allowed.includes(name)) return undefined
  const list = allowed.length === 0 ? 'no package' : `only ${allowed.join(', ')}`
  return `The room "${room}" may use ${list}, not ${name}.`
}

/** `@scure/bip39/wordlists/english.js` is of the package `@scure/bip39`. */
export function packageOf(specifier: string): string {
  if (specifier.startsWith('node:')) return specifier
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/')
}
