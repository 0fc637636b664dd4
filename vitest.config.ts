import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** Files of minutes begin first: one that begins last keeps all others' core idle at the end. */
const LONG: readonly string[] = [
  'tests/sim/trials.test.ts',
  'tests/kill/kill.test.ts',
  'tests/web/everywhere.test.ts',
  'tests/web/journeys.test.ts',
]

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files)
    const isLong = ({ moduleId }: TestSpecification): boolean => LONG.some((path) => moduleId.endsWith(path))
    return [...sorted.filter(isLong), ...sorted.filter((file) => !isLong(file))]
  }
}

export default defineConfig({
  test: {
    globalSetup: ['tools/build/before-tests.ts'],
    include: ['src/**/*.test.ts', 'tests/**/*.test.ts', 'tools/**/*.test.ts'],
    // Own processes: tests of nodes end them, change folders and count memory.
    pool: 'forks',
    // Test files run two at a time, so that a machine with two cores is not overrun by nodes that tests start.
    maxWorkers: 2,
    // A test of one thing ends in seconds; tests with many nodes say their own bound.
    testTimeout: 30_000,
    hookTimeout: 60_000,
    teardownTimeout: 20_000,
    sequence: { sequencer: LongestFirst },
    // A test that needs a second try hides a fault.
    retry: 0,
  },
})
