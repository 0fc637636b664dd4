import { missingEntries } from '../../lock/complete.ts'
import type { LockFile } from '../../lock/complete.ts'
import type { Rule } from '../rule.ts'

/** package-lock.json names the binaries of every platform: without them `npm ci` refuses it on all of them. */
export const lockfile: Rule = {
  name: 'lockfile',
  check(project) {
    const lock: LockFile = JSON.parse(project.text('package-lock.json'))
    const missing = missingEntries(lock)
    const findings = missing.map(({ name, askedBy }) => ({
      path: 'package-lock.json',
      line: 0,
      message: `${name}, asked for by ${askedBy}, has no entry. Run "npm run lock".`,
    }))
    return { looked: `${Object.keys(lock.packages).length} packages`, findings }
  },
}
