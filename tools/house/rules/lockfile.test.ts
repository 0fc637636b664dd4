import { describe, expect, it } from 'vitest'
import { plantedProject } from '../project.ts'
import { lockfile } from './lockfile.ts'

describe('the lock file', () => {
  it('finds a binary of another platform that has no entry', () => {
    const lock = {
      packages: {
        'node_modules/a': { version: '1.0.0', optionalDependencies: { 'a-darwin-arm64': '1.0.0' } },
      },
    }
    const { findings } = lockfile.check(plantedProject({ 'package-lock.json': JSON.stringify(lock) }))
    expect(findings.map((one) => one.message)).toEqual([
      'a-darwin-arm64, asked for by node_modules/a, has no entry. Run "npm run lock".',
    ])
  })
})
