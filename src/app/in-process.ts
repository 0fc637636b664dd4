import { callRunning, type Performed } from './control.ts'
import { AppError } from './errors.ts'
import { type Environment, type OpenedNode, openNode } from './serve.ts'
import {
  type ArgumentsOf,
  NEEDS_PEERS,
  type OperationName,
  type ResultOf,
  runOperation,
} from './operations.ts'
import { refusalOf } from './refusal.ts'
import { systemClock } from '../exchange/index.ts'
import { StoreError } from '../store/index.ts'
import { within } from './within.ts'

/** Another command that holds the folder is done within this time; a running node answers on its socket instead. */
const LOCK_WAIT_MS = 3_000
const LOCK_RETRY_MS = 50

/**
 * One operation on the node of `dir`: asked of the running node, or done by a node opened in this process for it,
 * which stops when the operation is done. A node opened to write first hears from its peers.
 */
export async function perform<N extends OperationName>(
  dir: string,
  op: N,
  args: ArgumentsOf<N>,
  environment: Environment,
): Promise<Performed<ResultOf<N>>> {
  const endMs = systemClock.monotonic() + LOCK_WAIT_MS
  try {
    for (;;) {
      const running = await callRunning(dir, op, args)
      if (running !== undefined) return running
      const opened = await tryOpen(dir, environment)
      if (opened !== undefined) return await once(opened, op, args)
      if (systemClock.monotonic() > endMs)
        throw new AppError('node-running', `D: another process holds ${dir} and does not answer.`, {
          field: 'D',
        })
      await within(systemClock, LOCK_RETRY_MS, new Promise<void>(() => undefined))
    }
  } catch (cause) {
    return { error: refusalOf(cause) }
  }
}

async function tryOpen(dir: string, environment: Environment): Promise<OpenedNode | undefined> {
  try {
    return await openNode(dir, environment, () => undefined)
  } catch (cause) {
    if (cause instanceof StoreError && cause.code === 'store-locked') return undefined
    throw cause
  }
}

async function once<N extends OperationName>(
  opened: OpenedNode,
  op: N,
  args: ArgumentsOf<N>,
): Promise<Performed<ResultOf<N>>> {
  try {
    // For one command nobody is let in.
    if (NEEDS_PEERS.includes(op)) await opened.start({ door: false })
    // The table of operations gives each its result.
    return { result: (await runOperation(opened, op, args)) as ResultOf<N> }
  } finally {
    await opened.stop()
  }
}
