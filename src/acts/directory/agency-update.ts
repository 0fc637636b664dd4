import { defineAct } from '../definition.ts'
import type { ActDefinition } from '../definition.ts'
import { canonicalOrder } from '../fields.ts'
import { agencyEntry } from './fields.ts'
import { agencyBarred } from './matter.ts'

/** A party publishes its agency's entry anew, whole: next year's holidays, another language, other demands. */
export const directoryAgencyUpdate: ActDefinition = defineAct({
  name: 'directory.agency.update',
  class: 'owned',
  by: 'owner',
  since: 1,
  about: { how: 'about', kind: 'agency' },
  data: agencyEntry,
  body: { rule: 'required', types: ['application/json'] },
  effect(state, act) {
    const fault = agencyBarred(state, act.by)
    if (fault !== undefined) return fault
    const { calendar, country, functions, languages, requires } = canonicalOrder(act.data)
    return {
      ...state,
      calendar,
      country: country ?? null,
      functions,
      languages,
      listed: act.id,
      requires: requires ?? null,
    }
  },
})
