import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { translator } from '../../words/index.ts'
import { cookiesOf, visitOf } from '../answer.ts'
import type { ApiContext } from '../context.ts'
import { languageOf, problemOf } from '../problem.ts'
import { button, markup, page, PAGE_POLICY } from './html.ts'

/** A password, a code and a ticket; nothing longer is typed here. */
const FORM_BYTES_MAX = 8_192
const FIELD_MAX = 1_024
const TYPE = 'text/html; charset=utf-8'

const field = z.string().max(FIELD_MAX)
const token = z.object({ token: field })

/**
 * The pages of the door that need no script: a one-time link is used by a button, never by looking at it, and the way
 * out works when the screens do not.
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
  pages.get<{ Params: { token: string } }>('/enter/:token', { config }, (request, reply) => {
    const words = translator(wanted(request))
    const { name, party } = context.node
    const body = markup`<p>${words('page.enter', { party })}</p>
${button(words('page.enter-button'), '/enter', { token: request.params.token })}`
    return send(reply, page(words, name, body))
  })
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
