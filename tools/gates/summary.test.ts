import { describe, expect, it } from 'vitest'
import { countLine, summaryTable } from './summary.ts'
import { countTests } from './tests.ts'

const lint = { name: 'lint', result: { passed: true, looked: '84 files', report: '' }, seconds: 1.25 }
const tests = {
  name: 'tests',
  result: {
    passed: false,
    looked: '2 files, 3 tests',
    report: '',
    tests: { passed: 1, failed: 2, skipped: 0 },
  },
  seconds: 10,
}

describe('the end of npm test', () => {
  it('is a table of the gates, then the counts alone on a line', () => {
    expect(summaryTable([lint, tests])).toBe(
      [
        'lint   good      1.3 s   84 files',
        'tests  NOT GOOD  10.0 s  2 files, 3 tests',
        'all    1 of 2    11.3 s',
      ].join('\n'),
    )
    expect(countLine([lint, tests])).toBe('1 passed, 2 failed, 0 skipped')
    expect(countLine([lint])).toBe('0 passed, 0 failed, 0 skipped')
  })

  it('counts a test file that did not load as one failed test', () => {
    const report = {
      numTotalTests: 4,
      numPassedTests: 2,
      numFailedTests: 1,
      testResults: [
        { status: 'failed', assertionResults: [] },
        { status: 'failed', assertionResults: [{ status: 'failed' }, { status: 'passed' }] },
        { status: 'passed', assertionResults: [{ status: 'passed' }, { status: 'pending' }] },
      ],
    }
    expect(countTests(report)).toEqual({ passed: 2, failed: 2, skipped: 1 })
  })
})
