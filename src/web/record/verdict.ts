import type { Doubt, VerifiedFile } from '../../record/index.ts'
import type { ScreenWords } from '../../words/index.ts'
import { plainForeign } from '../look/foreign.tsx'

interface Verdict {
  readonly text: string
  readonly tone: 'good' | 'warn' | 'bad'
}

/** The verdict of `entente verify` in its words; where those speak of its options, in words of the screens. */
export function verdictOf(verified: VerifiedFile, words: ScreenWords): Verdict {
  if (verified.kind === 'unknown') return { text: words('verify.verdict.unknown'), tone: 'warn' }
  if (verified.findingCount > 0)
    return { text: words('verify.verdict.wrong', { count: verified.findingCount }), tone: 'bad' }
  switch (verified.kind) {
    case 'record':
    case 'bundle':
      return verified.parties.every(({ anchored }) => anchored)
        ? { text: words('verify.verdict.good'), tone: 'good' }
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
