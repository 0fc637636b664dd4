import type { KeyChanges } from './key-change.ts'
import { ready } from './operations-act.ts'
import type { OpenedNode } from './serve.ts'

/** How long the peers of a node that was started for this may take to be heard. */
const READY_WAIT_MS = 10_000

/** New head and receipt keys in every open channel. */
export async function rotateKeys(opened: OpenedNode): Promise<KeyChanges> {
  for (const channel of opened.node.channels) await ready(opened, channel, READY_WAIT_MS)
  return opened.node.changeKeys()
}
