import type { FastifySchemaCompiler, FastifySerializerCompiler } from 'fastify'
import { serializerCompiler } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { faultOf } from '../instruments/index.ts'
import { ApiError } from './errors.ts'

/** What each part of a request is called in a refusal. */
const PARTS: Readonly<Record<string, string>> = { params: 'path', querystring: 'query', body: 'body' }

/** Reads one part of a request; what is wrong is told as field and rule, like everywhere else. */
export const compileRequest: FastifySchemaCompiler<unknown> = ({ schema, httpPart }) => {
  const part = PARTS[httpPart ?? ''] ?? 'request'
  return (data: unknown) => {
    if (!(schema instanceof z.ZodType)) return { value: data }
    const read = schema.safeParse(data)
    if (read.success) return { value: read.data }
    const { field, rule, sentence } = faultOf(read.error, part, data)
    return { error: new ApiError('request-invalid', `${sentence}.`, { field, rule, cause: read.error }) }
  }
}

/** Writes an answer: only what its schema names leaves the node. */
export const compileReply: FastifySerializerCompiler<unknown> = (given) => {
  const { schema } = given
  return schema instanceof z.ZodType ? serializerCompiler({ ...given, schema }) : JSON.stringify
}
