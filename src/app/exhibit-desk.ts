import { basename, extname } from 'node:path'
import { z } from 'zod'
import { EXHIBITS_PER_ACT_MAX } from '../acts/index.ts'
import { type JsonObject, type PartyId, SALT_BYTES } from '../record/index.ts'
import { type AdmittedLeaf, type ExchangeContext, type HeldChannel, wantExhibit } from '../exchange/index.ts'
import { type ExhibitFolder, type ExhibitName, type ExhibitVault } from '../store/index.ts'
import type { Draft } from './draft.ts'
import { AppError } from './errors.ts'
import { type ExhibitLedger, isSame, ledgersOf, requireOpenable, shutIn } from './exhibit-ledgers.ts'
import { slipOf } from './exhibit-slip.ts'
import type { LiveChannel } from './live-channel.ts'
import type { StoredAct } from './record-readers.ts'
import { parseJson } from './secrets.ts'

/** Sealed exhibits on disk, and the sealing itself. */
export type Vault = ExhibitVault & Pick<ExhibitFolder, 'seal' | 'open' | 'check' | 'plain'>

/** What the body of an act keeps of each exhibit, in the order of its data: the name people gave it, and the salt of its commitment. */
const slip = z.object({ name: z.string(), salt: z.string().regex(/^[0-9a-f]{64}$/) })
const bodyWithExhibits = z.looseObject({ exhibits: z.array(slip) })
/** A peer's text: what is not of this form is no name of a file, and is passed over. */
const namedExhibits = z
  .array(
    z.object({ sealed: z.string().regex(/^[0-9a-f]{64}$/), sealedBytes: z.int().min(1), hmac: z.string() }),
  )
  .max(EXHIBITS_PER_ACT_MAX)
/** Exhibits noted side by side: each must be durable, and one sync of the disk serves all of them. */
const NOTED_AT_ONCE = 256

export interface ExhibitFile {
  readonly path: string
  /** As people call it; the last part of the path unless given. */
  readonly name?: string
  readonly mediaType?: string
  /** Live malware: marked so in the record, and from then on handed out sealed only. */
  readonly malware?: boolean
}

/** Media types of the files that practice sends; anything else goes as plain bytes. */
const mediaTypes: Readonly<Record<string, string>> = {
  '.txt': 'text/plain',
  '.log': 'text/plain',
  '.csv': 'text/csv',
  '.json': 'application/json',
  '.pdf': 'application/pdf',
  '.zip': 'application/zip',
  '.pcap': 'application/vnd.tcpdump.pcap',
  '.eml': 'message/rfc822',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
}

interface Commitment {
  readonly salt: Uint8Array
  readonly hmac: string
}

export interface PlainExhibit {
  /** As the author wrote it: a claim. */
  readonly mediaType: string
  readonly plain: () => AsyncIterable<Uint8Array>
}

export interface ExhibitDeskNeeds {
  readonly vault: Vault
  readonly identity: string
  readonly context: Pick<ExchangeContext, 'store' | 'vault' | 'rng' | 'events'>
}

/**
 * Exhibits as an officer handles them: sealed to every party of the channel and named in an act; and, when one has
 * arrived, opened again in memory, held against the commitment, and its receipt put on the record.
 */
export class ExhibitDesk {
  readonly #needs: ExhibitDeskNeeds
  /** Being checked now: one that arrives while what is outstanding is looked through must not be receipted twice. */
  readonly #checking = new Set<string>()

  constructor(needs: ExhibitDeskNeeds) {
    this.#needs = needs
  }

