import type { PartyId } from './types.ts'
import type { VerifiedBundle } from './verify-matter.ts'
import type { Doubt } from './verify-report.ts'

/** What a matter bundle does not show, said as plainly as what it shows. */
export function bundleDoubts(
  {
    acts,
    attestations,
    exhibits,
    parties,
  }: Pick<VerifiedBundle, 'acts' | 'attestations' | 'exhibits' | 'parties'>,
  stopped: boolean,
): Doubt[] {
  const doubts: Doubt[] = []
  if (stopped) {
    doubts.push({
      code: 'not-read',
      message: 'Reading stopped at a fault; what comes after it was not looked at.',
    })
  }
  for (const { id, anchored } of parties) {
    if (anchored) continue
    const message = `No card of "${id}" was given: that these are its keys is only what the file says.`
    doubts.push({ code: 'keys-unanchored', party: id, message })
  }
  // Somebody put the bundle together: what was left out leaves no gap in it.
  doubts.push({
    code: 'matter-partial',
    count: acts.length,
    message: 'Whether the matter has more acts than these the file cannot show.',
  })
  for (const { id: party } of parties) {
    const own = acts.filter((act) => act.party === party)
    for (const { id: by } of parties) doubts.push(...unreceipted(own, party, by))
    const absent = own.filter(({ body }) => body === 'absent').length
    if (absent === 0) continue
    const message = `${absent} bodies of "${party}" are not in the file: their content cannot be told.`
    doubts.push({ code: 'bodies-absent', party, count: absent, message })
  }
  if (attestations > 0) {
    doubts.push({
      code: 'officers-unappointed',
      count: attestations,
      message: `Who the ${attestations} officers are: their appointments stand in other matters.`,
    })
  }
  if (exhibits.absent > 0) {
    const message = `${exhibits.absent} exhibits that acts name are not in the file.`
    doubts.push({ code: 'exhibits-absent', count: exhibits.absent, message })
  }
  const sealed = exhibits.sealed.length
  if (sealed > 0) {
    const message = `${sealed} exhibits are sealed: what is in them can be told only with a recipient's key.`
    doubts.push({ code: 'exhibits-sealed', count: sealed, message })
  }
  return doubts
}

function unreceipted(acts: VerifiedBundle['acts'], party: PartyId, by: PartyId): Doubt[] {
  const count = acts.filter(({ untold }) => untold.includes(by)).length
  if (count === 0) return []
  const message = `There is no receipt by "${by}" for ${count} acts of "${party}".`
  return [{ code: 'receipt-missing', party, by, count, message }]
}
