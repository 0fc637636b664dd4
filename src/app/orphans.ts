import type { ExhibitFolder, Store } from '../store/index.ts'
import type { EntenteNode } from './node.ts'

/** Sealed files that no act names are kept as long as this: whoever sealed one may be about to name it. */
const GRACE_MS = 24 * 3_600_000

/**
 * Removes sealed files that no act of any channel names: an act was refused after its files were sealed, or a crash came
 * in between. Nothing is removed while a channel is not wholly folded, since its acts may name them. Gives how many.
 */
export async function removeOrphans(
  { channels, needs }: Pick<EntenteNode, 'channels' | 'needs'>,
  vault: ExhibitFolder,
  store: Store,
): Promise<number> {
  for (const { folds } of channels) {
    await folds.idle()
    if (folds.failed !== undefined || folds.upgradeNeeded !== undefined) return 0
  }
  const named = new Set<string>()
  for (const { id } of await store.channels())
    for (const { sealed } of await store.exhibits(id)) named.add(sealed)
  const before = needs.clock.now() - GRACE_MS
  let removed = 0
  for (const { sealed, changedMs } of await vault.files()) {
    if (named.has(sealed) || changedMs >= before) continue
    await vault.remove(sealed)
    removed += 1
  }
  return removed
}
