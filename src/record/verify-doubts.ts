import type { Doubt, VerifiedRecord } from './verify-report.ts'

/** What a file does not show, said as plainly as what it shows: silence would be taken for assurance. */
export function doubtsOf(
  told: Pick<VerifiedRecord, 'parties' | 'feeds' | 'exhibits'>,
  stopped: boolean,
): Doubt[] {
  const { parties, feeds, exhibits } = told
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
  for (const feed of feeds) {
    for (const { id } of parties) {
      if (id === feed.party) continue
      const upTo = feed.receipts.find(({ by }) => by === id)?.size ?? 0
      const count = feed.size - upTo
      if (count === 0) continue
      const message = `There is no receipt by "${id}" for the last ${count} of ${feed.size} leaves of "${feed.party}".`
      doubts.push({ code: 'receipt-missing', party: feed.party, by: id, count, message })
    }
    const { absent } = feed.bodies
    if (absent === 0) continue
    const message = `${absent} bodies of "${feed.party}" are not in the file: their content cannot be told.`
    doubts.push({ code: 'bodies-absent', party: feed.party, count: absent, message })
  }
  if (exhibits.absent > 0) {
    const message = `${exhibits.absent} exhibits that acts name are not in the file.`
    doubts.push({ code: 'exhibits-absent', count: exhibits.absent, message })
  }
  if (exhibits.held > 0) {
    const message = `${exhibits.held} exhibits are sealed: what is in them can be told only with a recipient's key.`
    doubts.push({ code: 'exhibits-sealed', count: exhibits.held, message })
  }
  return doubts
}
