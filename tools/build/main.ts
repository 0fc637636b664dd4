import { existsSync, readFileSync, rmSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { runTool } from '../gates/run-tool.ts'
import { buildScreens } from './screens.ts'

/** Emits dist/ anew and checks that what package.json offers is there. */
const root = fileURLToPath(new URL('../../', import.meta.url))
rmSync(`${root}dist`, { recursive: true, force: true })
const run = await runTool(root, 'tsc', ['--project', 'tsconfig.build.json'], { show: true })

await buildScreens()

interface Manifest {
  readonly exports: Readonly<Record<string, Readonly<Record<string, string>>>>
}
const manifest: Manifest = JSON.parse(readFileSync(`${root}package.json`, 'utf8'))
const offered = [
  ...Object.values(manifest.exports).flatMap((one) => Object.values(one)),
  './dist/cli/main.js',
  './dist/web/index.html',
]
const missing = offered.filter((path) => !existsSync(root + path))
for (const path of missing) console.error(`${path} is offered by package.json and was not built`)
console.log(`build: ${offered.length} files offered, ${missing.length} missing`)
process.exitCode = run.code === 0 && missing.length === 0 ? 0 : 1
