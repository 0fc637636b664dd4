import { z } from 'zod'

import { defineAct } from '../definition.ts'
import type { ActDefinition } from '../definition.ts'
import { actId } from '../fields.ts'
import { LINKS_PER_CASE_MAX } from './matter.ts'

/** Says that a request, a lead, a call, evidence or another case belongs to this one. */
export const caseLink: ActDefinition = defineAct({
  name: 'case.link',
  class: 'free',
  by: 'any',
  since: 1,
  about: { how: 'about', kind: 'case' },
  data: z.strictObject({ matter: actId }),
  body: { rule: 'optional', types: ['text/plain', 'application/json'] },
  effect(state, act) {
    if (state.stage === 'closed') return 'matter-closed'
    const { matter } = act.data
    if (matter === act.about) return 'link-to-self'
    if (state.links.some((link) => link.matter === matter)) return 'already-linked'
    if (state.links.length >= LINKS_PER_CASE_MAX) return 'matter-full'
    return { ...state, links: [...state.links, { act: act.id, by: act.by, matter }] }
  },
})
