import { isProgram } from '../house/project.ts'
import type { Gate } from './gate.ts'
import { runTool } from './run-tool.ts'

/** knip finds no file, export or dependency that nothing uses, and none used that is not named. */
export const unused: Gate = {
  name: 'unused',
  async run({ root, project }) {
    const run = await runTool(root, 'knip', ['--no-progress', '--no-config-hints'])
    const files = project.paths.filter(
      (path) => isProgram(path) && /^(src|tests|bench|tools|bin)\//.test(path),
    )
    const exported = files.reduce(
      (sum, path) => sum + (project.text(path).match(/^export /gm)?.length ?? 0),
      0,
    )
    return {
      passed: run.code === 0,
      looked: `${files.length} files, ${exported} exports`,
      report: `${run.stdout}${run.stderr}`.trim(),
    }
  },
}
