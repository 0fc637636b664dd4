import swagger from '@fastify/swagger'
import Fastify, { type FastifyInstance, type FastifySchema } from 'fastify'
import { createJsonSchemaTransform } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { CSRF_HEADER } from './guard.ts'
import { KEY_HEADER } from './idempotent.ts'
import { PROBLEM_TYPE } from './problem.ts'
import { isOctets } from './bodies.ts'
import { type AnyRoute, ROUTES } from './table.ts'

const toJson = createJsonSchemaTransform({})

/** RFC 9457 as this interface writes it. */
const problemSchema = {
  type: 'object',
  required: ['type', 'title', 'status', 'detail', 'room', 'code'],
  properties: {
    type: { type: 'string', description: 'The place in docs/errors.md.' },
    title: { type: 'string', description: 'In the language of Accept-Language.' },
    status: { type: 'integer' },
    detail: {
      type: 'string',
      description: 'Names the field and the rule, in the language of Accept-Language.',
    },
    room: { type: 'string' },
    code: { type: 'string', description: 'Never changes; programs look at this.' },
    field: { type: 'string' },
    rule: { type: 'string', description: 'Code of the rule that the field breaks, where there is one.' },
    params: {
      type: 'object',
      description: 'What the rule names, such as `most` or `permission`.',
      additionalProperties: { type: ['string', 'number'] },
    },
    technical: { type: 'string', description: 'The same in English, where `detail` is in another language.' },
  },
}

/** Makes an instance that gathers the document as routes are added to it. */
export async function describe(app: FastifyInstance): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Entente, the officers’ door',
        version: '1',
        description:
          'Every route says in `x-needs` which permission it takes. Changes made by a session carry the header `' +
          `${CSRF_HEADER}\`; those made by an API key need not. Lists are pages: hand \`next\` back as \`after\`.`,
        license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
      },
      servers: [{ url: '/' }],
      components: {
        securitySchemes: {
          session: { type: 'apiKey', in: 'cookie', name: 'entente-PARTY' },
          key: { type: 'http', scheme: 'bearer' },
        },
      },
    },
    transform: (given) => {
      const { route } = given.route.config ?? {}
      if (route === undefined) return { schema: { ...given.schema, hide: true }, url: given.url }
      const { schema, url } = toJson(given)
      return { schema: { ...schema, ...described(route, schema) }, url }
    },
  })
}

/** A field that is not one here is a mistake that its sender should hear of. */
const NO_QUERY: z.ZodType = z.strictObject({})

/** What Fastify reads requests and writes answers with, for one route. */
export function schemaOf(route: AnyRoute): FastifySchema {
  const { params, query = route.anyQuery === true ? undefined : NO_QUERY, body, reply } = route
  return {
    ...(params === undefined ? {} : { params }),
    ...(query === undefined ? {} : { querystring: query }),
    ...(body === undefined || isOctets(body) ? {} : { body }),
    ...(reply === undefined ? {} : { response: { [route.status ?? 200]: reply } }),
  }
}

/** The same document as a running node serves, without a node. */
export async function openApiDocument(): Promise<Record<string, unknown>> {
  const app = Fastify({ exposeHeadRoutes: false })
  app.setValidatorCompiler(() => () => true)
  app.setSerializerCompiler(() => JSON.stringify)
  await describe(app)
  for (const route of ROUTES)
    app.route({
      method: route.method,
      url: addressOf(route),
      schema: schemaOf(route),
      config: { route },
      handler: () => undefined,
    })
  await app.ready()
  const document = documentOf(app)
  await app.close()
  return document
}

/** The document as plain data. */
export function documentOf(app: FastifyInstance): Record<string, unknown> {
  const document: Record<string, unknown> = JSON.parse(JSON.stringify(app.swagger()))
  return document
}

/** A path of the table as the router writes it. */
export function addressOf({ path }: Pick<AnyRoute, 'path'>): string {
  return path.replaceAll(/\{([a-z]+)\}/g, ':$1')
}

function described(route: AnyRoute, schema: FastifySchema): Record<string, unknown> {
  const { id, body, idempotent, reply, status, streams, summary } = route
  const all: Record<string, unknown> = { ...(schema.response as object | undefined) }
  if (streams !== undefined)
    all[status ?? 200] = {
      description: 'The content itself.',
      content: { [streams]: { schema: { type: 'string' } } },
    }
  else if (reply === undefined) all[204] = { type: 'null', description: 'Done.' }
  all['default'] = {
    description: 'A refusal.',
    content: { [PROBLEM_TYPE]: { schema: problemSchema } },
  }
  return {
    operationId: id,
    summary,
    tags: [id.split('.')[0] ?? id],
    'x-needs': neededFor(route),
    security: securityOf(route),
    response: all,
    ...(idempotent === true
      ? {
          headers: {
            type: 'object',
            required: [KEY_HEADER],
            properties: { [KEY_HEADER]: { type: 'string', minLength: 1, maxLength: 128 } },
          },
        }
      : {}),
    ...(isOctets(body)
      ? {
          consumes: ['application/octet-stream'],
          body: { type: 'string', contentMediaType: 'application/octet-stream' },
          headers: {
            type: 'object',
            properties: { 'content-range': { type: 'string', description: 'bytes FIRST-LAST/SIZE' } },
          },
        }
      : {}),
  }
}

function neededFor({ also, needs }: AnyRoute): string {
  if (also === undefined) return needs
  return needs === 'signed-in' ? 'by what is sent' : `${needs}, and more by what is sent`
}

function securityOf({ needs, person }: AnyRoute): Readonly<Record<string, readonly string[]>>[] {
  if (needs === 'nobody') return []
  return needs === 'session' || person === true ? [{ session: [] }] : [{ session: [] }, { key: [] }]
}
