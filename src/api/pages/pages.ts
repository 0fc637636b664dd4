import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { translator } from '../../words/index.ts'
import { cookiesOf, visitOf } from '../answer.ts'
import type { ApiContext } from '../context.ts'
import { ApiError } from '../errors.ts'
import { languageOf, problemOf } from '../problem.ts'
import { button, markup, page, PAGE_POLICY } from './html.ts'
import { homePage } from './home-page.ts'
import { codesPage, enrolPage, signInPage } from './sign-in-pages.ts'

/** A password, a code and a ticket; nothing longer is typed here. */
const FORM_BYTES_MAX = 8_192
const FIELD_MAX = 1_024
const TYPE = 'text/html; charset=utf-8'

/** Whoever mistyped goes on with the secret that the application has by now. */
const MENDED_AT_ONCE: readonly string[] = ['password-weak', 'totp-wrong']

const field = z.string().max(FIELD_MAX)
const token = z.object({ token: field })
const password = z.object({ name: field, password: field, code: field })
const enrolment = z.object({
  ticket: field,
  base32: field,
  uri: field.startsWith('otpauth://'),
  password: field,
  code: field,
})

/**
 * The pages of the door: enough to sign in, to enrol and to see what waits. They need no script, and work on paper.
 * `known` puts what the server itself refuses into our words.
 */
export async function addPages(
  app: FastifyInstance,
  context: ApiContext,
  known: (cause: unknown) => unknown,
): Promise<void> {
  await app.register((pages, _options, done) => {
    pages.addContentTypeParser(
      'application/x-www-form-urlencoded',
      { parseAs: 'string', bodyLimit: FORM_BYTES_MAX },
      (_request, body, parsed) => parsed(null, Object.fromEntries(new URLSearchParams(String(body)))),
    )
    pages.setErrorHandler((cause, request, reply) => refused(context, known(cause), request, reply))
    addGets(pages, context)
    addPosts(pages, context)
    done()
  })
}

function addGets(pages: FastifyInstance, context: ApiContext): void {
  const config = { page: true } as const
  // Notices lead to the matter that they are about; until it has a page, to the list that it stands in.
  for (const path of ['/', '/channels/:channel', '/channels/:channel/matters/:matter'])
    pages.get(path, { config }, (request, reply) => home(context, request, reply))
  pages.get<{ Params: { token: string } }>('/enter/:token', { config }, (request, reply) => {
    const words = translator(wanted(request))
    const { name, party } = context.node
    const body = markup`<p>${words('page.enter', { party })}</p>
${button(words('page.enter-button'), '/enter', { token: request.params.token })}`
    return send(reply, page(words, name, body))
  })
}

async function home(
  context: ApiContext,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const words = translator(wanted(request))
  const { principal } = request
  if (principal?.how !== 'session') return send(reply, signInPage(words, context.node.name))
  if (principal.strength === 'invitation') {
    const started = await context.signIn.passwords.begin(principal)
    return send(reply, enrolPage(words, context.node.name, started))
  }
  return send(reply, await homePage(context, principal, words))
}

function addPosts(pages: FastifyInstance, context: ApiContext): void {
  const config = { page: true } as const
  pages.post('/enter', { config }, async (request, reply) => {
    const opened = await context.signIn.invitations.redeem(
      token.parse(request.body).token,
      visitOf(pages, request),
    )
    cookiesOf(pages, request, reply).keep(opened.token)
    return seeOther(reply)
  })
  pages.post('/sign-in', { config }, async (request, reply) => {
    const opened = await context.signIn.passwords.signIn(
      password.parse(request.body),
      visitOf(pages, request),
    )
    cookiesOf(pages, request, reply).keep(opened.token)
    return seeOther(reply)
  })
  pages.post('/enrol', { config }, async (request, reply) => {
    const { principal } = request
    if (principal === undefined) throw new ApiError('not-signed-in', 'Nobody is signed in, or no longer.')
    const { base32, uri, ...given } = enrolment.parse(request.body)
    const words = translator(wanted(request))
    const { name } = context.node
    try {
      const opened = await context.signIn.passwords.enrol(principal, given, visitOf(pages, request))
      cookiesOf(pages, request, reply).keep(opened.token)
      return await send(reply, codesPage(words, name, opened.recoveryCodes))
    } catch (cause) {
      const problem = problemOf(context.refusalOf(cause), words.language)
      if (!MENDED_AT_ONCE.includes(problem.code)) throw cause
      const started = { base32, uri, ticket: given.ticket }
      return send(reply.status(problem.status), enrolPage(words, name, started, problem.detail))
    }
  })
  pages.post('/leave', { config }, async (request, reply) => {
    const { principal } = request
    if (principal?.how === 'session')
      await context.signIn.sessions.end(principal.user, principal.user, principal.credential)
    cookiesOf(pages, request, reply).drop()
    return seeOther(reply)
  })
}

/** A refusal as a page: the same sentence and status as the API gives, and the way back. */
function refused(
  context: ApiContext,
  cause: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply {
  const language = wanted(request)
  const words = translator(language)
  const refusal = context.refusalOf(cause)
  const problem = problemOf(refusal, language)
  if (problem.status === 500)
    context.log('api-fault', {
      route: 'page',
      message: `${refusal.room}/${refusal.code}: ${refusal.message}`,
    })
  const body = markup`<p>${problem.detail}</p>
<p><a href="/">${words('page.back')}</a></p>`
  return send(reply.status(problem.status), page(words, problem.title, body))
}

function wanted(request: FastifyRequest): ReturnType<typeof languageOf> {
  return languageOf(request.headers['accept-language'])
}

function send(reply: FastifyReply, text: string): FastifyReply {
  return (
    reply
      .header('content-security-policy', PAGE_POLICY)
      .header('cache-control', 'no-store')
      // Browsers say the origin of a form only where the page may tell it to the same site.
      .header('referrer-policy', 'same-origin')
      .type(TYPE)
      .send(text)
  )
}

function seeOther(reply: FastifyReply): FastifyReply {
  return reply.header('cache-control', 'no-store').redirect('/', 303)
}
