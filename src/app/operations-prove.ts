import { z } from 'zod'
import { proveAct } from '../exchange/index.ts'
import type { ActId, PartyId } from '../record/index.ts'
import { locateAct } from './locate.ts'
import type { OpenedNode } from './serve.ts'

export interface ProveArgs {
  readonly channel: string
  readonly act: string
}
export const proveArgs: z.ZodType<ProveArgs> = z.strictObject({ channel: z.string(), act: z.string() })

export interface ProveResult {
  readonly id: ActId
  readonly channel: string
  readonly party: PartyId
  readonly index: number
  /** Of the signed head. */
  readonly size: number
  readonly receivedBy: readonly PartyId[]
  /** Of the channel. */
  readonly parties: readonly PartyId[]
  /** A tlog-proof and a tlog-policy, to be written as they are. */
  readonly proof: string
  readonly policy: string
}

/** The proof of one act, and the keys by which tools of other makers check it. Throws AppError `act-*`, ExchangeError `head-behind`. */
export async function prove(opened: OpenedNode, args: ProveArgs): Promise<ProveResult> {
  const { node } = opened
  const { held, id: channel } = node.channel(args.channel)
  const { id, party, seq } = await locateAct(opened, node.channel(args.channel), args.act, 'ACT')
  const { text, size, receivedBy, policy } = await proveAct(node.needs.store, held, party, seq)
  const { parties } = held
  return { id, channel, party, index: seq, size, receivedBy, parties, proof: text, policy }
}
