import { isTest } from '../project.ts'
import type { Finding, Rule } from '../rule.ts'
import { asNode, walk } from '../source.ts'
import type { Node, Source } from '../source.ts'

/** Attributes that people read or hear. */
const SPOKEN = new Set([
  'alt',
  'aria-description',
  'aria-label',
  'aria-roledescription',
  'aria-valuetext',
  'confirm',
  'explains',
  'hint',
  'label',
  'lead',
  'placeholder',
  'text',
  'title',
])

/** Whatever a screen says comes from `words/`: no text stands in a component. */
export const literalText: Rule = {
  name: 'literal-text',
  check(project) {
    const paths = project.paths.filter((path) => /^src\/web\/.*\.tsx$/.test(path) && !isTest(path))
    const findings = paths.flatMap((path) => checkFile(path, project.source(path)))
    return { looked: `${paths.length} components`, findings }
  },
}

function checkFile(path: string, source: Source): Finding[] {
  const findings: Finding[] = []
  const find = (node: Node, text: string): void => {
    findings.push({
      path,
      line: source.line(node.start),
      message: `"${text.trim()}" is read by people: put it into src/words/screens.`,
    })
  }
  walk(source.program, (node, parent) => {
    if (node.type === 'JSXText' && isWord(String(node['value']))) find(node, String(node['value']))
    const isChild = parent?.type === 'JSXElement' || parent?.type === 'JSXFragment'
    if (node.type === 'JSXExpressionContainer' && isChild)
      for (const text of textsIn(node['expression'])) find(node, text)
    if (node.type === 'JSXAttribute' && SPOKEN.has(attributeName(source, node))) {
      const value = asNode(node['value'])
      const spoken = value?.type === 'JSXExpressionContainer' ? value['expression'] : value
      for (const text of textsIn(spoken)) find(node, text)
    }
  })
  return findings
}

const attributeName = (source: Source, node: Node): string =>
  /^[a-zA-Z-]+/.exec(source.text.slice(node.start))?.[0] ?? ''

/** Text that stands in braces as it is, also behind a condition. What is handed to a function is a key or a code. */
function textsIn(value: unknown): string[] {
  const node = asNode(value)
  if (node?.type === 'Literal')
    return typeof node['value'] === 'string' && isShown(node) ? [node['value']] : []
  if (node?.type === 'LogicalExpression') return textsIn(node['right'])
  if (node?.type === 'ConditionalExpression')
    return [...textsIn(node['consequent']), ...textsIn(node['alternate'])]
  return []
}

const isShown = (node: Node): boolean => isWord(String(node['value']))

/** Two letters in a row, or one of a script that needs no second. Signs and single letters are drawn, not read. */
function isWord(text: string): boolean {
  return /\p{L}{2}|\p{Script=Han}/u.test(text)
}
