import { admitBatch, isMismatch, type Admission } from '../admit.ts'
import { parseBatch, type Batch } from '../batch.ts'
import type { ExchangeContext } from '../context.ts'
import { ExchangeError } from '../errors.ts'
import { json, lookInto, param, type Call, type Verb } from './verb.ts'

/**
 * Leaves come in; the receipt goes out with the answer. A party may hand on any member's feed, also our own after we were
 * restored from an old backup: the signatures decide, not the bearer.
 */
export const push: Verb = {
  name: 'push',
  method: 'PUT',
  path: /^\/feeds\/(?<party>[a-z0-9-]+)\/leaves$/,
  async handle(context, call) {
    const batch = parseBatch(call.body)
    if (batch.channel !== call.channel.id || batch.party !== param(call, 'party'))
      throw new ExchangeError(
        'batch-malformed',
        'The batch names another channel or feed than its address.',
        { field: 'party' },
      )
    const admission = await admitOrAskBack(context, call, batch)
    if (admission.added > 0) call.channel.moved.any.notify()
    return json({ size: admission.size, receipt: admission.receipt?.lines ?? null })
  },
}

/** Leaves that do not fit what is held call for a look at the author's own account, which the inbound loop asks for. */
async function admitOrAskBack(context: ExchangeContext, call: Call, batch: Batch): Promise<Admission> {
  try {
    return await admitBatch(context, call.channel, batch)
  } catch (cause) {
    if (isMismatch(cause) || isAhead(cause)) lookInto(call)
    throw cause
  }
}

function isAhead(cause: unknown): boolean {
  return (
    cause instanceof ExchangeError &&
    (cause.code === 'deps-future' || cause.code === 'own-feed-ahead' || cause.code === 'batch-gap')
  )
}
