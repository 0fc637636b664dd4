import { begin } from './begin.mjs'

begin('tools/gates/main.ts', process.argv.slice(2))
