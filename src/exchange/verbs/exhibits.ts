import { type ExhibitRow, type HeldExhibit, isErased } from '../../store/index.ts'
import type { ExchangeContext } from '../context.ts'
import { takeSegment } from '../courier.ts'
import { ExchangeError } from '../errors.ts'
import { bytes, json, param, wholeNumber, type Call, type Verb } from './verb.ts'

const path = /^\/exhibits\/(?<sealed>[0-9a-f]{64})$/

/** How much of a sealed exhibit is durably here: where a cut transfer goes on. */
export const exhibitStatus: Verb = {
  name: 'exhibit-status',
  method: 'POST',
  path: /^\/exhibits\/(?<sealed>[0-9a-f]{64})\/status$/,
  async handle(context, call) {
    const row = await known(context, call)
    return json({ sealedBytes: row.sealedBytes, ...(await notErased(context, row)) })
  },
}

/** One segment of a sealed exhibit goes out. */
export const exhibitGet: Verb = {
  name: 'exhibit-get',
  method: 'GET',
  path,
  async handle(context, call) {
    const row = await known(context, call)
    await notErased(context, row)
    if (!row.complete)
      throw new ExchangeError('exhibit-unknown', 'That exhibit is not wholly held here yet.', {
        field: 'sealed',
      })
    const offset = wholeNumber(call, 'offset')
    if (offset > row.sealedBytes)
      throw new ExchangeError('exhibit-offset-wrong', `The exhibit has ${row.sealedBytes} bytes.`, {
        field: 'offset',
      })
    return bytes(
      await context.vault.read(
        row.sealed,
        offset,
        Math.min(context.pace.segmentBytes, row.sealedBytes - offset),
      ),
    )
  },
}

/** One segment comes in, at exactly the offset where the last one ended. */
export const exhibitPut: Verb = {
  name: 'exhibit-put',
  method: 'PUT',
  path,
  async handle(context, call) {
    const row = await known(context, call)
    await notErased(context, row)
    const after = await takeSegment(context, call.channel, row, wholeNumber(call, 'offset'), call.body)
    return json({ sealedBytes: row.sealedBytes, ...after })
  },
}

/** An exhibit is known only when an act in this channel speaks of it: nobody can fill a disk with files that no act names. */
async function known(context: ExchangeContext, call: Call): Promise<ExhibitRow> {
  const row = await context.store.exhibit(call.channel.id, param(call, 'sealed'))
  if (row === undefined)
    throw new ExchangeError('exhibit-unknown', 'No act in this channel speaks of that exhibit.', {
      field: 'sealed',
    })
  return row
}

/**
 * What was held whole and is gone was erased on purpose: nobody may bring it back, and nobody gets it by this channel because
 * the same file is still held for another one.
 */
async function notErased(context: ExchangeContext, row: ExhibitRow): Promise<HeldExhibit> {
  const held = await context.vault.held(row.sealed)
  if (isErased(row) || (row.complete && !held.complete))
    throw new ExchangeError('exhibit-unknown', 'That exhibit was erased here.', { field: 'sealed' })
  return held
}
