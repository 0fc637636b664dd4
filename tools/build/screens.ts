import { createHash } from 'node:crypto'
import { existsSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import { build } from 'vite'

const root = fileURLToPath(new URL('../../', import.meta.url))
const out = join(root, 'dist', 'web')
/** Of what the built files were made. */
const stamp = join(out, '.made-of')
const SOURCES = [
  'src/web',
  'src/record',
  'src/acts',
  'src/channel',
  'src/instruments',
  'src/words',
  'src/report',
]
const FILES = ['package-lock.json', 'tools/build/screens.ts']
/** A page that is open since the day before yesterday is loaded anew. */
const KEPT_MS = 2 * 24 * 3_600_000
const COMPRESSED = /\.(?:js|css|svg|json|html)$/

export interface BuiltScreens {
  readonly files: number
  /** False: what is there was made of the same sources. */
  readonly isNew: boolean
}

/** Builds the screens into `dist/web`, unless what is there was made of the same sources. Throws what the bundler says. */
export async function buildScreens(): Promise<BuiltScreens> {
  const madeOf = sourcesHash()
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === madeOf) return { files: 0, isNew: false }
  await buildForProduction()
  const files = filesIn(join(out, 'assets'))
  forgetOld(files)
  for (const file of files.filter((each) => COMPRESSED.test(each) && !existsSync(`${each}.br`)))
    compress(file)
  writeFileSync(stamp, madeOf)
  return { files: files.length, isNew: true }
}

/** A test runner says `test` in the environment, which the bundler would believe: what is tested is what ships. */
async function buildForProduction(): Promise<void> {
  const { NODE_ENV } = process.env
  process.env['NODE_ENV'] = 'production'
  try {
    await build({ configFile: join(root, 'src/web/vite.config.ts'), logLevel: 'warn', mode: 'production' })
  } finally {
    if (NODE_ENV === undefined) delete process.env['NODE_ENV']
    else process.env['NODE_ENV'] = NODE_ENV
  }
}

/** Files of earlier builds that no page open now can still ask for. */
function forgetOld(files: readonly string[]): void {
  const oldest = Date.now() - KEPT_MS
  for (const file of files) if (statSync(file).mtimeMs < oldest) rmSync(file)
}

/** Compressed once, here, and not for each browser. */
function compress(file: string): void {
  const bytes = readFileSync(file)
  const quality = { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY }
  writeFileSync(`${file}.br`, brotliCompressSync(bytes, { params: quality }))
  writeFileSync(`${file}.gz`, gzipSync(bytes, { level: constants.Z_BEST_COMPRESSION }))
}

function sourcesHash(): string {
  const hash = createHash('sha256')
  const sources = SOURCES.map((each) => join(root, each)).filter((each) => existsSync(each))
  for (const file of [...sources.flatMap(filesIn), ...FILES.map((each) => join(root, each))].toSorted())
    if (!/\.(?:test|testkit)\.tsx?$/.test(file))
      hash.update(`${file.slice(root.length)}\0`).update(readFileSync(file))
  return hash.digest('hex')
}

function filesIn(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name)
    return statSync(path).isDirectory() ? filesIn(path) : [path]
  })
}
