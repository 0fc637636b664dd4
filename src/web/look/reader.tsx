import { createContext, type ReactNode, use } from 'react'

/** Who reads: whose clock and whose side everything is shown from. */
export interface Reader {
  readonly user: string
  readonly name: string
  readonly party: string
  /** IANA name of the reader's zone. */
  readonly zone: string
  /** Zones of the other parties' agencies, as the directory lists them; UTC for whoever reads none. */
  readonly otherZones: readonly string[]
  readonly may: (permission: string) => boolean
  /** How a party is called: by our own directory and the agreed charter, never by what an act says. */
  readonly partyName: (party: string) => string
  readonly isDemo: boolean
}

const ReaderContext = createContext<Reader | undefined>(undefined)

export function WithReader({
  reader,
  children,
}: {
  readonly reader: Reader
  readonly children: ReactNode
}): ReactNode {
  return <ReaderContext value={reader}>{children}</ReaderContext>
}

export function useReader(): Reader {
  const reader = use(ReaderContext)
  if (reader === undefined) throw new TypeError('A screen is shown outside WithReader.')
  return reader
}
