import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { type Language, LANGUAGES, translator, type Translator } from '../../words/index.ts'
import { cookiesOf, visitOf } from '../answer.ts'
import type { ApiContext } from '../context.ts'
import { languageOf, type Problem, problemOf } from '../problem.ts'
import { button, type Html, markup, page, PAGE_POLICY } from './html.ts'

/** A password, a code and a ticket; nothing longer is typed here. */
const FORM_BYTES_MAX = 8_192
const FIELD_MAX = 1_024
const TYPE = 'text/html; charset=utf-8'

const field = z.string().max(FIELD_MAX)
const token = z.object({ token: field })
/** Chosen by whoever reads the page; a form carries it on to what it answers with. */
const chosen = z.object({ language: z.enum(LANGUAGES) })

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
    pages.setErrorHandler((cause, request, reply) => refused(pages, context, known(cause), request, reply))
    addGets(pages, context)
    addPosts(pages, context)
    done()
  })
}

function addGets(pages: FastifyInstance, context: ApiContext): void {
  const config = { page: true } as const
  pages.get('/enter/:token', { config }, async (request, reply) => {
    const given = token.parse(request.params).token
    await context.signIn.invitations.look(given)
    const language = wanted(request)
    const words = translator(language)
    const { name } = context.node
    const body = markup`<p>${words('page.enter', { party: name })}</p>
${button(words('page.enter-button'), '/enter', { token: given, language })}`
    const title = words('page.enter-title')
    return send(reply, page(words, { node: name, title, again: againAt(request) }, body))
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
  pages: FastifyInstance,
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
  const { title } = problem
  const body = bodyOf(problem, words, pages.door().origin)
  const headed = { node: context.node.name, title, again: againAt(request) }
  return send(reply.status(problem.status), page(words, headed, body))
}

/** What happened, and what to do about it: whoever stands before this page can ask nobody but their operator. */
function bodyOf({ code, detail }: Problem, words: Translator, origin: string): Html {
  switch (code) {
    case 'invitation-refused':
      return markup`<p>${words('page.link-over')}</p>
<p>${words('page.link-over-known')} <a href="/">${words('page.to-sign-in')}</a></p>
<h2>${words('page.link-new')}</h2>
<p>${words('page.link-new-ask')}</p>
<p><code>${words('page.link-new-command')}</code></p>
<p>${words('page.link-over-alarm')}</p>`
    case 'origin-refused':
    case 'host-refused':
      return markup`<p>${words('page.link-place', { origin })}</p>
<p><a href="${origin}/">${words('page.to-sign-in')}</a></p>`
    default:
      return markup`<p>${detail}</p>
<p><a href="/">${words('page.to-sign-in')}</a></p>`
  }
}

/** As it was chosen on the page, or else as the browser asks. */
function wanted({ body, headers, query }: FastifyRequest): Language {
  const said = [query, body].map((each) => chosen.safeParse(each).data?.language)
  return said.find((each) => each !== undefined) ?? languageOf(headers['accept-language'])
}

/** Where what is shown is to be had again: what the form of a link is answered with stands at the link too. */
function againAt({ body, params }: FastifyRequest): string | undefined {
  const link = token.safeParse(params).data ?? token.safeParse(body).data
  return link && `/enter/${encodeURIComponent(link.token)}`
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
