import { type AdmittedAct, checkAct, requireAct } from '../acts/index.ts'
import { type Leaf, instantFromMs } from '../record/index.ts'
import { type Clock, type HeldChannel, feedOf } from '../exchange/index.ts'
import type { Draft } from './draft.ts'
import { AppError } from './errors.ts'
import type { ReadyAct } from './feed-writer.ts'
import type { FoldKeeper } from './fold-keeper.ts'

/**
 * Holds a draft against the vocabulary and against the state as it is now, so that its author hears at once what the
 * fold would say. A concurrent act of another party may still make it void: the fold decides, on every node alike.
 * Throws ActError for its form, AppError `body-too-large`, `matter-unknown` or `act-not-allowed`.
 */
export async function readyAct(
  held: HeldChannel,
  folds: FoldKeeper,
  clock: Clock,
  draft: Draft,
): Promise<ReadyAct> {
  const { type, about, data, body } = draft
  if (body !== undefined && body.bytes.length > held.limits.bodyBytes)
    throw new AppError(
      'body-too-large',
      `body: has ${body.bytes.length} bytes; this channel allows ${held.limits.bodyBytes}.`,
      { field: 'body' },
    )
  checkAct({
    type,
    data,
    ...(about === undefined ? {} : { about }),
    ...(body === undefined ? {} : { body: { hmac: '', size: body.bytes.length, type: body.type } }),
  })
  const matter = about === undefined ? undefined : await folds.matter(about)
  if (about !== undefined && (matter === undefined || matter.now.state === null))
    throw new AppError('matter-unknown', `about: no matter ${about.slice(0, 12)} is open in this channel.`, {
      field: 'about',
    })
  const outcome = requireAct(type).fold(
    matter?.now.state ?? null,
    provisional(held, clock, draft),
    folds.context,
  )
  if (typeof outcome === 'string')
    throw new AppError('act-not-allowed', `${type}: would have no effect now (${outcome}).`, {
      field: outcome,
    })
  return draft
}

/** The act as it would stand in the record now; only what the fold looks at is real. */
function provisional(held: HeldChannel, clock: Clock, draft: Draft): AdmittedAct {
  const deps: Record<string, number> = {}
  for (const [party, feed] of held.feeds) if (party !== held.self) deps[party] = feed.tree.size
  const leaf: Leaf = {
    v: 1,
    type: draft.type,
    party: held.self,
    seq: feedOf(held, held.self).tree.size,
    made: instantFromMs(clock.now()),
    deps,
    data: draft.data,
    ...(draft.about === undefined ? {} : { about: draft.about }),
    ...(draft.body === undefined
      ? {}
      : { body: { hmac: '0'.repeat(64), size: draft.body.bytes.length, type: draft.body.type } }),
  }
  return { id: '0'.repeat(64), leaf }
}
