import { begin } from './begin.mjs'

// Some measures open the screens in a browser: these are built when they are not, or their sources changed.
begin('bench/run.ts', process.argv.slice(2), 'tools/build/screens-main.ts')
