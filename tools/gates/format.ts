import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { check, format as prettify, resolveConfig } from 'prettier'
import type { Gate } from './gate.ts'

/** Prettier's form of every program and settings file. Prose and vectors keep their bytes. */
export const format: Gate = {
  name: 'format',
  async run({ root, project, write }) {
    const paths = project.paths.filter(
      (path) => /\.(ts|tsx|mjs|css)$|^[^/]+\.json$/.test(path) && path !== 'package-lock.json',
    )
    const options = await resolveConfig(join(root, 'package.json'))
    const wrong: string[] = []
    for (const path of paths) {
      const text = readFileSync(join(root, path), 'utf8')
      const settings = { ...options, filepath: path }
      if (await check(text, settings)) continue
      if (write) writeFileSync(join(root, path), await prettify(text, settings))
      else wrong.push(path)
    }
    const report = wrong.map((path) => `  ${path}`).join('\n')
    return {
      passed: wrong.length === 0,
      looked: `${paths.length} files`,
      report: wrong.length === 0 ? '' : `Not in Prettier's form; "npm run format" writes it:\n${report}`,
    }
  },
}
