import { defineAct } from '../definition.ts'
import type { ActDefinition } from '../definition.ts'
import { canonicalOrder } from '../fields.ts'
import { openingOf } from '../matter.ts'
import { agencyEntry } from './fields.ts'

/** A party lists one of its agencies: its working time, its languages, and what it demands of requests. */
export const directoryAgencyList: ActDefinition = defineAct({
  name: 'directory.agency.list',
  class: 'owned',
  by: 'any',
  since: 1,
  about: { how: 'opens', kind: 'agency' },
  data: agencyEntry,
  body: { rule: 'required', types: ['application/json'] },
  effect(_state, act) {
    const { calendar, country, functions, languages, requires } = canonicalOrder(act.data)
    return {
      attestations: [],
      calendar,
      country: country ?? null,
      exhibits: [],
      expunges: [],
      functions,
      kind: 'agency',
      languages,
      listed: act.id,
      officers: [],
      opened: openingOf(act),
      owner: act.by,
      permits: [],
      remarks: 0,
      requires: requires ?? null,
      retiredMs: null,
      rota: [],
      seats: [],
    }
  },
})
