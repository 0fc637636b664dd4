import { useNames } from '../directory/names.ts'
import { useReader } from '../look/reader.tsx'
import { useWords } from '../look/words.tsx'

interface Keeper {
  readonly id: string
  readonly label: string
  readonly hint: string
}

export interface Keepers {
  /** Who of our own side can be named: agencies, their seats, their officers. */
  readonly own: readonly Keeper[]
  readonly keeperName: (id: string) => string
}

/** Keepers as the directory calls them. */
export function useKeepers(channel: string): Keepers {
  const words = useWords()
  const { party } = useReader()
  const { agencies, agencyName, officerName, seatName } = useNames(channel)
  const keepersOf = ({ id, officers, seats }: (typeof agencies)[number]): readonly Keeper[] => [
    { id, label: agencyName(id), hint: words.term('matter', 'agency') },
    ...seats.map((seat) => ({ id: seat.id, label: seatName(seat.id), hint: agencyName(id) })),
    ...officers.map((officer) => ({ id: officer.id, label: officerName(officer.id), hint: agencyName(id) })),
  ]
  const all = agencies.flatMap(keepersOf)
  return {
    own: agencies.filter((one) => one.party === party && !one.retired).flatMap(keepersOf),
    keeperName: (id) => all.find((one) => one.id === id)?.label ?? id,
  }
}
