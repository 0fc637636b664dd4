import { defineConfig } from 'vitest/config'

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
    // A test that needs a second try hides a fault.
    retry: 0,
  },
})
