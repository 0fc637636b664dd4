import { z } from 'zod'

import { RELEASE_WAYS } from '../../instruments/index.ts'
import { defineAct } from '../definition.ts'
import type { ActDefinition } from '../definition.ts'
import { actId, sealedNames } from '../fields.ts'
import { entered, handlingFault, withExhibit } from './custody.ts'
import { releasePlan } from './release-plan.ts'

/** Permissions that one release rests on. */
const PERMISSIONS_PER_RELEASE_MAX = 16

const releaseData = z
  .strictObject({
    exhibits: sealedNames,
    /** The owners' permissions that it rests on. */
    permissions: z.array(actId).max(PERMISSIONS_PER_RELEASE_MAX),
    /** Whether the words of the matter go out as well, or the exhibits alone. */
    scope: z.enum(['matter', 'exhibits']),
    way: z.enum(RELEASE_WAYS),
  })
  .refine(({ exhibits, scope }) => scope === 'matter' || exhibits.length > 0, {
    path: ['exhibits'],
    message: 'must name at least one exhibit when nothing else is released',
  })

/** A party has let material out of its hands. What a mark still stops is void: both sides see it at once. */
export const evidenceRelease: ActDefinition = defineAct({
  name: 'evidence.release',
  class: 'free',
  by: 'holder',
  since: 1,
  about: { how: 'any' },
  data: releaseData,
  body: { rule: 'optional', types: ['application/json', 'text/plain'] },
  effect(state, act) {
    const { permissions } = act.data
    if (permissions.some((id) => !state.permits.some((permit) => permit.act === id)))
      return 'permission-unknown'
    const named = act.data.exhibits.map((sealed) => state.exhibits.find((one) => one.sealed === sealed))
    const released = named.filter((exhibit) => exhibit !== undefined)
    if (released.length < named.length) return 'exhibit-unknown'
    for (const exhibit of released) {
      const fault = handlingFault(exhibit, act.by)
      if (fault !== undefined) return fault
    }
    const plan = releasePlan(state, { ...act.data, atMs: act.madeMs, by: act.by })
    if (plan.stops.length > 0) return 'release-stopped'
    return released.reduce(
      (matter, exhibit) =>
        withExhibit(matter, { ...entered(exhibit, act, 'release'), releases: exhibit.releases + 1 }),
      state,
    )
  },
})
