import type { ActResult } from '../app/index.ts'
import type { Translator } from '../words/index.ts'

/** A time as people say it: `3 ms`, `1.1 s`; a dash when it was not reached. */
export function durationText(words: Translator, ms: number | null): string {
  if (ms === null) return '–'
  if (ms < 999.5) return words('unit.ms', { count: Math.max(1, Math.round(ms)) })
  return words('unit.s', { count: tenths(words, ms / 1_000) })
}

/** With the decimal sign of the language: 3.6 or 3,6. */
function tenths(words: Translator, value: number): string {
  const digits = { minimumFractionDigits: 1, maximumFractionDigits: 1 }
  return new Intl.NumberFormat(words.language, digits).format(value)
}

/** The marks that an act has reached, each with its time; what was not reached is said too. */
export function marksLine(words: Translator, { marks }: ActResult): string {
  return (['recorded', 'received', 'settled'] as const)
    .map((mark) => {
      const ms = marks[mark]
      const name = words.term('mark', mark)
      return ms === null ? words('act.not-yet', { mark: name }) : `${name} ${durationText(words, ms)}`
    })
    .join(' · ')
}
