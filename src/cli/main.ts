import { enableCompileCache } from 'node:module'
import { fileURLToPath } from 'node:url'

// Whoever read along may stop reading, as `head` does: what was begun is still ended in order, and a node runs on.
for (const stream of [process.stdout, process.stderr])
  stream.on('error', (cause: NodeJS.ErrnoException) => {
    if (cause.code !== 'EPIPE') throw cause
  })

// Halves the start. Beside the packages and not in the temporary folder, where others could put code for us to run.
enableCompileCache(fileURLToPath(new URL('../../node_modules/.cache/entente', import.meta.url)))
const { run } = await import('./run.ts')
process.exitCode = await run(process.argv.slice(2))
