import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Gate, TestCounts } from './gate.ts'
import { runTool } from './run-tool.ts'

/** The parts of Vitest's JSON report that are used. */
export interface TestReport {
  readonly numTotalTests: number
  readonly numPassedTests: number
  readonly numFailedTests: number
  readonly testResults: readonly {
    readonly status: string
    readonly assertionResults: readonly { readonly status: string }[]
  }[]
}

/** Every test passes. */
export const tests: Gate = {
  name: 'tests',
  async run({ root }) {
    const folder = mkdtempSync(join(tmpdir(), 'entente-tests-'))
    const file = join(folder, 'report.json')
    try {
      const args = ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${file}`]
      const run = await runTool(root, 'vitest', args, { show: true })
      const report = readReport(file)
      if (report === undefined) return nothingRan(run.stderr)
      const counts = countTests(report)
      return {
        passed: run.code === 0 && counts.failed === 0 && counts.passed > 0,
        looked: `${report.testResults.length} files, ${report.numTotalTests} tests`,
        report: '',
        tests: counts,
      }
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  },
}

function readReport(file: string): TestReport | undefined {
  try {
    const report: TestReport = JSON.parse(readFileSync(file, 'utf8'))
    return report
  } catch {
    // The runner ended before it wrote one.
    return undefined
  }
}

function nothingRan(reason: string): { passed: false; looked: string; report: string; tests: TestCounts } {
  const report = `The test runner ended without a report. ${reason}`
  return { passed: false, looked: '0 files, 0 tests', report, tests: { passed: 0, failed: 1, skipped: 0 } }
}

/** A file that fails before any of its tests ran counts as one failed test: it would be counted nowhere else. */
export function countTests(report: TestReport): TestCounts {
  const brokenFiles = report.testResults.filter(
    (file) => file.status === 'failed' && file.assertionResults.every((one) => one.status !== 'failed'),
  )
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + brokenFiles.length,
    skipped: report.numTotalTests - report.numPassedTests - report.numFailedTests,
  }
}
