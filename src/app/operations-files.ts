import { open, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { z } from 'zod'
import {
  channelInFile,
  exportChannel as exported,
  feedOf,
  importArchive,
  openCarriedFile,
} from '../exchange/index.ts'
import { type BackupMade, makeBackup } from './backup.ts'
import { backupsFolder, noteBackup } from './backups.ts'
import { StoreError } from '../store/index.ts'
import { AppError } from './errors.ts'
import type { LiveChannel } from './live-channel.ts'
import type { OpenedNode } from './serve.ts'
import { VerifyPool } from './verify-pool.ts'

export interface BackupArgs {
  /** Absolute path of the file to write. */
  readonly path: string
}
export const backupArgs: z.ZodType<BackupArgs> = z.strictObject({ path: z.string() })
export type BackupResult = BackupMade

export async function backup(
  { dir, config, isPrivateWhole, node, privateFile }: OpenedNode,
  { path }: BackupArgs,
  signal?: AbortSignal,
): Promise<BackupResult> {
  // A backup without its people and their work would be taken for a whole one.
  if (!isPrivateWhole)
    throw new StoreError('store-damaged', 'private.sqlite is damaged: nothing whole can be backed up')
  const { clock, store } = node.needs
  const nowMs = clock.now()
  const made = await makeBackup({ dir, party: config.party, store, privateFile, clock, signal }, path)
  await noteBackup(dir, made, nowMs, dirname(path) === backupsFolder(dir, config))
  return made
}

export interface ExportArgs {
  readonly channel: string
  /** Absolute path of the file to write. */
  readonly path: string
  /** Whether sealed exhibits go along. */
  readonly exhibits: boolean
}
export const exportArgs: z.ZodType<ExportArgs> = z.strictObject({
  channel: z.string(),
  path: z.string(),
  exhibits: z.boolean(),
})

export interface ExportResult {
  readonly channel: string
  readonly path: string
  readonly bytes: number
  /** Leaves of all feeds, each with its genesis. */
  readonly acts: number
}

/** Writes a channel as a carried file: the whole of it or nothing. */
export function exportChannel(
  { node }: OpenedNode,
  { channel, path, exhibits }: ExportArgs,
): Promise<ExportResult> {
  return writeChannel(node, node.channel(channel), path, exhibits)
}

export interface ImportArgs {
  /** Absolute path of the carried file. */
  readonly path: string
  /** Absolute path of the file to be carried back. */
  readonly reply: string
}
export const importArgs: z.ZodType<ImportArgs> = z.strictObject({ path: z.string(), reply: z.string() })

export interface ImportResult {
  readonly channel: string
  readonly feeds: readonly {
    readonly party: string
    /** Leaves that were new here. */
    readonly added: number
    readonly size: number
    /** Why no more of this feed was taken. */
    readonly refused: { readonly code: string; readonly message: string } | null
  }[]
  /** Exhibits that are wholly held now and were not before. */
  readonly exhibits: number
  readonly reply: ExportResult
}

/**
 * Takes a carried file in and writes the reply: this node's record, with its receipts over what it now holds.
 * Throws ExchangeError `archive-malformed`, `archive-foreign`; AppError `channel-unknown`.
 */
export async function importChannel(
  { node }: OpenedNode,
  { path, reply }: ImportArgs,
): Promise<ImportResult> {
  const file = await openCarriedFile(path).catch((cause: unknown) => {
    throw new AppError('file-unreadable', `FILE: ${path} cannot be read.`, { field: 'FILE', cause })
  })
  const pool = new VerifyPool()
  try {
    const channel = carriedChannel(node, await channelInFile(file))
    const imported = await importArchive(node.exchange, channel.held, file, { checkRun: pool.check })
    await channel.folds.idle()
    const written = await writeChannel(node, channel, reply, false)
    return {
      channel: channel.id,
      feeds: imported.feeds.map(({ party, added, size, refused }) => ({
        party,
        added,
        size,
        refused: refused ?? null,
      })),
      exhibits: imported.exhibits,
      reply: written,
    }
  } finally {
    await pool.close()
    await file.close()
  }
}

function carriedChannel(node: OpenedNode['node'], id: string): LiveChannel {
  const channel = node.channels.find((each) => each.id === id)
  if (channel !== undefined) return channel
  const message = `FILE: is of channel ${id.slice(0, 12)}, which is not open on this node.`
  throw new AppError('channel-unknown', message, { field: 'FILE' })
}

async function writeChannel(
  { needs }: OpenedNode['node'],
  channel: LiveChannel,
  path: string,
  exhibits: boolean,
): Promise<ExportResult> {
  const temporary = `${path}.part`
  try {
    const out = await open(temporary, 'w', 0o644).catch((cause: unknown) => {
      throw new AppError('file-unreadable', `-o: ${path} cannot be written.`, { field: '-o', cause })
    })
    let bytes = 0
    try {
      for await (const piece of exported(needs.store, needs.vault, channel.held, { exhibits })) {
        await out.writeFile(piece)
        bytes += piece.length
      }
      await out.sync()
    } finally {
      await out.close()
    }
    await rename(temporary, path)
    const acts = channel.held.parties.reduce((sum, party) => sum + feedOf(channel.held, party).tree.size, 0)
    return { channel: channel.id, path, bytes, acts }
  } finally {
    await rm(temporary, { force: true })
  }
}
