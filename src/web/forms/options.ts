import { useMemo } from 'react'
import type { TermGroup } from '../../words/index.ts'
import { useNeeded } from '../api/queries.ts'
import type { Option } from '../look/field.tsx'
import { useWords } from '../look/words.tsx'

/** Closed lists of the instruments room, as the node has them. */
export type CodeList =
  | 'instruments'
  | 'requestKinds'
  | 'urgencies'
  | 'offences'
  | 'identifierTypes'
  | 'grounds'
  | 'confidentiality'
  | 'clarifications'
  | 'conditions'
  | 'tlp'
  | 'pap'
  | 'handling'

/** Codes with their words; the same list until the language changes, so that fields are not drawn again for it. */
export function useOptions(codes: readonly string[], group: TermGroup | null): readonly Option[] {
  const words = useWords()
  const all = codes.join(' ')
  return useMemo(
    () =>
      all
        .split(' ')
        .filter((id) => id !== '')
        .map((id) => ({ id, label: group === null ? id : words.term(group, id) })),
    [all, group, words],
  )
}

export function useCodes(list: CodeList): readonly string[] {
  const { data } = useNeeded('instruments.get', {})
  return data.codes[list] ?? []
}

const GROUPS: Readonly<Record<CodeList, TermGroup | null>> = {
  instruments: 'instrument',
  requestKinds: 'kind',
  urgencies: 'urgency',
  offences: 'offence',
  identifierTypes: 'identifier',
  grounds: 'ground',
  confidentiality: 'confidentiality',
  clarifications: 'clarification',
  conditions: 'condition',
  tlp: null,
  pap: null,
  handling: 'choice',
}

/** A whole closed list with its words. */
export function useListed(list: CodeList): readonly Option[] {
  return useOptions(useCodes(list), GROUPS[list])
}
