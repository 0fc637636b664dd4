import { existsSync } from 'node:fs'
import { mkdir, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import {
  type Clock,
  HttpsNet,
  type Pace,
  makeTlsIdentity,
  systemClock,
  systemRng,
} from '../exchange/index.ts'
import { ExhibitFolder, HighWaterFolder, type SqliteFile, SqliteStore } from '../store/index.ts'
import { AddressBook } from './address-book.ts'
import { type DeskConfig, type NodeConfig, newConfig, readConfig, writeConfig } from './config.ts'
import { AppError } from './errors.ts'
import { EXHIBITS_FOLDER, HIGH_WATER_FOLDER, STORE_FILE, requireEmpty } from './folder.ts'
import { FoundingBook } from './founding-book.ts'
import { Foundings } from './foundings.ts'
import type { Log } from './log.ts'
import { EntenteNode } from './node.ts'
import { removeOrphans } from './orphans.ts'
import { OwedErasures } from './owed-erasures.ts'
import type { PrivateSide } from '../private/index.ts'
import { freeDeskPort } from './desk-port.ts'
import { type OwnFile, SEARCH_FILE, openOwnFile, removeDamagedSearch } from './private-file.ts'
import type * as Doors from './officers-door.ts'
import type { OfficersDoor } from './officers-door.ts'
import type { RecordReader } from './record-readers.ts'
import { keptIn, makeSecrets, readSecrets, writeSecrets } from './secrets.ts'
import { SideBook } from './side-book.ts'

const MiB = 1024 * 1024
const LOOPBACK = '127.0.0.1'
/** Receipts are noted and become durable with the next act; on an idle node, after this. */
const FLUSH_EVERY_MS = 2_000

export type Environment = Readonly<Record<string, string | undefined>>

/** A node whose folder is open in this process and held exclusively until `stop`. */
export interface OpenedNode {
  readonly dir: string
  readonly config: NodeConfig
  readonly node: EntenteNode
  /** What never leaves the node. */
  readonly privateFile: SqliteFile
  /** False when it is damaged: what stands in its place is empty, and no door is opened. */
  readonly isPrivateWhole: boolean
  /** What was expunged from the record and not yet from the private side. */
  readonly owed: OwedErasures
  /** Channels being founded with other parties. */
  readonly foundings: Foundings
  /** Drafts, notes, access log and search; undefined for a node without a desk. */
  readonly side: PrivateSide | undefined
  /** The door for its own people; undefined while it does not run, or has none. */
  door(): OfficersDoor | undefined
  /** Whether it answers peers and calls them. */
  isStarted(): boolean
  /** When it began to; undefined before. */
  startedMs(): number | undefined
  /**
   * Answers peers and calls them, and its own people, unless the door is to stay closed.
   * Throws AppError `config-invalid` when an address is in use.
   */
  start(options?: { readonly door: boolean }): Promise<void>
  /** Ends what runs, writes what is folded, and lets the folder go. */
  stop(): Promise<void>
}

/**
 * Makes the folder of a new node: configuration and keys, nothing else. With a desk its own people can come in.
 * Throws AppError `party-invalid`, `name-invalid`, `url-invalid`, `folder-not-empty`; nothing is left behind then.
 */
export async function initNode(
  dir: string,
  party: string,
  name: string,
  url: string,
  desk?: Pick<DeskConfig, 'demo'>,
): Promise<NodeConfig> {
  const config = {
    ...newConfig(party, name, url),
    ...(desk === undefined
      ? {}
      : { desk: { host: LOOPBACK, port: await freeDeskPort(systemRng), origin: '', ...desk } }),
  }
  const made = !existsSync(dir)
  await requireEmpty(dir)
  const secrets = await makeSecrets(systemRng, await makeTlsIdentity(party, systemClock.now()))
  await mkdir(dir, { recursive: true, mode: 0o700 })
  try {
    await writeSecrets(dir, secrets)
    await writeConfig(dir, config)
  } catch (cause) {
    for (const name of await readdir(dir)) await rm(join(dir, name), { force: true })
    if (made) await rm(dir, { recursive: true, force: true })
    throw cause
  }
  return config
}

/**
 * Opens the folder of a node. Nothing is sent, answered or written before `start`.
 * `clock`: trials of deadlines bring one that they can move. Throws AppError `folder-not-a-node`, `config-invalid`, and
 * StoreError, `store-locked` when another process has it.
 */
export async function openNode(
  dir: string,
  environment: Environment,
  log: Log,
  clock: Clock = systemClock,
): Promise<OpenedNode> {
  const config = await readConfig(dir, environment)
  const secrets = await readSecrets(dir)
  const store = await SqliteStore.open(join(dir, STORE_FILE))
  let own: PrivateHalf | undefined
  try {
    own = await openPrivateHalf(dir, config, log, clock)
    const { doors, file, isWhole, owed, readers, side } = own
    const vault = await ExhibitFolder.open(join(dir, EXHIBITS_FOLDER), { maxBytes: config.exhibitsBytes })
    const highWater = await HighWaterFolder.open(join(dir, HIGH_WATER_FOLDER))
    const net = new HttpsNet({
      ...secrets.tls,
      ...config.listen,
      onFault: (fault) => log('fault', { message: String(fault) }),
    })
    const node = await EntenteNode.open({
      clock,
      rng: systemRng,
      net,
      store,
      vault,
      highWater,
      config,
      ...keptIn(dir, secrets),
      sideBook: new SideBook(file),
      readers,
      pace: paceOf(config),
      log,
    })
    for (const { channel, party, url } of await new AddressBook(file).all())
      node.channels.find(({ id }) => id === channel)?.callAt(party, url)
    const orphans = await removeOrphans(node, vault, store)
    if (orphans > 0) log('orphans-removed', { count: orphans })
    return runnable({
      dir,
      config,
      node,
      store,
      net,
      highWater,
      log,
      openDoor: doors?.openOfficersDoor,
      owed,
      privateFile: file,
      isPrivateWhole: isWhole,
      side,
    })
  } catch (cause) {
    await own?.side?.close()
    await own?.file.close()
    await store.close()
    throw cause
  }
}

interface PrivateHalf extends OwnFile {
  readonly doors: typeof Doors | undefined
  readonly side: PrivateSide | undefined
  readonly owed: OwedErasures
  readonly readers: readonly RecordReader[]
}

/** What never leaves the node, and who of it reads the record along. */
async function openPrivateHalf(
  dir: string,
  config: NodeConfig,
  log: Log,
  clock: Clock,
): Promise<PrivateHalf> {
  // Loaded only where people come in by it, or once did, since what is expunged must go from there too: it is most of
  // the program.
  const hasSide = config.desk !== undefined || existsSync(join(dir, SEARCH_FILE))
  const loaded = hasSide ? await import('./officers-door.ts') : undefined
  const { file, isWhole } = openOwnFile(dir, loaded?.DOOR_TABLES)
  try {
    if (!isWhole) log('private-damaged', {})
    const onFault = (cause: unknown): void => log('fault', { message: String(cause) })
    const owed = new OwedErasures({ file, clock, onFault })
    if (loaded === undefined || !isWhole)
      return { file, isWhole, owed, doors: undefined, side: undefined, readers: [] }
    removeDamagedSearch(dir)
    const side = await loaded.openSide(dir, file, clock, systemRng)
    const readers = [owed.around(loaded.doorReader(side, file, dir))]
    return { file, isWhole, owed, doors: loaded, side, readers }
  } catch (cause) {
    await file.close()
    throw cause
  }
}

interface NodeParts extends Pick<
  OpenedNode,
  'dir' | 'config' | 'node' | 'owed' | 'privateFile' | 'isPrivateWhole' | 'side'
> {
  readonly store: SqliteStore
  readonly net: HttpsNet
  readonly highWater: HighWaterFolder
  readonly log: Log
  /** Opens the door, where the node has one. */
  readonly openDoor:
    ((opened: OpenedNode, desk: DeskConfig, side: PrivateSide, log: Log) => Promise<OfficersDoor>) | undefined
}

/** What starts and stops: the node first and its door after it; the other way round at the end. */
function runnable(parts: NodeParts): OpenedNode {
  const { config, dir, openDoor, highWater, log, net, node, owed, privateFile, side, store } = parts
  let startedMs: number | undefined
  let door: OfficersDoor | undefined
  let cancelFlush: () => void = () => undefined
  const flushLater = (): void => {
    cancelFlush = node.needs.clock.after(FLUSH_EVERY_MS, () => {
      store.flush().catch((cause: unknown) => log('flush-failed', { message: String(cause) }))
      flushLater()
    })
  }
  const opened: OpenedNode = {
    dir,
    config,
    node,
    owed,
    foundings: foundingsOf(node, privateFile),
    privateFile,
    isPrivateWhole: parts.isPrivateWhole,
    side,
    door: () => door,
    isStarted: () => startedMs !== undefined,
    startedMs: () => startedMs,
    start: async ({ door: isDoorOpen } = { door: true }) => {
      await node.start().catch(explainAddress('listen', config.listen))
      await opened.foundings.resume()
      startedMs = node.needs.clock.now()
      flushLater()
      owed.start()
      if (!isDoorOpen || openDoor === undefined || config.desk === undefined || side === undefined) return
      door = await openDoor(opened, config.desk, side, log).catch(explainAddress('desk', config.desk))
    },
    stop: async () => {
      startedMs = undefined
      cancelFlush()
      await door?.close()
      door = undefined
      await node.stop()
      await owed.stop()
      net.release()
      await highWater.close()
      await side?.close()
      await privateFile.close()
      await store.close()
    },
  }
  return opened
}

function foundingsOf(node: EntenteNode, file: SqliteFile): Foundings {
  const { clock, config, store } = node.needs
  return new Foundings({
    party: config.party,
    clock,
    store,
    book: new FoundingBook(file),
    propose: (others, charter) => node.propose(others, charter),
    sign: (founding) => node.sign(founding),
    open: (founding) => node.open(founding),
  })
}

/** Loops at the pace that the operator set; sizes that keep one request well below the transport's bound. */
function paceOf(config: NodeConfig): Pace {
  return {
    idleMs: config.idleMs,
    retryMs: 250,
    callTimeoutMs: 15_000,
    batchBytes: 2 * MiB,
    segmentBytes: 4 * MiB,
  }
}

function explainAddress(
  key: string,
  { host, port }: { host: string; port: number },
): (cause: unknown) => never {
  return (cause) => {
    const code = cause instanceof Error && 'code' in cause ? cause.code : undefined
    if (code !== 'EADDRINUSE' && code !== 'EACCES' && code !== 'EADDRNOTAVAIL') throw cause
    const why = code === 'EADDRINUSE' ? 'is in use' : 'may not be used'
    throw new AppError('config-invalid', `${key}: ${host}:${port} ${why} on this machine.`, {
      field: key,
      cause,
    })
  }
}
