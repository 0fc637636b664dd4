import { isProgram, isTest } from '../project.ts'
import type { Finding, Rule } from '../rule.ts'
import { memberNames, nameOf, walk } from '../source.ts'
import type { Source } from '../source.ts'

const suites = new Set(['it', 'test', 'describe', 'bench', 'suite'])
const cuts = new Set(['skip', 'only', 'todo', 'fails'])
const marks = /\b(TODO|FIXME|XXX|HACK)\b/

/** No test is skipped and nothing is marked as to be done: what is missing is in an issue. */
export const unfinished: Rule = {
  name: 'unfinished',
  check(project) {
    const paths = project.paths.filter(
      (path) => isProgram(path) && /^(src|tests|bench|tools|bin)\//.test(path),
    )
    const tests = paths.filter(isTest)
    const comments = paths.reduce((sum, path) => sum + project.source(path).comments.length, 0)
    const findings = paths.flatMap((path) => [
      ...cutTests(project.source(path)),
      ...unfinishedMarks(project.source(path)),
    ])
    return { looked: `${paths.length} files, ${tests.length} of tests, ${comments} comments`, findings }
  },
}

function cutTests(source: Source): Finding[] {
  const findings: Finding[] = []
  walk(source.program, (node) => {
    const member = memberNames(node)
    if (member === undefined || !suites.has(member.object ?? '') || !cuts.has(member.property ?? '')) return
    const message = `${nameOf(node['object'])}.${member.property}: every test runs, always.`
    findings.push({ path: source.path, line: source.line(node.start), message })
  })
  return findings
}

function unfinishedMarks(source: Source): Finding[] {
  return source.comments
    .filter((comment) => marks.test(comment.value))
    .map((comment) => ({
      path: source.path,
      line: source.line(comment.start),
      message:
        'The comment marks something as not done: do it, or write the limit down where a reader looks for it.',
    }))
}
