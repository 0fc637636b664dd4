import { existsSync, readFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import serveFiles from '@fastify/static'
import type { FastifyInstance } from 'fastify'
import { type Translator, translator } from '../../words/index.ts'
import { ApiError } from '../errors.ts'
import { languageOf } from '../problem.ts'
import { markup, page, PAGE_POLICY } from './html.ts'

const TYPE = 'text/html; charset=utf-8'
const NONCE_BYTES = 18
const YEAR_S = 31_536_000
/** Where the built page has the nonce of its answer. */
const NONCE_MARK = '%NONCE%'
/** And where what is read when the screens do not begin: a browser says nothing when one of their files does not come. */
const LATE_MARK = '%LATE%'
/** What is asked for there is never a screen. */
const NO_SCREEN = /^\/+(?:api|assets|health|metrics|docs)(?:\/|$)|\.[a-z0-9]+$/i

/**
 * What the screens may do in a browser: load their own files, call their own node, and nothing else. Text becomes
 * script by one policy alone, which knows the addresses of our own workers. The nonce is for the one style element that
 * the component library makes.
 */
export function screenPolicy(nonce: string): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "worker-src 'self'",
    "manifest-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    'trusted-types entente',
  ].join('; ')
}

/** A worker is judged by the policy of its own file: it may load what is ours and make workers, and cannot even ask the node. */
const WORKER_POLICY =
  "default-src 'none'; script-src 'self'; worker-src 'self'; require-trusted-types-for 'script'; trusted-types entente"

/** Serves the built screens: one page at every address that is none of the interface's, and its files for good. */
export async function addScreens(
  app: FastifyInstance,
  folder: string,
  draw: (bytes: number) => Uint8Array,
): Promise<void> {
  const built = join(folder, 'index.html')
  const config = { page: true } as const
  if (existsSync(join(folder, 'assets')))
    await app.register(serveFiles, {
      root: join(folder, 'assets'),
      prefix: '/assets/',
      // Their names are hashes of what is in them.
      maxAge: YEAR_S * 1_000,
      immutable: true,
      preCompressed: true,
      index: false,
      setHeaders: (reply) => void reply.header('content-security-policy', WORKER_POLICY),
      decorateReply: false,
      wildcard: true,
    })
  app.get('/icon.svg', { config }, (_request, reply) =>
    reply.type('image/svg+xml').header('cache-control', 'max-age=86400').send(iconIn(folder)),
  )
  app.get('/*', { config }, async (request, reply) => {
    const path = request.url.split('?', 1)[0] ?? '/'
    if (NO_SCREEN.test(path)) throw new ApiError('route-unknown', 'Nothing answers at that path and method.')
    void reply.header('cache-control', 'no-store').header('referrer-policy', 'same-origin').type(TYPE)
    // Read anew for each: after an upgrade the page names other files.
    const text = await readFile(built, 'utf8').catch(() => undefined)
    const words = translator(languageOf(request.headers['accept-language']))
    if (text === undefined) {
      const unbuilt = page(
        words,
        { node: 'Entente', title: words('page.unbuilt-title') },
        markup`<p>${words('page.unbuilt')}</p>`,
      )
      return reply.status(503).header('content-security-policy', PAGE_POLICY).send(unbuilt)
    }
    const nonce = Buffer.from(draw(NONCE_BYTES)).toString('base64')
    return reply
      .header('content-security-policy', screenPolicy(nonce))
      .header('cross-origin-opener-policy', 'same-origin')
      .send(text.replaceAll(NONCE_MARK, nonce).replace(LATE_MARK, () => late(words)))
  })
}

/** The styles show it after some seconds, or do not come either. */
function late(words: Translator): string {
  return markup`<p class="late" lang="${words.language}">${words('page.late')} <a href="">${words('page.reload')}</a></p>`
    .text
}

function iconIn(folder: string): Buffer | string {
  const path = join(folder, 'icon.svg')
  return existsSync(path) ? readFileSync(path) : ''
}
