import type { ScreenWords } from '../../words/index.ts'
import type { Reply } from '../api/client.ts'
import { WAYS, PURPOSES, DESTROY_GROUNDS, SEAL_GROUNDS, TRANSFER_REASONS } from './codes.ts'

type Entry = Reply<'evidence.ledger'>['items'][number]

/** What an entry says beyond what was done: why, to whom, by which way. Codes that this version has no word for stand as they are. */
export function detailsText(
  { details, what }: Entry,
  words: ScreenWords,
  partyName: (party: string) => string,
  keeperName: (keeper: string) => string,
): string[] {
  const text = (name: string): string => {
    const value = details[name]
    return typeof value === 'string' ? value : ''
  }
  const list = (name: string): readonly string[] => {
    const value = details[name]
    return Array.isArray(value) ? value.filter((each) => typeof each === 'string') : []
  }
  const said = (name: string, value: string, show: (value: string) => string): string[] =>
    value === '' ? [] : [words(`evidence.detail-${name as 'purpose'}`, { value: show(value) })]
  const asIs = (value: string): string => value
  switch (what) {
    case 'view':
      return [
        ...said('purpose', text('purpose'), (code) =>
          wordOf(PURPOSES, code, (c) => words(`evidence.purpose-${c}`)),
        ),
        ...said('viewer', text('viewer'), asIs),
      ]
    case 'transfer':
      return [
        ...said('to', text('to'), partyName),
        ...said('keeper', text('keeper'), keeperName),
        ...said('reason', text('reason'), (code) =>
          wordOf(TRANSFER_REASONS, code, (c) => words(`evidence.reason-${c}`)),
        ),
      ]
    case 'permit':
      return [
        ...said('ways', words.phrases(list('ways').map((way) => words.term('way', way))), asIs),
        ...said('until', text('until'), asIs),
      ]
    case 'release':
      return [
        ...said('way', text('way'), (way) =>
          WAYS.some((known) => known === way) ? words.term('way', way) : way,
        ),
        ...said('permissions', words.listed(list('permissions')), asIs),
      ]
    case 'seal':
      return said('ground', text('ground'), (code) =>
        wordOf(SEAL_GROUNDS, code, (c) => words(`evidence.seal-ground-${c}`)),
      )
    case 'destroy':
      return said('ground', text('ground'), (code) =>
        wordOf(DESTROY_GROUNDS, code, (c) => words(`evidence.destroy-ground-${c}`)),
      )
    default:
      return []
  }
}

function wordOf<Code extends string>(
  known: readonly Code[],
  code: string,
  word: (code: Code) => string,
): string {
  const found = known.find((each) => each === code)
  return found === undefined ? code : word(found)
}
