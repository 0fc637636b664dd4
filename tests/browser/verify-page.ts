import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'vite'

const CONFIG = fileURLToPath(new URL('../../src/web/vite.config.ts', import.meta.url))
const PAGE = fileURLToPath(new URL('../../src/web/verify/page.testkit.ts', import.meta.url))
/** No narrower policy can be lived with by any page that verifies; the application's own is no wider in this. */
const POLICY =
  "default-src 'none'; script-src 'self'; worker-src 'self'; connect-src 'self'; require-trusted-types-for 'script'; trusted-types entente"
const HTML =
  '<!doctype html><title>trial</title><input type="file"><script type="module" src="/page.js"></script>'

export interface ServedPage {
  readonly origin: string
  /** Paths that were asked for. */
  readonly asked: readonly string[]
  close(): Promise<void>
}

/** A page that can verify, built as the application is, and served with the files of one folder under `/files/`. */
export async function serveVerifyPage(folder: string): Promise<ServedPage> {
  const built = join(folder, 'built')
  await build({
    configFile: CONFIG,
    logLevel: 'error',
    build: {
      outDir: built,
      rolldownOptions: { input: PAGE, output: { entryFileNames: 'page.js' } },
    },
  })
  const asked: string[] = []
  const server = createServer((request, response) => {
    const path = request.url ?? ''
    asked.push(path)
    answer(built, folder, path).then(
      ([type, body]) => {
        response.writeHead(200, { 'content-type': type, 'content-security-policy': POLICY })
        response.end(body)
      },
      () => response.writeHead(404).end(),
    )
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  return {
    origin: `http://127.0.0.1:${port}`,
    asked,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

async function answer(
  built: string,
  folder: string,
  path: string,
): Promise<[type: string, body: string | Buffer]> {
  if (path === '/') return ['text/html', HTML]
  const isFile = path.startsWith('/files/')
  const body = await readFile(isFile ? join(folder, path.slice('/files/'.length)) : join(built, path))
  return [path.endsWith('.js') ? 'text/javascript' : 'application/octet-stream', body]
}
