import { rules } from '../house/rules/index.ts'
import type { Gate } from './gate.ts'

/** The rules of tools/house find nothing. */
export const house: Gate = {
  name: 'house',
  run({ project }) {
    const outcomes = rules.map((rule) => ({ name: rule.name, ...rule.check(project) }))
    for (const { name, looked } of outcomes) console.log(`  ${name}: ${looked}`)
    const findings = outcomes.flatMap(({ name, findings: found }) => found.map((one) => ({ name, ...one })))
    return Promise.resolve({
      passed: findings.length === 0,
      looked: `${project.paths.length} files, ${rules.length} rules, ${findings.length} findings`,
      report: findings
        .map(
          ({ name, path, line, message }) => `  ${path}${line === 0 ? '' : `:${line}`}  ${name}: ${message}`,
        )
        .join('\n'),
    })
  },
}
