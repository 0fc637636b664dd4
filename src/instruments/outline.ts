import { z } from 'zod'

/** What a value is, for people who fill it in. `text` is one without a name of its own. */
export type FieldForm =
  | 'code'
  | 'number'
  | 'flag'
  | 'group'
  | 'instant'
  | 'act'
  | 'party'
  | 'hash'
  | 'article'
  | 'exhibits'
  | 'sizes'
  | 'line'
  | 'prose'
  | 'language'
  | 'zone'
  | 'base64'
  | 'credential'
  | 'host'
  | 'text'

/** One field of a form or of an act's data. */
export interface FieldOutline {
  /** From the outermost field in, `[]` for each entry of a list: `marks.tlp`, `identifiers[].type`. */
  readonly path: string
  /** Whether it must be given when what it stands in is given. */
  readonly required: boolean
  readonly form: FieldForm
  /** A list of such values, with at least and at most so many; undefined for one value. */
  readonly list: { readonly least: number; readonly most: number | null } | undefined
  /** The closed list, for `code`; empty otherwise. */
  readonly codes: readonly string[]
  /** Least and most, for `number`. */
  readonly range: readonly [number, number] | undefined
}

const NAMED: readonly FieldForm[] = [
  'instant',
  'act',
  'party',
  'hash',
  'article',
  'exhibits',
  'sizes',
  'line',
  'prose',
  'language',
  'zone',
  'base64',
  'credential',
  'host',
]

/** The part of JSON Schema that schemas of this package come out as. */
interface Shape {
  readonly title?: string | undefined
  readonly type?: string | undefined
  readonly const?: unknown
  readonly enum?: readonly unknown[] | undefined
  readonly items?: Shape | undefined
  readonly properties?: Readonly<Record<string, Shape>> | undefined
  readonly required?: readonly string[] | undefined
  readonly minItems?: number | undefined
  readonly maxItems?: number | undefined
  readonly minimum?: number | undefined
  readonly maximum?: number | undefined
}

const shape: z.ZodType<Shape> = z.lazy(() =>
  z.object({
    title: z.string().optional(),
    type: z.string().optional(),
    const: z.unknown().optional(),
    enum: z.array(z.unknown()).optional(),
    items: shape.optional(),
    properties: z.record(z.string(), shape).optional(),
    required: z.array(z.string()).optional(),
    minItems: z.number().optional(),
    maxItems: z.number().optional(),
    minimum: z.number().optional(),
    maximum: z.number().optional(),
  }),
)

/** The fields that a schema of an object takes, outermost first, each followed by those within it. */
export function outlineOf(schema: z.ZodType): FieldOutline[] {
  return fieldsOf(shape.parse(z.toJSONSchema(schema, { unrepresentable: 'any', io: 'input' })), '')
}

function fieldsOf(object: Shape, prefix: string): FieldOutline[] {
  return Object.entries(object.properties ?? {}).flatMap(([name, field]) => {
    const required = object.required?.includes(name) === true
    const isList = field.type === 'array' && formOf(field) === 'text'
    const value = isList ? (field.items ?? {}) : field
    const path = `${prefix}${name}`
    const outline: FieldOutline = {
      path,
      required,
      form: formOf(value),
      list: isList ? { least: field.minItems ?? 0, most: field.maxItems ?? null } : undefined,
      codes: codesOf(value),
      range:
        value.type === 'integer' && formOf(value) === 'number'
          ? [value.minimum ?? 0, value.maximum ?? Number.MAX_SAFE_INTEGER]
          : undefined,
    }
    const within = outline.form === 'group' ? fieldsOf(value, `${path}${isList ? '[]' : ''}.`) : []
    return [outline, ...within]
  })
}

function formOf(value: Shape): FieldForm {
  const named = NAMED.find((form) => form === value.title)
  if (named !== undefined) return named
  if (codesOf(value).length > 0) return 'code'
  if (value.type === 'integer') return 'number'
  if (value.type === 'boolean') return 'flag'
  return value.type === 'object' ? 'group' : 'text'
}

function codesOf(value: Shape): string[] {
  return (value.const === undefined ? (value.enum ?? []) : [value.const]).map(String)
}
