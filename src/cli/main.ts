import { enableCompileCache } from 'node:module'
import { fileURLToPath } from 'node:url'

// Halves the start. Beside the packages and not in the temporary folder, where others could put code for us to run.
enableCompileCache(fileURLToPath(new URL('../../node_modules/.cache/entente', import.meta.url)))
const { run } = await import('./run.ts')
process.exitCode = await run(process.argv.slice(2))
