import { begin } from './begin.mjs'

begin('src/cli/main.ts', ['demo', ...process.argv.slice(2)])
