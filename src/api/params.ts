import { z } from 'zod'
import type { ActId, ChannelId, JsonObject } from '../record/index.ts'

/** Ids in addresses are always whole: a part of one is a guess, and a path is none. */
export const hexId: z.ZodString = z.string().regex(/^[0-9a-f]{64}$/, 'must be 64 digits of 0-9 and a-f')

export interface ChannelParams {
  readonly channel: ChannelId
}
export const channelParams: z.ZodType<ChannelParams> = z.strictObject({ channel: hexId })

export interface MatterParams extends ChannelParams {
  readonly matter: ActId
}
export const matterParams: z.ZodType<MatterParams> = z.strictObject({ channel: hexId, matter: hexId })

export interface ActParams extends MatterParams {
  readonly act: ActId
}
export const actParams: z.ZodType<ActParams> = z.strictObject({ channel: hexId, matter: hexId, act: hexId })

export interface SeatParams extends MatterParams {
  readonly seat: ActId
}
export const seatParams: z.ZodType<SeatParams> = z.strictObject({
  channel: hexId,
  matter: hexId,
  seat: hexId,
})

/** Anything that JSON can say. It came out of a JSON parser, or goes into a writer, so there is nothing left to check. */
export const anyJson: z.ZodType<JsonObject[string]> = z.custom<JsonObject[string]>(() => true)
export const jsonObject: z.ZodType<JsonObject> = z.record(z.string(), anyJson)
