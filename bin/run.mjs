import { begin } from './begin.mjs'

const [file, ...args] = process.argv.slice(2)
if (file === undefined) {
  console.error('Usage: node bin/run.mjs FILE.ts [ARGUMENTS]')
  process.exit(2)
}
begin(file, args)
