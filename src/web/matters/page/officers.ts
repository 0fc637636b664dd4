import { useQueries } from '@tanstack/react-query'
import type { ScreenWords } from '../../../words/index.ts'
import type { Reply } from '../../api/client.ts'
import { readOf, useRead } from '../../api/queries.ts'
import { useReader } from '../../look/reader.tsx'
import { useWords } from '../../look/words.tsx'
import type { Act } from './given.ts'

/** Somebody who acted, as our own directory names them and their agency. */
export interface ActingOfficer {
  readonly name: string
  readonly agency: string
}

type Agency = Reply<'directory.agency'>
type Names = Agency['names']

/** A name in the reader's language, else in English, else in any. */
export function nameIn(names: Names, words: ScreenWords): string {
  return names[words.language] ?? names['en'] ?? Object.values(names)[0] ?? ''
}

/** Who acted for a party, where an act names an officer or a seat: looked up in the directory, never taken from the act. */
export function useOfficers(channel: string, acts: readonly Act[]): (act: Act) => ActingOfficer | undefined {
  const words = useWords()
  const isNeeded = acts.some((act) => idsIn(act).length > 0)
  const agencies = useAgencies(channel, isNeeded)
  return (act) => {
    const ids = idsIn(act)
    if (ids.length === 0) return undefined
    for (const { names, officers, party, seats } of agencies) {
      if (party !== act.by) continue
      const found = officers.find(({ id }) => ids.includes(id)) ?? seats.find(({ id }) => ids.includes(id))
      if (found !== undefined) return { name: nameIn(found.names, words), agency: nameIn(names, words) }
    }
    return undefined
  }
}

function idsIn({ data }: Act): readonly unknown[] {
  return [data['officer'], data['seat'], data['viewer']].filter((id) => typeof id === 'string')
}

/** The agencies of a channel with their seats and officers. */
export function useAgencies(channel: string, isNeeded: boolean): readonly Agency[] {
  const { data } = useRead('directory.agencies', { params: { channel } }, { enabled: isNeeded })
  const found = useQueries({
    queries: (isNeeded ? (data?.items ?? []) : []).map(({ id }) =>
      readOf('directory.agency', { params: { channel, matter: id } }),
    ),
  })
  return found.flatMap(({ data: agency }) => (agency === undefined ? [] : [agency]))
}

/** Whether the reader is an officer of an agency of ours, as the directory lists them now: only such a one can sign. */
export function useIsOfficer(channel: string): boolean {
  const { user } = useReader()
  const agencies = useAgencies(channel, true)
  return agencies.some(({ officers, own }) => own && officers.some((one) => one.user?.id === user))
}
