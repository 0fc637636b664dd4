import { z } from 'zod'
import { type ActArgs, type ActResult, actArgs, actOn } from './operations-act.ts'
import { type DoctorResult, doctor } from './operations-doctor.ts'
import { type ExhibitArgs, type ExhibitResult, exhibitArgs, openExhibit } from './operations-exhibit.ts'
import { type ExpungeArgs, type ExpungeResult, expunge, expungeArgs } from './operations-expunge.ts'
import {
  type BackupArgs,
  type BackupResult,
  type ExportArgs,
  type ExportResult,
  type ImportArgs,
  type ImportResult,
  backup,
  backupArgs,
  exportArgs,
  exportChannel,
  importArgs,
  importChannel,
} from './operations-files.ts'
import {
  type AcceptArgs,
  type FoundingResult,
  type ProposeArgs,
  accept,
  acceptArgs,
  card,
  open,
  propose,
  proposeArgs,
} from './operations-founding.ts'
import { type ProveArgs, type ProveResult, prove, proveArgs } from './operations-prove.ts'
import { type ShowArgs, type ShowResult, show, showArgs } from './operations-show.ts'
import { AppError } from './errors.ts'
import type { OpenedNode } from './serve.ts'

/** One thing an operator may ask of a node: JSON in, JSON out, whether it runs here or in another process. */
interface Operation<Arguments, Result> {
  readonly args: z.ZodType<Arguments>
  /** Checks the arguments first: they may come from another process. */
  run(opened: OpenedNode, args: unknown): Promise<Result>
}

function operation<A, R>(
  args: z.ZodType<A>,
  run: (opened: OpenedNode, args: A) => Promise<R>,
): Operation<A, R> {
  return { args, run: (opened, given) => run(opened, args.parse(given)) }
}

const nothing: z.ZodType<Record<string, never>> = z.strictObject({})

export interface Operations {
  readonly card: Operation<Record<string, never>, { card: string }>
  readonly channelPropose: Operation<ProposeArgs, FoundingResult>
  readonly channelAccept: Operation<AcceptArgs, FoundingResult>
  readonly channelOpen: Operation<AcceptArgs, FoundingResult>
  readonly act: Operation<ActArgs, ActResult>
  readonly expunge: Operation<ExpungeArgs, ExpungeResult>
  readonly show: Operation<ShowArgs, ShowResult>
  readonly openExhibit: Operation<ExhibitArgs, ExhibitResult>
  readonly prove: Operation<ProveArgs, ProveResult>
  readonly exportChannel: Operation<ExportArgs, ExportResult>
  readonly importChannel: Operation<ImportArgs, ImportResult>
  readonly backup: Operation<BackupArgs, BackupResult>
  readonly doctor: Operation<Record<string, never>, DoctorResult>
}
export type OperationName = keyof Operations
export type ArgumentsOf<N extends OperationName> =
  Operations[N] extends Operation<infer A, unknown> ? A : never
export type ResultOf<N extends OperationName> = Awaited<ReturnType<Operations[N]['run']>>

const operations: Operations = {
  card: operation(nothing, card),
  channelPropose: operation(proposeArgs, propose),
  channelAccept: operation(acceptArgs, accept),
  channelOpen: operation(acceptArgs, open),
  act: operation(actArgs, actOn),
  expunge: operation(expungeArgs, expunge),
  show: operation(showArgs, show),
  openExhibit: operation(exhibitArgs, openExhibit),
  prove: operation(proveArgs, prove),
  exportChannel: operation(exportArgs, exportChannel),
  importChannel: operation(importArgs, importChannel),
  backup: operation(backupArgs, backup),
  doctor: operation(nothing, doctor),
}

/** Operations that record acts or look at the peers: in a process of their own they first let the node hear from its peers. */
export const NEEDS_PEERS: readonly OperationName[] = ['act', 'expunge', 'doctor']

/** Checks the arguments and runs. Throws AppError `usage` for an operation that is not known, and what the operation throws. */
export async function runOperation(opened: OpenedNode, name: string, args: unknown): Promise<unknown> {
  if (!isOperation(name)) throw new AppError('usage', `op: "${name}" is not an operation.`, { field: 'op' })
  return operations[name].run(opened, args)
}

function isOperation(name: string): name is OperationName {
  return Object.hasOwn(operations, name)
}
