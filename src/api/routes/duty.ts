import { z } from 'zod'
import { HOTLINE_LINES, type HotlineLine } from '../../instruments/index.ts'
import { type ActId, instantFromMs } from '../../record/index.ts'
import type { Contract, RoutesOf } from '../contract.ts'
import {
  type DutyInfo,
  type ShiftInfo,
  dutyInfo,
  gapsWithin,
  onDutyAt,
  shiftInfo,
  shiftsWithin,
} from '../duty.ts'
import { instant } from '../fields.ts'
import { mayAt } from '../guard.ts'
import { makeAct } from '../make-act.ts'
import { type ChannelParams, type SeatParams, channelParams, hexId, seatParams } from '../params.ts'
import { type ActMade, actMade } from '../views.ts'

const WEEK_MS = 604_800_000
const SHIFTS_MAX = 128

interface DutyBody {
  readonly shifts: readonly {
    readonly from: string
    readonly until: string
    readonly line: HotlineLine
    readonly officer: ActId
  }[]
}

interface WeekInfo {
  readonly from: string
  readonly until: string
  readonly seats: readonly {
    readonly party: string
    readonly agency: ActId
    readonly seat: ActId
    readonly function: string
    readonly hours: string
    readonly shifts: readonly ShiftInfo[]
    /** Of a seat that sits day and night: when nobody does. Null for one of office hours. */
    readonly gaps: readonly { readonly from: string; readonly until: string }[] | null
  }[]
}

export interface DutyRoutes {
  'directory.set-duty': Contract<SeatParams, undefined, DutyBody, ActMade>
  'directory.duty': Contract<
    ChannelParams,
    { readonly at?: string | undefined },
    undefined,
    { readonly at: string; readonly items: readonly DutyInfo[] }
  >
  'directory.week': Contract<ChannelParams, { readonly from?: string | undefined }, undefined, WeekInfo>
}

/** The rota: who is on duty when, on which line. */
export const dutyRoutes: RoutesOf<DutyRoutes> = {
  'directory.set-duty': {
    method: 'PUT',
    path: '/api/v1/channels/{channel}/agencies/{matter}/seats/{seat}/duty',
    summary: 'Sets the rota of a seat, whole: who is on duty when, and who stands behind them.',
    needs: 'directory',
    idempotent: true,
    status: 201,
    params: seatParams,
    body: z.strictObject({
      shifts: z
        .array(z.strictObject({ from: instant, until: instant, line: z.enum(HOTLINE_LINES), officer: hexId }))
        .max(SHIFTS_MAX),
    }),
    reply: actMade,
    handle: (context, { body, params, principal }) =>
      makeAct(context, principal, params.channel, {
        type: 'directory.duty.set',
        about: params.matter,
        data: {
          seat: params.seat,
          shifts: body.shifts.map(({ from, line, officer, until }) => ({ from, line, officer, to: until })),
        },
      }),
  },
  'directory.duty': {
    method: 'GET',
    path: '/api/v1/channels/{channel}/duty',
    summary: 'Who is on duty, at this moment or another, on each line of each seat of both sides.',
    needs: 'read',
    params: channelParams,
    query: z.strictObject({ at: instant.optional() }),
    reply: z.object({ at: z.string(), items: z.array(dutyInfo) }),
    async handle(context, { params, principal, query }) {
      const { channel } = params
      const atMs = query.at === undefined ? context.clock.now() : Date.parse(query.at)
      const items = await onDutyAt(context, channel, atMs, (_party, agency) =>
        mayAt(principal, 'read', { channel, matter: agency }, context.restricted),
      )
      return { at: instantFromMs(atMs), items }
    },
  },
  'directory.week': {
    method: 'GET',
    path: '/api/v1/channels/{channel}/duty/week',
    summary: 'Seven days of rota of every seat, with the gaps in those that sit day and night.',
    needs: 'read',
    params: channelParams,
    query: z.strictObject({ from: instant.optional() }),
    reply: z.object({
      from: z.string(),
      until: z.string(),
      seats: z.array(
        z.object({
          party: z.string(),
          agency: z.string(),
          seat: z.string(),
          function: z.string(),
          hours: z.string(),
          shifts: z.array(shiftInfo),
          gaps: z.array(z.object({ from: z.string(), until: z.string() })).nullable(),
        }),
      ),
    }),
    async handle({ clock, office, restricted }, { params, principal, query }) {
      const { channel } = params
      const fromMs = query.from === undefined ? clock.now() : Date.parse(query.from)
      const untilMs = fromMs + WEEK_MS
      const seats: WeekInfo['seats'][number][] = []
      for (const { id, state } of await office.agencies(channel)) {
        if (!(await mayAt(principal, 'read', { channel, matter: id }, restricted))) continue
        for (const { act, function: duty, hours } of state.seats)
          seats.push({
            party: state.owner,
            agency: id,
            seat: act,
            function: duty,
            hours,
            shifts: shiftsWithin(state, act, fromMs, untilMs),
            gaps: hours === 'always' ? gapsWithin(state, act, fromMs, untilMs) : null,
          })
      }
      return { from: instantFromMs(fromMs), until: instantFromMs(untilMs), seats }
    },
  },
}
