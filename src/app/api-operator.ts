import { readdir, stat, statfs } from 'node:fs/promises'
import { join } from 'node:path'
import type {
  BackupInfo,
  BackupList,
  DoctorState,
  ExpiryInfo,
  KeysRotated,
  LinkRow,
  NodeStatus,
  OperatorPort,
  SigningKeys,
} from '../api/index.ts'
import { uploadsHeld } from '../api/index.ts'
import { type ExpiringItem, dueWarnings } from '../desk/index.ts'
import { type ChannelId, type PartyId, instantFromMs } from '../record/index.ts'
import { AddressBook } from './address-book.ts'
import { type Backups, newestBackup } from './backups.ts'
import { isNodeUrl } from './config.ts'
import { machineZone, releaseVersion } from './environment.ts'
import { AppError } from './errors.ts'
import { Examination } from './examination.ts'
import { EXHIBITS_FOLDER } from './folder.ts'
import { signingKeys } from './key-eras.ts'
import { channelHealth, linkRows } from './link-rows.ts'
import { rotateKeys } from './operations-keys.ts'
import { SEARCH_FILE } from './private-file.ts'
import type { OpenedNode } from './serve.ts'

const DAY_MS = 86_400_000
const SEALED_NAME = /^[0-9a-f]{64}$/

export interface OperatorNeeds {
  readonly opened: OpenedNode
  readonly backups: Backups
  /** Everything that stops working by itself some day. */
  readonly expiring: () => Promise<readonly ExpiringItem[]>
}

/** The node as whoever looks after it sees it. Whoever calls has been allowed to. */
export class ApiOperator implements OperatorPort {
  readonly #needs: OperatorNeeds
  readonly #examination: Examination

  constructor(needs: OperatorNeeds) {
    this.#needs = needs
    this.#examination = new Examination(needs.opened)
  }

  async status(): Promise<NodeStatus> {
    const { opened } = this.#needs
    const { config, dir, node, privateFile } = opened
    const { clock, store } = node.needs
    const channels = await Promise.all(node.channels.map((channel) => channelHealth(node, channel)))
    const exhibits = await exhibitsIn(join(dir, EXHIBITS_FOLDER))
    const { bavail, blocks, bsize } = await statfs(dir)
    return {
      party: config.party,
      name: config.name,
      version: releaseVersion(),
      address: config.url,
      started: instantFromMs(opened.startedMs() ?? clock.now()),
      now: instantFromMs(clock.now()),
      zone: machineZone(),
      demo: config.desk?.demo === true,
      door: {
        origin: opened.door()?.origin ?? '',
        tls: config.desk?.tls !== undefined,
        oidc: config.desk?.oidc !== undefined,
        breachedPasswords: config.desk?.breachedPasswords !== undefined,
      },
      writable: channels.every(({ writable }) => writable),
      channels,
      sizes: {
        storeBytes: await store.sizeBytes(),
        privateBytes: await privateFile.sizeBytes(),
        searchBytes: await databaseBytes(join(dir, SEARCH_FILE)),
        exhibitsBytes: exhibits.bytes,
        incomingBytes: (await uploadsHeld(privateFile)).bytes,
      },
      exhibits: {
        ...exhibits,
        roomBytes: config.exhibitsBytes,
        wanted: node.channels.reduce((sum, { held }) => sum + held.wanted.size, 0),
      },
      disk: { freeBytes: bavail * bsize, totalBytes: blocks * bsize },
      backup: await newestBackup(dir),
      doctor: this.doctor(),
    }
  }

  doctor(): DoctorState {
    return this.#examination.state
  }

  examine(): DoctorState {
    return this.#examination.begin()
  }

  async links(): Promise<LinkRow[]> {
    const { node } = this.#needs.opened
    return (await Promise.all(node.channels.map((channel) => linkRows(node, channel)))).flat()
  }

  async setAddress(id: ChannelId, party: PartyId, address: string): Promise<LinkRow> {
    const { node, privateFile } = this.#needs.opened
    const channel = node.channel(id)
    if (!isNodeUrl(address))
      throw new AppError('url-invalid', 'address: must be https://host:port, or empty when it calls us.', {
        field: 'address',
      })
    if (channel.held.peers.every((peer) => peer.party !== party))
      throw new AppError('feed-unknown', 'party: must be another party of this channel.', { field: 'party' })
    await new AddressBook(privateFile).put({ channel: channel.id, party, url: address })
    channel.callAt(party, address)
    const row = (await linkRows(node, channel)).find((one) => one.party === party)
    if (row === undefined) throw new TypeError('A peer has no row among the links.')
    return row
  }

  signingKeys(): Promise<SigningKeys> {
    return signingKeys(this.#needs.opened.node)
  }

  rotateKeys(): Promise<KeysRotated> {
    return rotateKeys(this.#needs.opened)
  }

  async expiries(): Promise<ExpiryInfo[]> {
    const nowMs = this.#needs.opened.node.needs.clock.now()
    const items = await this.#needs.expiring()
    const due = dueWarnings(items, nowMs)
    return items
      .map(({ expiresMs, id, kind }) => ({
        id,
        kind,
        ends: instantFromMs(expiresMs),
        daysLeft: Math.floor((expiresMs - nowMs) / DAY_MS),
        warning: due.find(({ item }) => item.id === id && item.kind === kind)?.days ?? null,
      }))
      .toSorted((a, b) => (a.ends < b.ends ? -1 : 1))
  }

  async backups(): Promise<BackupList> {
    const { backups, opened } = this.#needs
    return {
      folder: backups.folder,
      freeBytes: await backups.freeBytes(),
      newest: await newestBackup(opened.dir),
      items: await backups.list(),
    }
  }

  makeBackup(): Promise<BackupInfo> {
    return this.#needs.backups.make()
  }

  checkBackup(name: string): Promise<BackupInfo> {
    return this.#needs.backups.check(name)
  }
}

async function exhibitsIn(folder: string): Promise<{ count: number; bytes: number }> {
  const names = await readdir(folder)
  const sizes = await Promise.all(names.map((name) => bytesOf(join(folder, name))))
  return {
    count: names.filter((name) => SEALED_NAME.test(name)).length,
    bytes: sizes.reduce((sum, bytes) => sum + bytes, 0),
  }
}

/** With its log beside it. */
async function databaseBytes(path: string): Promise<number> {
  return (await bytesOf(path)) + (await bytesOf(`${path}-wal`))
}

async function bytesOf(path: string): Promise<number> {
  return stat(path).then(
    ({ size }) => size,
    () => 0,
  )
}
