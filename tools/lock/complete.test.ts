import { describe, expect, it } from 'vitest'
import { completeLock, missingEntries, platformOf } from './complete.ts'

const lock = {
  lockfileVersion: 3,
  packages: {
    '': {},
    'node_modules/a': {
      version: '1.0.0',
      dev: true,
      optionalDependencies: { '@a/binding-linux-x64-musl': '1.0.0', '@a/binding-win32-x64-msvc': '1.0.0' },
    },
    'node_modules/@a/binding-win32-x64-msvc': { version: '1.0.0', optional: true },
  },
}

describe('completing the lock file', () => {
  it('adds what is missing, with the platform from its name, and nothing else', () => {
    expect(missingEntries(lock).map((one) => one.name)).toEqual(['@a/binding-linux-x64-musl'])
    const complete = completeLock(lock)
    expect(complete.packages['node_modules/@a/binding-linux-x64-musl']).toEqual({
      version: '1.0.0',
      os: ['linux'],
      cpu: ['x64'],
      libc: ['musl'],
      dev: true,
      optional: true,
    })
    expect(missingEntries(complete)).toEqual([])
    expect(completeLock(complete)).toEqual(complete)
  })

  it('reads a platform from a name, and refuses a name that tells none', () => {
    expect(platformOf('@a/b-linux-arm-gnueabihf')).toEqual({ os: ['linux'], cpu: ['arm'], libc: ['glibc'] })
    expect(platformOf('@a/darwin-arm64')).toEqual({ os: ['darwin'], cpu: ['arm64'] })
    expect(() => platformOf('@a/wasm')).toThrow('names no platform')
  })
})
