import type { Gate } from './gate.ts'
import { runTool } from './run-tool.ts'

/** The parts of oxlint's JSON report that are used. */
interface LintReport {
  readonly diagnostics: readonly {
    readonly message: string
    readonly code?: string
    readonly filename: string
    readonly labels: readonly { readonly span: { readonly line: number; readonly column: number } }[]
  }[]
  readonly number_of_files: number
  readonly number_of_rules: number
}

/** oxlint with types finds nothing; its rules are in .oxlintrc.json. */
export const lint: Gate = {
  name: 'lint',
  async run({ root }) {
    const args = [
      '--type-aware',
      '--deny-warnings',
      '--report-unused-disable-directives',
      '--format',
      'json',
      '.',
    ]
    const run = await runTool(root, 'oxlint', args)
    const begin = run.stdout.indexOf('{')
    if (begin < 0) return { passed: false, looked: '0 files', report: run.stdout + run.stderr }
    const found: LintReport = JSON.parse(run.stdout.slice(begin))
    const report = found.diagnostics.map(({ message, code, filename, labels }) => {
      const span = labels[0]?.span
      return `  ${filename}:${span?.line ?? 0}:${span?.column ?? 0}  ${message} ${code ?? ''}`
    })
    return {
      passed: run.code === 0 && found.number_of_files > 0,
      looked: `${found.number_of_files} files, ${found.number_of_rules} rules, ${found.diagnostics.length} findings`,
      report: [...report, run.stderr].join('\n').trimEnd(),
    }
  },
}
