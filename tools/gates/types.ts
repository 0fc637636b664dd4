import type { Gate } from './gate.ts'
import { runTool } from './run-tool.ts'

/** What runs in Node, and what runs in a browser with its own libraries. */
const PROJECTS = ['.', 'src/web']

const compile = (root: string, project: string): ReturnType<typeof runTool> =>
  runTool(root, 'tsc', ['--project', project, '--pretty', 'false', '--listFiles'])

/** The compiler finds nothing. */
export const types: Gate = {
  name: 'types',
  async run({ root, project }) {
    const runs = await Promise.all(PROJECTS.map((each) => compile(root, each)))
    const lines = runs.flatMap(({ stdout }) => stdout.split('\n'))
    const files = [...new Set(lines.filter((line) => line.startsWith('/') || /^[A-Z]:/.test(line)))]
    const listed = new Set(files)
    const own = files.filter((line) => !line.includes('/node_modules/'))
    const outside = project.paths.filter(
      (path) =>
        /^(src|tests|bench|tools)\/.*\.tsx?$/.test(path) && !own.some((file) => file.endsWith(`/${path}`)),
    )
    const report = lines
      .filter((line) => line !== '' && !listed.has(line))
      .concat(outside.map((path) => `  ${path} was not looked at`))
    return {
      passed: runs.every(({ code }) => code === 0) && outside.length === 0,
      looked: `${own.length} files of ours, ${files.length - own.length} declarations of others`,
      report: [...new Set(report), ...runs.map(({ stderr }) => stderr)].join('\n').trim(),
    }
  },
}
