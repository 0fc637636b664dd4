import { begin } from './begin.mjs'

begin('tools/build/start.ts', ['demo', ...process.argv.slice(2)])
