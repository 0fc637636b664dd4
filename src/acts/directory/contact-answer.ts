import { z } from 'zod'

import { defineAct } from '../definition.ts'
import type { ActDefinition } from '../definition.ts'
import { actId } from '../fields.ts'
import { CONTACT_ANSWERERS } from './contact.ts'

/** Answers a contact check: the node at once, a person when there is one. The first of each counts, also when late. */
export const directoryContactAnswer: ActDefinition = defineAct({
  name: 'directory.contact.answer',
  class: 'owned',
  by: 'requested',
  since: 1,
  about: { how: 'about', kind: 'contact' },
  data: z
    .strictObject({ how: z.enum(CONTACT_ANSWERERS), officer: actId.optional() })
    .refine(({ how, officer }) => officer === undefined || how === 'person', {
      error: 'must be left out when the node answers',
      path: ['officer'],
    }),
  body: { rule: 'none', types: [] },
  effect(state, act) {
    if (act.by !== state.asked) return 'not-the-requested'
    const { how, officer } = act.data
    if (state[how] !== null) return 'already-answered'
    return { ...state, [how]: { act: act.id, atMs: act.madeMs, officer: officer ?? null } }
  },
})
