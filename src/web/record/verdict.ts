import type { Doubt, VerifiedFile } from '../../record/index.ts'
import type { ScreenWords } from '../../words/index.ts'
import { plainForeign } from '../look/foreign.tsx'

interface Verdict {
  readonly text: string
  readonly tone: 'good' | 'warn' | 'bad'
}

/** Parties whose cards somebody dropped here; all others' are those that the node holds. */
export type Dropped = ReadonlySet<string>

/** The verdict of `entente verify` in its words; where those speak of what it was given, in words of the screens. */
export function verdictOf(verified: VerifiedFile, dropped: Dropped, words: ScreenWords): Verdict {
  if (verified.kind === 'unknown') return { text: words('verify.verdict.unknown'), tone: 'warn' }
  if (verified.findingCount > 0)
    return { text: words('verify.verdict.wrong', { count: verified.findingCount }), tone: 'bad' }
  switch (verified.kind) {
    case 'record':
    case 'bundle':
      return verified.parties.every(({ anchored }) => anchored)
        ? { text: words(`record.good-${cardsOf(verified.parties, dropped)}`), tone: 'good' }
        : { text: words('record.unanchored'), tone: 'warn' }
    case 'proof':
      return verified.proof === undefined
        ? { text: words('record.no-keys'), tone: 'warn' }
        : { text: words('verify.verdict.proof'), tone: 'good' }
    case 'fork':
      return {
        text: words('verify.verdict.fork', { party: plainForeign(verified.fork?.party ?? '') }),
        tone: 'bad',
      }
  }
}

/** Whose cards its keys were held against. */
function cardsOf(parties: readonly { readonly id: string }[], dropped: Dropped): 'held' | 'dropped' | 'both' {
  const count = parties.filter(({ id }) => dropped.has(id)).length
  if (count === 0) return 'held'
  return count === parties.length ? 'dropped' : 'both'
}

/** What is said of the keys of one party. */
export function keysText(
  { anchored, id }: { readonly anchored: boolean; readonly id: string },
  dropped: Dropped,
  words: ScreenWords,
): string {
  if (!anchored) return words('verify.keys-in-file')
  return words(dropped.has(id) ? 'record.keys-of-dropped' : 'record.keys-of-held')
}

/** What the file by itself cannot show, as the command says it. */
export function doubtsOf(verified: VerifiedFile, words: ScreenWords): readonly string[] {
  const doubts = verified.couldNotTell.map((doubt) => doubtText(doubt, words))
  const hasLimits = verified.findingCount === 0 && verified.kind !== 'fork' && verified.kind !== 'unknown'
  // True of every good record and proof, so it is said with each.
  return hasLimits ? [...doubts, words('verify.limits')] : doubts
}

function doubtText({ by = '', code, count = 0, message, party = '' }: Doubt, words: ScreenWords): string {
  const named = { party: plainForeign(party), by: plainForeign(by), count }
  if (code === 'keys-unanchored') return words('record.doubt-keys', named)
  return words.knows('doubt', code) ? words.term('doubt', code, named) : plainForeign(message)
}