  /** Seals the files and writes them into the draft: hashes into its data, names and salts into its body. */
  async attach(channel: LiveChannel, draft: Draft, files: readonly ExhibitFile[]): Promise<Draft> {
    if (files.length === 0) return draft
    const body = jsonBodyOf(draft)
    const recipients = channel.held.recipients
    const listed: JsonObject[] = []
    const kept: { name: string; salt: string }[] = []
    for (const file of files) {
      const salt = this.#needs.context.rng.bytes(SALT_BYTES)
      const { hmac, plainBytes, sealed, sealedBytes } = await this.#needs.vault.seal(
        file.path,
        recipients,
        salt,
      )
      const mediaType =
        file.mediaType ?? mediaTypes[extname(file.path).toLowerCase()] ?? 'application/octet-stream'
      const warning = file.malware === true ? { malware: true } : {}
      listed.push({ hmac, ...warning, mediaType, plainBytes, sealed, sealedBytes })
      kept.push({ name: file.name ?? basename(file.path), salt: Buffer.from(salt).toString('hex') })
    }
    const bytes = new TextEncoder().encode(JSON.stringify({ ...body, exhibits: kept }))
    return { ...draft, data: { ...draft.data, exhibits: listed }, body: { bytes, type: 'application/json' } }
  }

  /**
   * Newly durable acts may speak of exhibits: they are wanted from now on. The fold waits for this, and one push may
   * name a hundred thousand.
   */
  async lookFor(held: HeldChannel, leaves: readonly AdmittedLeaf[]): Promise<void> {
    const { context } = this.#needs
    const wanted = new Map<string, Parameters<typeof wantExhibit>[2]>()
    const names: ExhibitName[] = []
    for (const { leaf } of leaves) {
      const listed = leaf.data['exhibits']
      if (!Array.isArray(listed) || listed.length === 0) continue
      const named = namedExhibits.safeParse(listed)
      if (!named.success) continue
      for (const { sealed, sealedBytes } of named.data) {
        // The fold calls such an act void; nobody has to take its file.
        if (sealedBytes > held.limits.exhibitBytes) continue
        names.push({ sealed, namedBy: leaf.party, namedAt: leaf.seq })
        if (wanted.has(sealed)) continue
        wanted.set(sealed, { sealed, sealedBytes, namedBy: leaf.party, namedAt: leaf.seq })
      }
    }
    const named = [...wanted.values()]
    while (named.length > 0)
      await Promise.all(named.splice(0, NOTED_AT_ONCE).map((each) => wantExhibit(context, held, each)))
    while (names.length > 0) await context.store.noteExhibitNames(held.id, names.splice(0, NOTED_AT_ONCE))
  }

  /**
   * An exhibit has arrived whole. Opens it without writing the plain bytes anywhere, compares them with the act's
   * commitment, and records `evidence.receive` with what was found.
   */
  async check(channel: LiveChannel, sealed: string): Promise<void> {
    const key = `${channel.id} ${sealed}`
    if (this.#checking.has(key)) return
    this.#checking.add(key)
    try {
      await this.#check(channel, sealed)
    } finally {
      this.#checking.delete(key)
    }
  }

  /** After a start: what arrived but was not yet put on the record. One that fails does not keep the others waiting. */
  async checkOutstanding(channel: LiveChannel): Promise<void> {
    const { store, vault } = this.#needs.context
    for (const row of await store.exhibits(channel.id)) {
      // The last segment was durable, but the crash came before that was noted.
      if (!row.complete && (await vault.held(row.sealed)).complete) {
        await store.putExhibit(channel.id, { ...row, complete: true, heldBytes: row.sealedBytes })
        channel.held.wanted.delete(row.sealed)
      } else if (!row.complete) continue
      if (!row.checked) await this.check(channel, row.sealed).catch((cause: unknown) => channel.fault(cause))
    }
  }

  async #check(channel: LiveChannel, sealed: string): Promise<void> {
    const { store } = this.#needs.context
    const row = await store.exhibit(channel.id, sealed)
    if (row === undefined || row.checked || row.namedBy === channel.held.self) return
    const act = await channel.readAct(row.namedBy, row.namedAt)
    const commitment = commitmentOf(act?.leaf.data, act?.body?.bytes, sealed)
    // Without the body there is no salt, and nothing can be said about the plain bytes.
    if (act === undefined || commitment === undefined) return
    if (!(await saidAlready(channel, act.matter, sealed))) {
      const matches = await this.#needs.vault.check(sealed, this.#needs.identity, commitment)
      const data = { result: matches ? 'match' : 'mismatch', sealed }
      await channel.act({ type: 'evidence.receive', about: act.matter, data })
    }
    // Read again: it may have been erased meanwhile.
    const now = await store.exhibit(channel.id, sealed)
    await store.putExhibit(channel.id, { ...(now ?? row), checked: true })
  }

  /**
   * An exhibit's plain bytes, to be read as they are asked for and written nowhere. Held against the act's commitment
   * before the first of them is given. Throws AppError `exhibit-unknown`, `exhibit-barred`, StoreError `exhibit-*`.
   */
  async plain(channel: LiveChannel, sealed: string): Promise<PlainExhibit> {
    const { vault, identity } = this.#needs
    const { act, commitment } = await this.#openable(channel, sealed)
    if (!(await vault.check(sealed, identity, commitment)))
      throw new AppError(
        'exhibit-unknown',
        'EXHIBIT: what is held here is not what the act commits to, or cannot be opened.',
        { field: 'EXHIBIT' },
      )
    const mediaType = slipOf(act.leaf.data, undefined, sealed)?.mediaType ?? ''
    return { mediaType, plain: () => vault.plain(sealed, identity) }
  }

  /** Opens an exhibit into a file. Throws AppError `exhibit-unknown`, `exhibit-barred`, StoreError `exhibit-*`. */
  async open(
    channel: LiveChannel,
    sealed: string,
    path: string,
  ): Promise<{ readonly act: StoredAct; readonly bytes: number }> {
    const { act, commitment } = await this.#openable(channel, sealed)
    return { act, bytes: await this.#needs.vault.open(sealed, this.#needs.identity, commitment, path) }
  }

  /** The party under whose seal a file is, in whichever matter of the channel that names it. */
  async shutBy(channel: LiveChannel, sealed: string): Promise<PartyId | undefined> {
    return shutIn(await this.#ledgers(channel, sealed))
  }

  #ledgers({ folds, id }: LiveChannel, sealed: string): Promise<ExhibitLedger[]> {
    return ledgersOf(
      this.#needs.context.store,
      id,
      sealed,
      async (matter) => (await folds.matter(matter))?.now.state ?? undefined,
    )
  }

  /** An act that names the file and by whose matter it may be opened, the first that was heard of if it is one of them. */
  async #openable(channel: LiveChannel, sealed: string): Promise<{ act: StoredAct; commitment: Commitment }> {
    const ledgers = await this.#ledgers(channel, sealed)
    const row = await this.#needs.context.store.exhibit(channel.id, sealed)
    const open = requireOpenable(ledgers, channel.held.self, row)
    const names = ledgers.length === 0 ? [] : open.flatMap((ledger) => ledger.names)
    const isOpen = ledgers.length === 0 || names.some((name) => isSame(name, row))
    for (const { namedAt, namedBy } of row !== undefined && isOpen ? [row, ...names] : names) {
      const act = await channel.readAct(namedBy, namedAt)
      const commitment = commitmentOf(act?.leaf.data, act?.body?.bytes, sealed)
      if (act !== undefined && commitment !== undefined) return { act, commitment }
    }
    const short = sealed.slice(0, 12)
    throw new AppError(
      'exhibit-unknown',
      row === undefined
        ? 'EXHIBIT must be the SHA-256 of a sealed exhibit that an act of this channel names.'
        : `EXHIBIT: the body of the act that names ${short} is not held here, and with it the salt that ties the file to the act.`,
      { field: 'EXHIBIT' },
    )
  }
}

