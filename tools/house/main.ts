import { writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { openProject } from './project.ts'
import { rules } from './rules/index.ts'
import { sizesPath, summarise } from './rules/sizes.ts'

const root = fileURLToPath(new URL('../../', import.meta.url))
const project = openProject(root)

if (process.argv.includes('--accept-sizes')) {
  writeFileSync(`${root}${sizesPath}`, `${JSON.stringify(summarise(project), null, 2)}\n`)
}

let findingCount = 0
for (const rule of rules) {
  const { looked, findings } = rule.check(project)
  console.log(`${rule.name}: ${looked}`)
  for (const one of findings)
    console.log(`  ${one.path}${one.line === 0 ? '' : `:${one.line}`}  ${one.message}`)
  findingCount += findings.length
}
console.log(`${rules.length} rules, ${findingCount} findings`)
process.exitCode = findingCount === 0 ? 0 : 1
