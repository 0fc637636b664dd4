import { z } from 'zod'
import { type ActArgs, type ActResult, actArgs, actOn } from './operations-act.ts'
import type { InboxResult, ToldWay } from './operations-desk.ts'
import {
  type BundleArgs,
  type CallArgs,
  type ChannelArgs,
  type CheckArgs,
  type ContactArgs,
  type LogArgs,
  type SearchArgs,
  type SideArgs,
  type SideProposeArgs,
  type WaysArgs,
  bundleArgs,
  callArgs,
  channelArgs,
  checkArgs,
  contactArgs,
  logArgs,
  searchArgs,
  sideArgs,
  sideProposeArgs,
  waysArgs,
} from './operations-desk-args.ts'
import type { ToldAgency, ToldCall } from './operations-hotline.ts'
import type { BundleResult, SearchHit } from './operations-trail.ts'
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
import {
  type GrantArgs,
  type KeyAddArgs,
  type LinkResult,
  type RevokeArgs,
  type SeatAddArgs,
  type ToldGrant,
  type ToldKey,
  type ToldSeat,
  type ToldSession,
  type ToldUser,
  type UserAddArgs,
  type UserArgs,
  glassSeal,
  grantArgs,
  keyAdd,
  keyAddArgs,
  keyList,
  keyRevoke,
  revokeArgs,
  seatAdd,
  seatAddArgs,
  seatGrant,
  seatList,
  seatRevoke,
  sessionList,
  sessionRevoke,
  userAdd,
  userAddArgs,
  userArgs,
  userDisable,
  userLink,
  userList,
} from './operations-people.ts'
import type { KeyChanges } from './key-change.ts'
import { rotateKeys } from './operations-keys.ts'
import { type ProveArgs, type ProveResult, prove, proveArgs } from './operations-prove.ts'
import { type ShowArgs, type ShowResult, show, showArgs } from './operations-show.ts'
import type { RequestCheck } from '../instruments/index.ts'
import type { LogReport, LoggedEntry } from '../private/index.ts'
import type { ContactFigures } from '../report/index.ts'
import type { SideView } from './side-channels.ts'
import { AppError } from './errors.ts'
import { traced } from './operator-trace.ts'
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

type Nothing = Record<string, never>
const nothing: z.ZodType<Nothing> = z.strictObject({})

export interface Operations {
  readonly card: Operation<Nothing, { card: string }>
  readonly channelPropose: Operation<ProposeArgs, FoundingResult>
  readonly channelAccept: Operation<AcceptArgs, FoundingResult>
  readonly channelOpen: Operation<AcceptArgs, FoundingResult>
  readonly act: Operation<ActArgs, ActResult>
  readonly expunge: Operation<ExpungeArgs, ExpungeResult>
  readonly rotateKeys: Operation<Record<string, never>, KeyChanges>
  readonly show: Operation<ShowArgs, ShowResult>
  readonly openExhibit: Operation<ExhibitArgs, ExhibitResult>
  readonly prove: Operation<ProveArgs, ProveResult>
  readonly exportChannel: Operation<ExportArgs, ExportResult>
  readonly importChannel: Operation<ImportArgs, ImportResult>
  readonly backup: Operation<BackupArgs, BackupResult>
  readonly doctor: Operation<Nothing, DoctorResult>
  readonly userAdd: Operation<UserAddArgs, ToldUser>
  readonly userList: Operation<Nothing, { readonly users: readonly ToldUser[] }>
  readonly userDisable: Operation<UserArgs, ToldUser>
  readonly userLink: Operation<UserArgs, LinkResult>
  readonly seatAdd: Operation<SeatAddArgs, ToldSeat>
  readonly seatList: Operation<Nothing, { readonly seats: readonly ToldSeat[] }>
  readonly seatGrant: Operation<GrantArgs, ToldGrant>
  readonly seatRevoke: Operation<RevokeArgs, { readonly id: string }>
  readonly keyAdd: Operation<KeyAddArgs, ToldKey & { readonly token: string; readonly origin: string }>
  readonly keyList: Operation<Nothing, { readonly keys: readonly ToldKey[] }>
  readonly keyRevoke: Operation<RevokeArgs, { readonly id: string }>
  readonly sessionList: Operation<Nothing, { readonly sessions: readonly ToldSession[] }>
  readonly sessionRevoke: Operation<UserArgs, { readonly user: string; readonly ended: number }>
  readonly glassSeal: Operation<Nothing, { readonly code: string }>
  readonly inbox: Operation<Nothing, InboxResult>
  readonly requestCheck: Operation<CheckArgs, RequestCheck>
  readonly callPlace: Operation<CallArgs, ActResult>
  readonly callList: Operation<ChannelArgs, { readonly calls: readonly ToldCall[] }>
  readonly contactAsk: Operation<ContactArgs, ActResult>
  readonly contactTally: Operation<ChannelArgs, { readonly scores: readonly ContactFigures[] }>
  readonly directoryShow: Operation<ChannelArgs, { readonly agencies: readonly ToldAgency[] }>
  readonly sideList: Operation<Nothing, { readonly sides: readonly SideView[] }>
  readonly sidePropose: Operation<SideProposeArgs, SideView>
  readonly sideAccept: Operation<SideArgs, SideView>
  readonly sideDecline: Operation<SideArgs, SideView>
  readonly logShow: Operation<
    LogArgs,
    { readonly entries: readonly LoggedEntry[]; readonly next: string | null }
  >
  readonly logVerify: Operation<Nothing, LogReport>
  readonly search: Operation<
    SearchArgs,
    { readonly hits: readonly SearchHit[]; readonly next: string | null }
  >
  readonly bundle: Operation<BundleArgs, BundleResult>
  readonly noticeWays: Operation<WaysArgs, { readonly user: string; readonly ways: readonly ToldWay[] }>
  readonly noticeTest: Operation<WaysArgs, { readonly user: string }>
}
export type OperationName = keyof Operations
export type ArgumentsOf<N extends OperationName> =
  Operations[N] extends Operation<infer A, unknown> ? A : never
