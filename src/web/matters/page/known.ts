import type { Act } from './given.ts'

/** How far an act has come at one other party. */
export interface Known {
  readonly party: string
  /** `acted`: it has made another act that had seen this one. */
  readonly how: 'not-there' | 'there' | 'acted'
}

/** Acts that a node makes without anybody having looked. */
function isByItself({ data, type }: Act): boolean {
  if (type === 'directory.contact.answer') return data['how'] === 'machine'
  return type === 'evidence.receive' || type === 'body.expunged'
}

/** How much of every feed each party's people had seen when they last acted here: party → feed → size. */
export type Seen = ReadonlyMap<string, Readonly<Record<string, number>>>

/** What the acts of this matter show of who had seen what. Along a feed it only ever grows. */
export function seenIn(acts: readonly Act[]): Seen {
  const seen = new Map<string, Record<string, number>>()
  for (const one of acts) {
    if (isByItself(one)) continue
    const own = seen.get(one.by) ?? {}
    for (const [feed, size] of Object.entries(one.saw)) own[feed] = Math.max(own[feed] ?? 0, size)
    seen.set(one.by, own)
  }
  return seen
}

/** Of each party but the author: whether the act is there, and whether somebody there has acted since. */
export function knownTo({ by, marks, seq }: Act, parties: readonly string[], seen: Seen): readonly Known[] {
  return parties
    .filter((party) => party !== by)
    .map((party) => {
      if ((seen.get(party)?.[by] ?? 0) > seq) return { party, how: 'acted' }
      return { party, how: marks.receivedBy.includes(party) ? 'there' : 'not-there' }
    })
}
