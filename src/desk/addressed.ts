import type { HotlineLine } from '../instruments/index.ts'
import type { Audience } from './notices.ts'
import type { PeoplePort, Recipient } from './ports.ts'

/**
 * Whom an audience is at an instant. A line on which nobody is on duty is a gap, and the next one is asked; when all are
 * empty, everybody who may answer the hotline is told: a call must reach somebody.
 */
export async function addressed(
  audience: Audience,
  people: PeoplePort,
  atMs: number,
): Promise<{ readonly recipients: readonly Recipient[]; readonly gaps: readonly HotlineLine[] }> {
  if (audience.to !== 'lines') return { recipients: once(await people.reached(audience, atMs)), gaps: [] }
  const { channel, seat } = audience
  const gaps: HotlineLine[] = []
  for (const line of audience.lines) {
    const recipients = await people.reached({ to: 'line', channel, seat, line }, atMs)
    if (recipients.length > 0) return { recipients: once(recipients), gaps }
    gaps.push(line)
  }
  const everybody = await people.reached({ to: 'permission', permission: 'hotline', channel }, atMs)
  return { recipients: once(everybody), gaps }
}

/** Somebody who is on duty on two lines is told once. */
function once(recipients: readonly Recipient[]): Recipient[] {
  return [...new Map(recipients.map((one) => [one.user, one])).values()]
}
