import { createReadStream, createWriteStream, existsSync } from 'node:fs'
import { mkdir, readFile, rename, rm } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { fileURLToPath } from 'node:url'
import { createBrotliDecompress } from 'node:zlib'
import { chromium } from 'playwright-core'
import type { Browser } from 'playwright-core'

/** A browser starts in under a second; a machine with other work may need many. */
const LAUNCH_TIMEOUT_MS = 60_000
/** Without a sandbox it runs as root and in containers; it opens pages of our own only. */
const FLAGS = ['--no-sandbox', '--no-zygote', '--disable-gpu', '--disable-dev-shm-usage']
const NAMES = [
  'chromium',
  'chromium-browser',
  'google-chrome-stable',
  'google-chrome',
  'microsoft-edge',
  'chrome',
]
const CACHE = new URL('../../node_modules/.cache/browser/', import.meta.url)
/** Its index is `build/index.js`; the browser lies beside that folder. */
const PACKED = new URL('../bin/chromium.br', import.meta.resolve('@sparticuz/chromium'))

/**
 * A headless browser: the one from the package `@sparticuz/chromium`, else one that the machine has. When none runs it
 * throws a plain sentence, so that a test that needs one fails and is never passed over in silence.
 */
export async function launchBrowser(): Promise<Browser> {
  const refusals: string[] = []
  for (const find of [unpacked, ...installed()]) {
    const path = await find().catch((error: unknown) => {
      refusals.push(String(error))
      return undefined
    })
    if (path === undefined) continue
    try {
      return await chromium.launch({ executablePath: path, args: FLAGS, timeout: LAUNCH_TIMEOUT_MS })
    } catch (error) {
      refusals.push(`${path}: ${String(error).split('\n')[0]}`)
    }
  }
  throw new Error(
    `No browser could be started, so nothing was tested in one. Install a Chromium or run "npm install". Tried: ${refusals.join('; ')}`,
  )
}

/** Unpacked once for each version; beside its place first, so that two tests at once never run half of one. */
async function unpacked(): Promise<string> {
  const manifest: { version: string } = JSON.parse(await readFile(new URL('../package.json', PACKED), 'utf8'))
  const path = fileURLToPath(new URL(`chromium-${manifest.version}`, CACHE))
  if (existsSync(path)) return path
  const part = `${path}.${process.pid}.part`
  await mkdir(CACHE, { recursive: true })
  try {
    await pipeline(
      createReadStream(PACKED),
      createBrotliDecompress(),
      createWriteStream(part, { mode: 0o700 }),
    )
    await rename(part, path)
  } finally {
    await rm(part, { force: true })
  }
  return path
}

function installed(): (() => Promise<string>)[] {
  return (process.env['PATH'] ?? '')
    .split(delimiter)
    .flatMap((folder) => NAMES.map((name) => join(folder, name)))
    .filter((path) => existsSync(path))
    .map((path) => () => Promise.resolve(path))
}
