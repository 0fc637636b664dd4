import type { Reply } from '../api/client.ts'
import type { ActField, ActForm } from './act-forms.ts'

type Entry = Reply<'vocabulary.list'>['items'][number]
interface Shape {
  readonly title?: string
  readonly type?: string
  readonly enum?: readonly unknown[]
  readonly const?: unknown
  readonly items?: Shape
  readonly properties?: Readonly<Record<string, Shape>>
  readonly required?: readonly string[]
  readonly minimum?: number
  readonly maximum?: number
}

/** A form for any act of the vocabulary, from the schema of its data: none is out of reach. */
export function formFromSchema({ body, data }: Pick<Entry, 'body' | 'data'>): ActForm {
  const shape = data as Shape
  const fields = Object.entries(shape.properties ?? {}).flatMap(([name, field]) =>
    fieldsOf(`data.${name}`, field, shape.required?.includes(name) === true),
  )
  if (body.rule === 'none') return { data: {}, fields }
  return {
    data: {},
    fields: [...fields, { is: 'text', field: 'form.text', needed: body.rule === 'required' }],
  }
}

/** `exhibits`, `marks` and the like are known by what they are, whatever act they stand in. */
function fieldsOf(field: string, shape: Shape, needed: boolean): readonly ActField[] {
  switch (shape.title) {
    case 'instant':
      return [{ is: 'instant', field, needed }]
    case 'exhibits':
      return [{ is: 'files' }]
    case 'party':
      return [{ is: 'party', field, needed }]
    case 'act':
      return [{ is: 'line', field, needed }]
    default:
      return plainFields(field, shape, needed)
  }
}

function plainFields(field: string, shape: Shape, needed: boolean): readonly ActField[] {
  if (field === 'data.marks') return [{ is: 'marks', field }]
  const codes = codesOf(shape)
  if (codes.length > 0 && shape.type !== 'integer')
    return [{ is: 'code', field, codes, group: 'choice', needed }]
  const listed = codesOf(shape.items)
  if (shape.type === 'array' && listed.length > 0)
    return [{ is: 'codes', field, codes: listed, group: 'choice', needed }]
  if (shape.type === 'boolean') return [{ is: 'flag', field }]
  if (shape.type === 'integer')
    return [
      { is: 'number', field, least: shape.minimum ?? 0, most: shape.maximum ?? Number.MAX_SAFE_INTEGER },
    ]
  if (shape.type === 'object' && shape.properties !== undefined && shape.properties['requires'] === undefined)
    return Object.entries(shape.properties).flatMap(([name, inner]) =>
      fieldsOf(`${field}.${name}`, inner, needed && shape.required?.includes(name) === true),
    )
  if (shape.type === 'string') return [{ is: 'line', field, needed }]
  // A list of groups: as the record writes it, checked like everything else.
  return [{ is: 'json', field, needed }]
}

function codesOf(shape: Shape | undefined): readonly string[] {
  if (shape === undefined) return []
  return (shape.const === undefined ? (shape.enum ?? []) : [shape.const]).map(String)
}
