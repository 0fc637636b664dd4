import { z } from 'zod'
import { ExchangeError } from '../errors.ts'
import { feedOf } from '../held-channel.ts'
import { keepReceiptNote } from '../keep-receipt.ts'
import { json, jsonBody, param, type Verb } from './verb.ts'

/** Notes in one delivery: one per other party of the largest channel foreseen. */
const MAX_NOTES = 64
export const receiptNotes: z.ZodType<{ notes: string[] }> = z.strictObject({
  notes: z.array(z.string().max(65_536)).max(MAX_NOTES),
})

/** Receipts that a caller delivers because its heads came to it by pull or by a carried file. */
export const deliverReceipts: Verb = {
  name: 'deliver-receipts',
  method: 'POST',
  path: /^\/feeds\/(?<party>[a-z0-9-]+)\/receipts$/,
  async handle(context, call) {
    const notes = receiptNotes.safeParse(jsonBody(call))
    if (!notes.success)
      throw new ExchangeError('request-malformed', 'Receipts come as a list of signed notes.', {
        field: 'notes',
      })
    const feed = feedOf(call.channel, param(call, 'party'))
    for (const note of notes.data.notes) await keepReceiptNote(context, call.channel, feed, note)
    return json({})
  },
}

/** The newest receipt of each party for a feed, as notes that stand by themselves. */
export const showReceipts: Verb = {
  name: 'show-receipts',
  method: 'GET',
  path: /^\/feeds\/(?<party>[a-z0-9-]+)\/receipts$/,
  async handle(context, call) {
    const feed = feedOf(call.channel, param(call, 'party'))
    const rows = await context.store.receipts(call.channel.id, feed.party)
    return json({ notes: rows.map((row) => row.note) })
  },
}
