import type { z } from 'zod'

import { faultOf } from '../instruments/index.ts'
import type { BodyCommitment, JsonObject } from '../record/index.ts'
import { aboutFault, bodyFault } from './definition.ts'
import type { ActDefinition } from './definition.ts'
import { ActError } from './errors.ts'
import { actNamed } from './registry.ts'

/** The act of that name. Throws ActError `type-unknown`. */
export function requireAct(type: string): ActDefinition {
  const act = actNamed(type)
  if (act === undefined) {
    throw new ActError('type-unknown', `type: "${type}" is not an act of this version's vocabulary`, {
      field: 'type',
    })
  }
  return act
}

/** Checks an author's data. Throws ActError `type-unknown` or `data-invalid`: one sentence with the field and the rule. */
export function checkData(type: string, data: unknown): void {
  const read = requireAct(type).data.safeParse(data)
  if (!read.success) throw dataError(read.error, data)
}

/** Checks all an author decides before it is written: `checkData`, then `about-invalid` and `body-invalid`. */
export function checkAct(draft: {
  readonly type: string
  readonly data: JsonObject
  readonly about?: string
  readonly body?: BodyCommitment
}): void {
  const act = requireAct(draft.type)
  checkData(draft.type, draft.data)
  if (aboutFault(act.about, draft) !== undefined) {
    const rule = draft.about === undefined ? 'must name the matter' : 'must be left out'
    throw new ActError('about-invalid', `about: ${rule} in ${act.name}`, { field: 'about' })
  }
  const fault = bodyFault(act.body, draft.body)
  if (fault === undefined) return
  const types = act.body.types.join(' or ')
  const rule = act.body.rule === 'none' ? 'must be left out' : `must be given as ${types}`
  throw new ActError('body-invalid', `body: ${rule} in ${act.name}`, { field: 'body' })
}

function dataError(error: z.ZodError, data: unknown): ActError {
  const { field, rule, sentence } = faultOf(error, 'data', data)
  return new ActError('data-invalid', sentence, { field, rule, cause: error })
}
