import type { Gate } from './gate.ts'
import { runTool } from './run-tool.ts'

/** The compiler finds nothing. */
export const types: Gate = {
  name: 'types',
  async run({ root, project }) {
    const run = await runTool(root, 'tsc', ['--project', '.', '--pretty', 'false', '--listFiles'])
    const lines = run.stdout.split('\n')
    const files = lines.filter((line) => line.startsWith('/') || /^[A-Z]:/.test(line))
    const own = files.filter((line) => !line.includes('/node_modules/'))
    const outside = project.paths.filter(
      (path) =>
        /^(src|tests|bench|tools)\/.*\.tsx?$/.test(path) && !own.some((file) => file.endsWith(`/${path}`)),
    )
    const report = lines
      .filter((line) => line !== '' && !files.includes(line))
      .concat(outside.map((path) => `  ${path} was not looked at`))
    return {
      passed: run.code === 0 && outside.length === 0,
      looked: `${own.length} files of ours, ${files.length - own.length} declarations of others`,
      report: [...report, run.stderr].join('\n').trim(),
    }
  },
}
