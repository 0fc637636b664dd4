import { hkdfSync } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import {
  type ApiServer,
  type ApiServerOptions,
  StoredKeys,
  Uploads,
  forgetAnswers,
  openApiServer,
} from '../api/index.ts'
import type { ExpiringItem } from '../desk/index.ts'
import { systemRng } from '../exchange/index.ts'
import type { PrivateSide } from '../private/index.ts'
import {
  type SignIn,
  openSignIn,
  parseSignInConfig,
  type SignInNeeds,
  openBreachedPasswords,
} from '../sign-in/index.ts'
import type { SqliteFile } from '../store/index.ts'
import { ApiFounding } from './api-founding.ts'
import { ApiFigures } from './api-figures.ts'
import { ApiNode } from './api-node.ts'
import { ApiOffice } from './api-office.ts'
import { ApiRecord } from './api-record.ts'
import type { DeskConfig } from './config.ts'
import { DailyRound } from './daily-round.ts'
import { DOOR_TABLES } from './door-tables.ts'
import { Drafting } from './drafting.ts'
import { AppError } from './errors.ts'
import { expiringItems } from './expiring.ts'
import type { Log } from './log.ts'
import { Office, openSide } from './office.ts'
import { openOperatorDesk } from './operator-desk.ts'
import { noteSearchDamage } from './private-file.ts'
import type { RecordReader } from './record-readers.ts'
import { refusalOf } from './refusal.ts'
import { searchReader } from './search-reader.ts'
import { RequestDesk } from './request-desk.ts'
import type { OpenedNode } from './serve.ts'
import { SignInTrail } from './sign-in-trail.ts'
import { settleDrafts } from './unfinished-drafts.ts'

/** Files on their way in; plain, so they never stay longer than they must. */
const INCOMING_FOLDER = 'incoming'
/** Built beside the program: the same place from a checkout and from the published package. */
const SCREENS_FOLDER = fileURLToPath(new URL('../../dist/web/', import.meta.url))
const SECRET_BYTES = 32
const RUN_BYTES = 8

/** Where the node's own people come in, and what works for them behind it. */
export interface OfficersDoor extends ApiServer {
  readonly office: Office
  /** Takes stock of what will expire, as it does once a day. */
  watchExpiries(): Promise<void>
}

export { DOOR_TABLES, openSide }

/** Who must let go of an expunged act behind the door: search, the draft it was written from, and the answer to who made it. */
export function doorReader(side: PrivateSide, file: SqliteFile, dir: string): RecordReader {
  const reader = searchReader(side)
  return {
    ...reader,
    read: (channel, party, acts) =>
      reader.read(channel, party, acts).catch((cause: unknown) => {
        noteSearchDamage(dir, cause)
        throw cause
      }),
    forgot: async (channel, party, act) => {
      await reader.forgot(channel, party, act).catch((cause: unknown) => {
        noteSearchDamage(dir, cause)
        throw cause
      })
      await forgetAnswers(file, act)
    },
  }
}

/** Opens the door for the node's own people and tools. Throws AppError `config-invalid`, SignInError `sign-in-config-invalid`. */
export async function openOfficersDoor(
  opened: OpenedNode,
  desk: DeskConfig,
  side: PrivateSide,
  log: Log,
): Promise<OfficersDoor> {
  const { dir, node, privateFile } = opened
  const { clock } = node.needs
  const onFault = (cause: unknown): void => log('fault', { message: String(cause) })
  const door: { server?: ApiServer } = {}
  const listening = (): ApiServer => requireOpen(door.server)
  const trail = new SignInTrail({ signIn: () => listening().signIn, log: side.log, onFault })
  const office = officeOf(opened, desk, side, listening, onFault)
  const uploads = await openUploads(opened, side)
  await settleDrafts(node, side, onFault)
  const tls = await tlsOf(dir, desk)
  const breached = await breachedOf(dir, desk)
  const api = new ApiNode(opened)
  const requests = new RequestDesk(node)
  const peerDoor = node.needs.secrets.tls.certPem
  const expiring = (): Promise<ExpiringItem[]> =>
    expiringItems({ peerDoor, officersDoor: tls?.cert, signIn: listening().signIn })
  const operators = await openOperatorDesk(opened, expiring, onFault)
  const opening = await openApiServer(
    {
      node: api,
      office: new ApiOffice(node, office),
      record: new ApiRecord(node),
      figures: new ApiFigures(node),
      operator: operators.operator,
      founding: new ApiFounding(opened),
      clock,
      rng: systemRng,
      signInAt: (origin) =>
        signInAt(opened, desk, origin, { happened: () => trail.wake(), ...breached?.checks }),
      side,
      requests,
      drafting: new Drafting({ opened, api, side, file: privateFile, uploads, requests, desk: office.desk }),
      keys: new StoredKeys(privateFile, clock, Buffer.from(systemRng.bytes(RUN_BYTES)).toString('hex')),
      uploads,
      refusalOf,
      log,
    },
    serverOptions(desk, tls),
  )
  door.server = opening
  trail.wake()
  const watchExpiries = async (): Promise<void> => office.watchExpiries(await expiring())
  const daily = [() => side.eraseDiscarded(), () => uploads.forgetOld(), watchExpiries]
  const round = new DailyRound(clock, daily, onFault)
  round.start()
  await office.start()
  return {
    ...opening,
    office,
    watchExpiries,
    close: async () => {
      await opening.close()
      await operators.stop()
      await breached?.list.close()
      await trail.idle()
      await round.stop()
      // The private side stays open: the node goes on reading the record into it until it has stopped too.
      await office.stop()
    },
  }
}

