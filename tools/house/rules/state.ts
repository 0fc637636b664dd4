import { isProgram, isTest } from '../project.ts'
import type { Rule } from '../rule.ts'
import { asNode } from '../source.ts'
import type { Node } from '../source.ts'

/**
 * No variable of a module changes: two nodes live in one process, and share every module. A page in a browser is one
 * reader's alone.
 */
export const state: Rule = {
  name: 'state',
  check(project) {
    const paths = project.paths.filter(
      (path) => /^src\/(?!web\/)/.test(path) && isProgram(path) && !isTest(path),
    )
    const statements = paths.flatMap((path) => {
      const body = project.source(path).program['body']
      return Array.isArray(body)
        ? body.flatMap((one) => asNode(one) ?? []).map((node) => ({ path, node }))
        : []
    })
    const findings = statements
      .filter(({ node }) => isVariable(node))
      .map(({ path, node }) => ({
        path,
        line: project.source(path).line(node.start),
        message: 'A variable of the module can change: keep it in what is made per node.',
      }))
    return { looked: `${paths.length} files, ${statements.length} statements`, findings }
  },
}

function isVariable(node: Node): boolean {
  const declaration = node.type === 'ExportNamedDeclaration' ? asNode(node['declaration']) : node
  return declaration?.type === 'VariableDeclaration' && declaration['kind'] !== 'const'
}
