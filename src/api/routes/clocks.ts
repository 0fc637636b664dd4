import { z } from 'zod'
import type { Contract, RoutesOf } from '../contract.ts'
import { type MatterParams, matterParams } from '../params.ts'
import type { PartnerUsed } from '../request-port.ts'
import {
  type ClockInfo,
  type RuleInfo,
  clockInfo,
  partnerUsed,
  ruleInfo,
  viewClock,
  viewRule,
} from './requests.ts'

/** Empty for what is no request. */
interface Clocks {
  /** What the rules give from the opening on; the instants in the record are what holds, and may differ. */
  readonly clocks: readonly ClockInfo[]
  /** Rules whose clock a later step starts. */
  readonly later: readonly RuleInfo[]
  readonly unset: readonly RuleInfo[]
  readonly partner: PartnerUsed | null
}

export interface ClockRoutes {
  'requests.clocks': Contract<MatterParams, undefined, undefined, Clocks>
}

/** Which rules stand behind the deadlines of a request. */
export const clockRoutes: RoutesOf<ClockRoutes> = {
  'requests.clocks': {
    method: 'GET',
    path: '/api/v1/channels/{channel}/matters/{matter}/clocks',
    summary:
      'The rules behind the deadlines of a request, each with its source and whether that was checked, and what they give from its opening on.',
    needs: 'read',
    logged: 'no',
    etag: true,
    params: matterParams,
    reply: z.object({
      clocks: z.array(clockInfo),
      later: z.array(ruleInfo),
      unset: z.array(ruleInfo),
      partner: partnerUsed.nullable(),
    }),
    async handle({ requests }, { params }) {
      const timed = await requests.timed(params.channel, params.matter)
      if (timed === null) return { clocks: [], later: [], unset: [], partner: null }
      const { partner, plan } = timed
      return {
        clocks: plan.clocks.map(viewClock),
        later: plan.later.map(viewRule),
        unset: plan.unset.map(viewRule),
        partner,
      }
    },
  },
}