function requireOpen(server: ApiServer | undefined): ApiServer {
  if (server !== undefined) return server
  throw new AppError('node-stopped', 'The door is not open yet.')
}

/** The people's half of the node, which asks for its door only once that is open. */
function officeOf(
  { dir, node, privateFile }: OpenedNode,
  { commands }: DeskConfig,
  side: PrivateSide,
  listening: () => ApiServer,
  onFault: (cause: unknown) => void,
): Office {
  return new Office({
    dir,
    node,
    side,
    file: privateFile,
    clock: node.needs.clock,
    rng: systemRng,
    signIn: () => listening().signIn,
    origin: () => listening().origin,
    commands: new Map(Object.entries(commands ?? {})),
    onFault,
  })
}

function openUploads({ config, dir, node, privateFile }: OpenedNode, side: PrivateSide): Promise<Uploads> {
  return Uploads.open({
    file: privateFile,
    folder: join(dir, INCOMING_FOLDER),
    clock: node.needs.clock,
    rng: systemRng,
    maxBytes: config.exhibitsBytes,
    named: () => side.drafts.filesNamed(),
  })
}

function serverOptions(desk: DeskConfig, tls: Awaited<ReturnType<typeof tlsOf>>): ApiServerOptions {
  const { host, origin, port, proxies, requestsPerMinute, strangersPerMinute } = desk
  return {
    host,
    port,
    origin,
    screens: SCREENS_FOLDER,
    ...(tls === undefined ? {} : { tls }),
    ...(proxies === undefined ? {} : { proxies }),
    limits: {
      ...(requestsPerMinute === undefined ? {} : { requestsPerMinute }),
      ...(strangersPerMinute === undefined ? {} : { strangersPerMinute }),
    },
  }
}

/** Who the people of a node are, bound to the origin at which they come in. */
export function signInAt(
  { config, node, privateFile }: OpenedNode,
  desk: DeskConfig,
  origin: string,
  more: Pick<SignInNeeds, 'breached' | 'happened'> = {},
): SignIn {
  const { demo, oidc } = desk
  // A key of its own from the one secret that no rotation ever changes; sealed tables stay readable as long as exhibits do.
  const { identity } = node.needs.secrets.exhibit
  const secret = hkdfSync('sha256', identity, '', 'entente/v1/sign-in', SECRET_BYTES)
  return openSignIn(privateFile, {
    clock: node.needs.clock,
    rng: systemRng,
    ...more,
    secret: new Uint8Array(secret),
    config: parseSignInConfig({
      name: config.name,
      rpId: new URL(origin).hostname,
      origins: [origin],
      demo,
      ...(oidc === undefined ? {} : { oidc }),
    }),
  })
}

async function breachedOf(dir: string, { breachedPasswords }: DeskConfig) {
  if (breachedPasswords === undefined) return undefined
  const list = await openBreachedPasswords(resolve(dir, breachedPasswords))
  return { list, checks: { breached: list.holds } }
}

async function tlsOf(dir: string, { tls }: DeskConfig): Promise<{ key: string; cert: string } | undefined> {
  if (tls === undefined) return undefined
  const read = (field: string, path: string): Promise<string> =>
    readFile(resolve(dir, path), 'utf8').catch((cause: unknown) => {
      throw new AppError('config-invalid', `desk.tls.${field}: ${path} cannot be read.`, {
        field: `desk.tls.${field}`,
        cause,
      })
    })
  return { key: await read('key', tls.key), cert: await read('cert', tls.cert) }
}
