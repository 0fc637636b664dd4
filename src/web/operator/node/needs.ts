import type { ScreenKey, Values } from '../../../words/index.ts'
import type { Reply } from '../../api/client.ts'

/** Something that the operator should do, in one sentence, with the part of the screens where it is done. */
export interface Need {
  readonly tone: 'bad' | 'warn'
  /** Who it is about, as they call themselves. */
  readonly about?: string
  readonly text: ScreenKey
  readonly values?: Values
  readonly part: 'links' | 'founding' | 'keys' | 'backups' | 'node'
}

const DAY_MS = 86_400_000
/** A week of record is too much to fetch from the peers and too much of the private side to lose. */
const BACKUP_OLD_DAYS = 7
const DISK_FREE_SHARE = 0.1
const EXPIRY_DAYS = 30

/** What needs doing now, the worst first. */
export function needsOf(
  { backup, channels, disk, doctor }: Reply<'node.status'>,
  links: Reply<'links.list'>['items'],
  expiries: Reply<'expiries.list'>['items'],
  nowMs: number,
): readonly Need[] {
  const needs: Need[] = []
  for (const { mismatch, writable } of channels) {
    if (!writable) needs.push({ tone: 'bad', text: 'operator.need-read-only', part: 'links' })
    if (mismatch !== null) needs.push({ tone: 'bad', text: 'operator.do-mismatch', part: 'links' })
  }
  for (const { frozen, name, up } of links) {
    if (frozen !== null) needs.push({ tone: 'bad', about: name, text: 'operator.need-frozen', part: 'links' })
    if (up === false) needs.push({ tone: 'warn', about: name, text: 'operator.need-down', part: 'links' })
  }
  if (disk.freeBytes < disk.totalBytes * DISK_FREE_SHARE)
    needs.push({ tone: 'bad', text: 'operator.do-disk', part: 'node' })
  for (const { daysLeft } of expiries)
    if (daysLeft <= EXPIRY_DAYS)
      needs.push({
        tone: daysLeft < 0 ? 'bad' : 'warn',
        text: daysLeft < 0 ? 'operator.need-expired' : 'operator.need-expiry',
        values: { days: daysLeft },
        part: 'keys',
      })
  const backupDays = backup === null ? null : Math.floor((nowMs - Date.parse(backup.made)) / DAY_MS)
  if (backupDays === null) needs.push({ tone: 'bad', text: 'operator.need-backup', part: 'backups' })
  else if (backupDays >= BACKUP_OLD_DAYS)
    needs.push({
      tone: 'warn',
      text: 'operator.need-backup-old',
      values: { days: backupDays },
      part: 'backups',
    })
  const wrong = doctor.findings.filter(({ level }) => level === 'wrong').length
  if (wrong > 0)
    needs.push({ tone: 'bad', text: 'operator.need-wrong', values: { count: wrong }, part: 'node' })
  if (channels.length === 0) needs.push({ tone: 'warn', text: 'operator.do-found', part: 'founding' })
  return needs.sort((some, other) => Number(other.tone === 'bad') - Number(some.tone === 'bad'))
}
