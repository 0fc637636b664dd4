import {
  type AdmittedAct,
  type AuthorBar,
  type FoldContext,
  FOLD_VERSION,
  checkAct,
  openingBarred,
  requireAct,
  upgradeBarred,
} from '../acts/index.ts'
import type { FoldedMatter } from '../channel/index.ts'
import { charterAmendment, checkTerms } from '../instruments/index.ts'
import { type Leaf, instantFromMs } from '../record/index.ts'
import { type Clock, type HeldChannel, feedOf } from '../exchange/index.ts'
import type { Draft } from './draft.ts'
import { AppError } from './errors.ts'
import type { ReadyAct } from './feed-writer.ts'

/**
 * Holds a draft against the vocabulary and against the state as it is now, so that its author hears at once what the
 * fold would say. A concurrent act of another party may still make it void: the fold decides, on every node alike.
 * `matter`: the one it is about, as folded now; `channel`: the channel's own, for acts that open a matter.
 * Throws ActError for its form, AppError `body-too-large`, `matter-unknown` or `act-not-allowed`, InstrumentError
 * `charter-invalid` for terms.
 */
export function readyAct(
  held: HeldChannel,
  context: FoldContext,
  clock: Clock,
  draft: Draft,
  matter: FoldedMatter | undefined,
  channel: FoldedMatter,
): ReadyAct {
  const { type, about, body } = draft
  if (body !== undefined && body.bytes.length > held.limits.bodyBytes)
    throw new AppError(
      'body-too-large',
      `body: has ${body.bytes.length} bytes; this channel allows ${held.limits.bodyBytes}.`,
      { field: 'body', rule: { code: 'bytes-at-most', values: { bytes: held.limits.bodyBytes } } },
    )
  const barred = authorBar(held, clock, draft, channel)
  if (barred !== undefined)
    throw new AppError('act-not-allowed', `${type}: this node does not make it now (${barred}).`, {
      field: barred,
    })
  const outcome = requireAct(type).fold(matter?.now.state ?? null, provisional(held, clock, draft), context)
  if (typeof outcome !== 'string') {
    checkTermsOffered(draft, channel)
    return draft
  }
  // The fold says that it is void, and this says better why if it is for its form; most acts have none to explain.
  checkForm(draft)
  if (about !== undefined && (matter === undefined || matter.now.state === null))
    throw new AppError('matter-unknown', `about: no matter ${about.slice(0, 12)} is open in this channel.`, {
      field: 'about',
    })
  throw new AppError('act-not-allowed', `${type}: would have no effect now (${outcome}).`, { field: outcome })
}

/** What the channel's state keeps this node from, though the fold would take it. */
function authorBar(
  held: HeldChannel,
  clock: Clock,
  { data, type }: Draft,
  { now: { state } }: FoldedMatter,
): AuthorBar | undefined {
  const { about } = requireAct(type)
  if (state?.kind !== 'channel') return undefined
  if (about.how === 'opens') return openingBarred(state, held.self, about.kind, clock.now())
  return type.startsWith('channel.upgrade') ? upgradeBarred(state, data, FOLD_VERSION) : undefined
}

/** Terms that this node could not keep are neither proposed nor accepted by it. The fold takes them: others may know more. */
function checkTermsOffered({ data, type }: Draft, { now: { state } }: FoldedMatter): void {
  if (type === 'channel.amend') {
    const offered = charterAmendment.safeParse(data['terms'])
    if (offered.success) checkTerms(offered.data)
  }
  if (type !== 'channel.amend.accept' || state?.kind !== 'channel') return
  const offer = state.proposals.find(({ act }) => act === data['to'])?.offer
  if (offer?.kind === 'amend') checkTerms(offer.terms)
}

function checkForm({ type, about, data, body }: Draft): void {
  checkAct({
    type,
    data,
    ...(about === undefined ? {} : { about }),
    ...(body === undefined ? {} : { body: { hmac: '', size: body.bytes.length, type: body.type } }),
  })
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
