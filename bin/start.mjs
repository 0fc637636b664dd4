import { begin } from './begin.mjs'

// The screens are built when they are not, or their sources changed.
begin('src/cli/main.ts', ['demo', ...process.argv.slice(2)], 'tools/build/screens-main.ts')
