import { fileURLToPath } from 'node:url'
import { configDefaults, defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** Files of minutes begin first: one that begins last keeps all others' core idle at the end. */
const LONG: readonly string[] = [
  'tests/sim/trials.test.ts',
  'tests/kill/kill.test.ts',
  'tests/web/everywhere.test.ts',
  'tests/web/journeys.test.ts',
]

/**
 * Neither rooms nor these trials keep state of their own beyond a test (a rule of the house for rooms), so that one
 * process loads each module once for all of them: a tenth of the time of a small file is loading.
 */
const TOGETHER: readonly string[] = [
  'src/**/*.test.ts',
  'tools/**/*.test.ts',
  'tests/{api,attest,evidence,interop,lists,sign-in,vocabulary}/**/*.test.ts',
]

// Tests start some hundreds of nodes and commands: what one has compiled is there for the next, beside the packages as the
// command itself keeps it. Whoever is to be killed writes it before.
process.env['NODE_COMPILE_CACHE'] ??= fileURLToPath(new URL('node_modules/.cache/entente', import.meta.url))

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
    projects: [
      {
        extends: true,
        test: {
          name: 'together',
          include: [...TOGETHER],
          isolate: false,
        },
      },
      // Tests of nodes end processes, change folders and count memory.
      {
        extends: true,
        test: {
          name: 'apart',
          include: ['tests/**/*.test.ts'],
          exclude: [...TOGETHER, ...configDefaults.exclude],
        },
      },
    ],
    pool: 'forks',
    // Three test files at a time keep two cores busy while one waits for a clock, without overrunning them with the nodes
    // and browsers that tests start.
    maxWorkers: 3,
    // A limit ends what hangs and measures nothing: a busy machine takes several times as long as an idle one.
    testTimeout: 90_000,
    hookTimeout: 180_000,
    expect: { poll: { timeout: 30_000 } },
    teardownTimeout: 20_000,
    sequence: { sequencer: LongestFirst },
    // A test that needs a second try hides a fault.
    retry: 0,
  },
})
