import { posix } from 'node:path'
import { isProgram } from '../project.ts'
import type { Project } from '../project.ts'
import type { Finding, Rule } from '../rule.ts'

/** No file imports itself by way of others, in types neither: what needs each other belongs in one file. */
export const cycles: Rule = {
  name: 'cycles',
  check(project) {
    const paths = project.paths.filter(
      (path) => isProgram(path) && /^(src|tests|bench|tools|bin)\//.test(path),
    )
    const graph = new Map(paths.map((path) => [path, edgesOf(project, path)]))
    const findings = findCycles(graph).map((cycle): Finding => ({
      path: cycle[0] ?? '',
      line: 0,
      message: `Files import each other in a circle: ${[...cycle, cycle[0]].join(' → ')}.`,
    }))
    const edges = [...graph.values()].reduce((sum, one) => sum + one.length, 0)
    return { looked: `${paths.length} files, ${edges} imports between them`, findings }
  },
}

function edgesOf(project: Project, path: string): string[] {
  return project
    .source(path)
    .imports.filter((one) => one.specifier.startsWith('.'))
    .map((one) => posix.join(posix.dirname(path), one.specifier))
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
