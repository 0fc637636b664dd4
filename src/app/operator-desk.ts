import type { ExpiringItem } from '../desk/index.ts'
import { ApiOperator } from './api-operator.ts'
import { Backups, backupsFolder } from './backups.ts'
import { backup } from './operations-files.ts'
import type { OpenedNode } from './serve.ts'

/** What works for whoever looks after the node. */
export interface OperatorDesk {
  readonly operator: ApiOperator
  /** Gives up what is under way. */
  stop(): Promise<void>
}

export async function openOperatorDesk(
  opened: OpenedNode,
  expiring: () => Promise<readonly ExpiringItem[]>,
  onFault: (cause: unknown) => void,
): Promise<OperatorDesk> {
  const { config, dir, node } = opened
  const backups = new Backups({
    folder: backupsFolder(dir, config),
    party: config.party,
    nowMs: () => node.needs.clock.now(),
    make: (path, signal) => backup(opened, { path }, signal),
    onFault,
  })
  await backups.sweep()
  return { operator: new ApiOperator({ opened, backups, expiring }), stop: () => backups.stop() }
}
