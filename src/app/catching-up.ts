import type { Clock } from '../exchange/index.ts'
import type { PrivateSide } from '../private/index.ts'
import type { SqliteFile } from '../store/index.ts'
import type { EntenteNode } from './node.ts'
import { type RestoredBackup, noteCaughtUp } from './restored-note.ts'
import { settleOldDrafts } from './unfinished-drafts.ts'

/** A restored node whose peers stay silent works by what it has after this: late is better than never. */
const WAIT_MAX_MS = 600_000

interface CatchingUpNeeds {
  readonly node: EntenteNode
  readonly side: PrivateSide
  readonly file: SqliteFile
  readonly clock: Clock
}

/**
 * In a folder that was made from a backup: resolves when the record has come back, or nobody can wait any longer. What the
 * backup says of timers is old until then: a call that was answered since would ring again. Ends early when `stopped`.
 */
export async function caughtUp(
  { clock, file, node, side }: CatchingUpNeeds,
  { madeMs }: RestoredBackup,
  stopped: Promise<void>,
): Promise<void> {
  const writable = node.channels.map(
    (channel) =>
      new Promise<void>((resolve) => {
        channel.readiness.whenWritable(resolve)
      }),
  )
  const whole = Promise.all(writable).then(async () => {
    for (const { folds } of node.channels) await folds.idle()
    await settleOldDrafts(node, side, madeMs)
    await noteCaughtUp(file)
  })
  let cancel: () => void = () => undefined
  const late = new Promise<void>((resolve) => {
    cancel = clock.after(WAIT_MAX_MS, resolve)
  })
  try {
    await Promise.race([whole, late, stopped])
  } finally {
    cancel()
  }
}
