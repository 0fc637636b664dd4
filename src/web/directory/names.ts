import { useQueries } from '@tanstack/react-query'
import type { Reply } from '../api/client.ts'
import { readOf, useRead } from '../api/queries.ts'
import { plainForeign } from '../look/foreign.tsx'
import { useReader } from '../look/reader.tsx'
import { useWords } from '../look/words.tsx'

export type Agency = Reply<'directory.agency'>
export type Seat = Agency['seats'][number]
export type Officer = Agency['officers'][number] & { readonly agency: string; readonly party: string }

const SHORT_ID = 8

/** A name in the reader's language, or else in one that there is; undefined where nobody has named it. */
export function nameIn(names: Readonly<Record<string, string>>, language: string): string | undefined {
  return names[language] ?? names[language.split('-')[0] ?? ''] ?? names['en'] ?? Object.values(names)[0]
}

/** Agencies of a channel whole, and what seats and officers in them are called. All of it as plain text for labels. */
export interface Names {
  readonly agencies: readonly Agency[]
  readonly officers: readonly Officer[]
  /** All of it has arrived. */
  readonly isWhole: boolean
  readonly agencyName: (id: string) => string
  readonly seatName: (id: string) => string
  readonly officerName: (id: string) => string
  readonly isMe: (officer: string) => boolean
}

export function useNames(channel: string): Names {
  const words = useWords()
  const { user } = useReader()
  const { data } = useRead('directory.agencies', { params: { channel } })
  const ids = data?.items.map(({ id }) => id) ?? []
  const details = useQueries({
    queries: ids.map((matter) => readOf('directory.agency', { params: { channel, matter } })),
  })
  const agencies = details.flatMap((one) => (one.data === undefined ? [] : [one.data]))
  const seats = agencies.flatMap((agency) => agency.seats)
  const officers = agencies.flatMap((agency) =>
    agency.officers.map((officer) => ({ ...officer, agency: agency.id, party: agency.party })),
  )
  const shown = (name: string | undefined): string | undefined =>
    name === undefined ? undefined : plainForeign(name)
  const called = (names: Readonly<Record<string, string>>): string | undefined =>
    shown(nameIn(names, words.language))
  return {
    agencies,
    officers,
    isWhole: data !== undefined && agencies.length === ids.length,
    agencyName: (id) => called(agencies.find((one) => one.id === id)?.names ?? {}) ?? id.slice(0, SHORT_ID),
    seatName(id) {
      const seat = seats.find((one) => one.id === id)
      if (seat === undefined) return id.slice(0, SHORT_ID)
      return called(seat.names) ?? plainForeign(words.term('function', seat.function))
    },
    officerName(id) {
      const officer = officers.find((one) => one.id === id)
      const name = shown(officer?.user?.display) ?? called(officer?.names ?? {})
      return name ?? words('directory.officer-unnamed', { id: id.slice(0, SHORT_ID) })
    },
    isMe: (id) => officers.some((one) => one.id === id && one.user?.id === user),
  }
}
