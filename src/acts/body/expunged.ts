import { z } from 'zod'

import { defineAct } from '../definition.ts'
import type { ActDefinition } from '../definition.ts'
import { actId } from '../fields.ts'

/** Another party's statement that it has erased what `body.expunge` named. */
export const bodyExpunged: ActDefinition = defineAct({
  name: 'body.expunged',
  class: 'free',
  by: 'any',
  since: 1,
  about: { how: 'any' },
  data: z.strictObject({ to: actId }),
  body: { rule: 'none', types: [] },
  effect(state, act) {
    const asked = state.expunges.find((known) => known.id === act.data.to)
    if (asked === undefined) return 'expunge-unknown'
    if (asked.done.includes(act.by)) return 'already-expunged'
    const done = { ...asked, done: [...asked.done, act.by] }
    return { ...state, expunges: state.expunges.map((known) => (known === asked ? done : known)) }
  },
})
