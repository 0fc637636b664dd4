import { posix } from 'node:path'
import { isProgram } from '../project.ts'
import type { Project } from '../project.ts'
import type { Finding, Rule } from '../rule.ts'

/**
 * No file loads itself by way of others: which of them runs first would depend on who asks first. Types are gone by then,
 * so a circle of types is counted and not refused.
 */
export const cycles: Rule = {
  name: 'cycles',
  check(project) {
    const paths = project.paths.filter(
      (path) => isProgram(path) && /^(src|tests|bench|tools|bin)\//.test(path),
    )
    const all = findCycles(new Map(paths.map((path) => [path, edgesOf(project, path, false)])))
    const loaded = new Map(paths.map((path) => [path, edgesOf(project, path, true)]))
    const findings = findCycles(loaded).map((cycle): Finding => ({
      path: cycle[0] ?? '',
      line: 0,
      message: `Files import each other in a circle: ${[...cycle, cycle[0]].join(' → ')}.`,
    }))
    const edges = [...loaded.values()].reduce((sum, one) => sum + one.length, 0)
    const ofTypes = all.length - findings.length
    return {
      looked: `${paths.length} files, ${edges} imports between them; ${ofTypes} circles of types only`,
      findings,
    }
  },
}

function edgesOf(project: Project, path: string, loadedOnly: boolean): string[] {
  const edges = project
    .source(path)
    .imports.filter((one) => one.specifier.startsWith('.') && !(loadedOnly && one.typeOnly))
    .map((one) => posix.join(posix.dirname(path), one.specifier))
  return [...new Set(edges)]
}

/** Depth first; each circle is reported once, from the file where it was entered. */
function findCycles(graph: ReadonlyMap<string, readonly string[]>): string[][] {
  const done = new Set<string>()
  const found: string[][] = []
  const visit = (path: string, trail: readonly string[]): void => {
    const at = trail.indexOf(path)
    if (at >= 0) found.push(trail.slice(at))
    if (at >= 0 || done.has(path)) return
    for (const next of graph.get(path) ?? []) visit(next, [...trail, path])
    done.add(path)
  }
  for (const path of graph.keys()) visit(path, [])
  return found
}