export type ResultOf<N extends OperationName> = Awaited<ReturnType<Operations[N]['run']>>

/** Loaded when something is asked of it: most commands need neither desk nor private side. */
const desk = () => import('./operations-desk.ts')
const hotline = () => import('./operations-hotline.ts')
const trail = () => import('./operations-trail.ts')

const operations: Operations = {
  card: operation(nothing, card),
  channelPropose: operation(proposeArgs, propose),
  channelAccept: operation(acceptArgs, accept),
  channelOpen: operation(acceptArgs, open),
  act: operation(actArgs, actOn),
  expunge: operation(expungeArgs, expunge),
  rotateKeys: operation(nothing, rotateKeys),
  show: operation(showArgs, show),
  openExhibit: operation(exhibitArgs, openExhibit),
  prove: operation(proveArgs, prove),
  exportChannel: operation(exportArgs, exportChannel),
  importChannel: operation(importArgs, importChannel),
  backup: operation(backupArgs, (opened, args) => backup(opened, args)),
  doctor: operation(nothing, (opened) => doctor(opened)),
  userAdd: operation(userAddArgs, userAdd),
  userList: operation(nothing, userList),
  userDisable: operation(userArgs, userDisable),
  userLink: operation(userArgs, userLink),
  seatAdd: operation(seatAddArgs, seatAdd),
  seatList: operation(nothing, seatList),
  seatGrant: operation(grantArgs, seatGrant),
  seatRevoke: operation(revokeArgs, seatRevoke),
  keyAdd: operation(keyAddArgs, keyAdd),
  keyList: operation(nothing, keyList),
  keyRevoke: operation(revokeArgs, keyRevoke),
  sessionList: operation(nothing, sessionList),
  sessionRevoke: operation(userArgs, sessionRevoke),
  glassSeal: operation(nothing, glassSeal),
  inbox: operation(nothing, async (opened) => (await desk()).inbox(opened)),
  requestCheck: operation(checkArgs, async (opened, args) => (await desk()).requestCheck(opened, args)),
  callPlace: operation(callArgs, async (opened, args) => (await hotline()).callPlace(opened, args)),
  callList: operation(channelArgs, async (opened, args) => (await hotline()).callList(opened, args)),
  contactAsk: operation(contactArgs, async (opened, args) => (await hotline()).contactAsk(opened, args)),
  contactTally: operation(channelArgs, async (opened, args) => (await hotline()).contactTally(opened, args)),
  directoryShow: operation(channelArgs, async (opened, args) =>
    (await hotline()).directoryShow(opened, args),
  ),
  sideList: operation(nothing, async (opened) => (await desk()).sideList(opened)),
  sidePropose: operation(sideProposeArgs, async (opened, args) => (await desk()).sidePropose(opened, args)),
  sideAccept: operation(sideArgs, async (opened, args) => (await desk()).sideAccept(opened, args)),
  sideDecline: operation(sideArgs, async (opened, args) => (await desk()).sideDecline(opened, args)),
  logShow: operation(logArgs, async (opened, args) => (await trail()).logShow(opened, args)),
  logVerify: operation(nothing, async (opened) => (await trail()).logVerify(opened)),
  search: operation(searchArgs, async (opened, args) => (await trail()).search(opened, args)),
  bundle: operation(bundleArgs, async (opened, args) => (await trail()).bundle(opened, args)),
  noticeWays: operation(waysArgs, async (opened, args) => (await desk()).noticeWays(opened, args)),
  noticeTest: operation(waysArgs, async (opened, args) => (await desk()).noticeTest(opened, args)),
}

/** Operations that record acts or look at the peers: in a process of their own they first let the node hear from its peers. */
export const NEEDS_PEERS: readonly OperationName[] = [
  'act',
  'expunge',
  'doctor',
  'callPlace',
  'contactAsk',
  'bundle',
  'rotateKeys',
]

/** Checks the arguments and runs. Throws AppError `usage` for an operation that is not known, and what the operation throws. */
export async function runOperation(opened: OpenedNode, name: string, args: unknown): Promise<unknown> {
  if (!isOperation(name)) throw new AppError('usage', `op: "${name}" is not an operation.`, { field: 'op' })
  return traced<unknown>(opened.side, name, args, () => operations[name].run(opened, args))
}

function isOperation(name: string): name is OperationName {
  return Object.hasOwn(operations, name)
}
