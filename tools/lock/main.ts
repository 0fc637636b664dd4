import { readFileSync, writeFileSync } from 'node:fs'
import { completeLock, missingEntries } from './complete.ts'
import type { LockFile } from './complete.ts'

const path = new URL('../../package-lock.json', import.meta.url)
const lock: LockFile = JSON.parse(readFileSync(path, 'utf8'))
const missing = missingEntries(lock)
if (missing.length > 0) writeFileSync(path, `${JSON.stringify(completeLock(lock), null, 2)}\n`)
console.log(
  `package-lock.json: ${Object.keys(lock.packages).length} packages, ${missing.length} entries of other platforms added`,
)