/** Whether our receipt is on the record: the crash came between it and the note that it is. */
async function saidAlready(channel: LiveChannel, matter: string, sealed: string): Promise<boolean> {
  const state = (await channel.folds.matter(matter))?.now.state
  const found = state?.exhibits.find((each) => each.sealed === sealed)
  const { self } = channel.held
  return found !== undefined && (found.received.includes(self) || found.refused.includes(self))
}

/** Salts live in the body, so an act with exhibits has a JSON body that can take them. */
function jsonBodyOf(draft: Draft): Record<string, unknown> {
  if (draft.body === undefined) return {}
  const text = new TextDecoder().decode(draft.body.bytes)
  if (draft.body.type !== 'application/json') return { text }
  const value = parseJson(text)
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new AppError(
      'exhibit-body-not-json',
      'body: must be a JSON object when exhibits go with the act.',
      { field: 'body' },
    )
  return { ...value }
}

function commitmentOf(
  data: JsonObject | undefined,
  body: Uint8Array | undefined,
  sealed: string,
): Commitment | undefined {
  const named = namedExhibits.safeParse(data?.['exhibits'])
  const slips =
    body === undefined ? undefined : bodyWithExhibits.safeParse(parseJson(new TextDecoder().decode(body)))
  if (!named.success || slips?.success !== true) return undefined
  const place = named.data.findIndex((each) => each.sealed === sealed)
  const [hmac, salt] = [named.data[place]?.hmac, slips.data.exhibits[place]?.salt]
  return hmac === undefined || salt === undefined ? undefined : { hmac, salt: Buffer.from(salt, 'hex') }
}
