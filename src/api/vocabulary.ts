import { z } from 'zod'
import { ACT_EXAMPLES, type ActDefinition, VOCABULARY } from '../acts/index.ts'
import type { JsonObject } from '../record/index.ts'
import { type Language, translator } from '../words/index.ts'
import { jsonObject } from './params.ts'

export interface VocabularyEntry {
  readonly name: string
  /** What it is called in the caller's language. */
  readonly title: string
  readonly class: string
  readonly by: string
  readonly since: number
  readonly about: { readonly how: string; readonly kind: string | null }
  readonly body: { readonly rule: string; readonly types: readonly string[] }
  /** JSON Schema (2020-12) of the data. Rules that it cannot express are told when an act is made. */
  readonly data: JsonObject
  /** Data to begin with; null for acts that the node makes by itself. */
  readonly example: JsonObject | null
  /** The permission that making it needs. */
  readonly needs?: string | undefined
}
export const vocabularyEntry: z.ZodType<VocabularyEntry> = z.object({
  name: z.string(),
  title: z.string(),
  class: z.string(),
  by: z.string(),
  since: z.int(),
  about: z.object({ how: z.string(), kind: z.string().nullable() }),
  body: z.object({ rule: z.string(), types: z.array(z.string()) }),
  data: jsonObject,
  example: jsonObject.nullable(),
  needs: z.string().optional(),
})

export function vocabularyOf(language: Language): VocabularyEntry[] {
  const words = translator(language)
  return VOCABULARY.map((act) => ({
    name: act.name,
    title: words.term('act', act.name),
    class: act.class,
    by: act.by,
    since: act.since,
    about: { how: act.about.how, kind: 'kind' in act.about ? act.about.kind : null },
    body: { rule: act.body.rule, types: act.body.types },
    data: schemaOf(act),
    example: Object.hasOwn(ACT_EXAMPLES, act.name) ? (ACT_EXAMPLES[act.name] ?? null) : null,
  }))
}

function schemaOf(act: ActDefinition): JsonObject {
  const schema = z.toJSONSchema(act.data, { unrepresentable: 'any', io: 'input' })
  // Through text: what stands in the schema is JSON, and nothing else of it crosses.
  return jsonObject.parse(JSON.parse(JSON.stringify(schema)))
}
