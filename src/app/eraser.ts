import { z } from 'zod'
import { matterOf } from '../acts/index.ts'
import { type ActId, type PartyId, parseLeaf } from '../record/index.ts'
import { type AdmittedLeaf, type ExchangeContext, type HeldChannel, feedOf } from '../exchange/index.ts'
import { type ExhibitLedger, isKept, ledgersOf, shutIn, type StateOf } from './exhibit-ledgers.ts'

const request = z.object({ act: z.string().length(64), scope: z.enum(['body', 'body-and-exhibits']) })
const answer = z.object({ to: z.string().length(64) })
/** An act of custody about one file. */
const custody = z.object({ sealed: z.string().regex(/^[0-9a-f]{64}$/) })
const reopened = custody.extend({ on: z.literal(false) })
const named = z.array(z.object({ sealed: z.string().regex(/^[0-9a-f]{64}$/) }))

/**
 * Keeps what this party has said of erasing. It is driven by its own acts as they are folded, so that a crash between
 * saying and doing, or a backup from before, brings nothing back: the acts are folded again then, and kept again.
 */
export class Eraser {
  readonly #context: Pick<ExchangeContext, 'store' | 'vault'>
  readonly #held: HeldChannel
  readonly #forgot: (party: PartyId, act: ActId) => Promise<void>

  /** `forgot` tells all who keep something made of bodies; the erasing does not count as done before they have let go. */
  constructor(
    context: Pick<ExchangeContext, 'store' | 'vault'>,
    held: HeldChannel,
    forgot: (party: PartyId, act: ActId) => Promise<void>,
  ) {
    this.#context = context
    this.#held = held
    this.#forgot = forgot
  }

  /** Looks for this party's own words among newly durable and folded acts, and erases what they name. */
  async keepWord(leaves: readonly AdmittedLeaf[], stateOf: StateOf): Promise<void> {
    const own = leaves.filter(({ leaf }) => leaf.party === this.#held.self)
    for (const { leaf } of own) {
      if (leaf.type === 'body.expunge') await this.#keep(leaf.data, stateOf)
      else if (leaf.type === 'body.expunged') await this.#keepOther(leaf.data, stateOf)
      else if (leaf.type === 'evidence.destroy') await this.#destroy(leaf.data, stateOf)
    }
    await this.#keepReopened(leaves, stateOf)
  }

  /**
   * What this party destroyed and a seal still held goes when that comes off. Any member may put seals on and take them off
   * as often as it likes, in as many matters as it likes: only what waits is looked at, and once for all of them.
   */
  async #keepReopened(leaves: readonly AdmittedLeaf[], stateOf: StateOf): Promise<void> {
    const seals = leaves.filter(({ leaf }) => leaf.type === 'evidence.seal')
    const off = new Set(seals.map(({ leaf }) => reopened.safeParse(leaf.data).data?.sealed))
    for (const sealed of off)
      if (sealed !== undefined && (await this.#context.store.isShut(this.#held.id, sealed)))
        await this.#destroy({ sealed }, stateOf)
  }

  async #keep(data: unknown, stateOf: StateOf): Promise<void> {
    const asked = request.safeParse(data)
    if (!asked.success) return
    for (const { id, party, seq } of await this.#placesOf(asked.data.act)) {
      const leaf = await this.#leaf(party, seq)
      await this.#context.store.expunge(this.#held.id, party, seq)
      feedOf(this.#held, party).recent.forgetBody(seq)
      await this.#forgot(party, id)
      if (asked.data.scope === 'body' || leaf === undefined) continue
      const matter = matterOf(this.#held.id, leaf, id)
      for (const { sealed } of named.safeParse(leaf.data['exhibits']).data ?? [])
        await this.#expungeExhibit(sealed, matter, stateOf)
    }
  }

  /** Another matter that holds the file loses nothing by this one, and no seal is got around. */
  async #expungeExhibit(sealed: string, matter: ActId, stateOf: StateOf): Promise<void> {
    const ledgers = await this.#ledgers(sealed, stateOf)
    const kept = ledgers.some((ledger) =>
      ledger.matter === matter ? ledger.exhibit.shutBy !== null : isKept(ledger, this.#held.self),
    )
    if (!kept) await this.#removeExhibit(sealed)
  }

  /**
   * Whoever says that its copy is destroyed has none any more, once no ledger of another matter keeps the file. The ledger
   * decides and not the word: one that a seal was before is void. Names and salts stay in the body of the act that named it.
   */
  async #destroy(data: unknown, stateOf: StateOf): Promise<void> {
    const said = custody.safeParse(data)
    if (!said.success) return
    const { self } = this.#held
    const ledgers = await this.#ledgers(said.data.sealed, stateOf)
    const isSaid = ledgers.some(({ exhibit }) => exhibit.destroyed.includes(self))
    // Also when the word is void for now: the act that takes the seal off may come late, and stand before it.
    await this.#context.store.noteShut(this.#held.id, said.data.sealed, shutIn(ledgers) !== undefined)
    if (isSaid && !ledgers.some((ledger) => isKept(ledger, self))) await this.#removeExhibit(said.data.sealed)
  }

  /** Another party asked; what it asked for stands in its own act. */
  async #keepOther(data: unknown, stateOf: StateOf): Promise<void> {
    const said = answer.safeParse(data)
    if (!said.success) return
    for (const { party, seq } of await this.#placesOf(said.data.to)) {
      const leaf = await this.#leaf(party, seq)
      if (leaf?.type === 'body.expunge') await this.#keep(leaf.data, stateOf)
    }
  }

  #ledgers(sealed: string, stateOf: StateOf): Promise<ExhibitLedger[]> {
    return ledgersOf(this.#context.store, this.#held.id, sealed, stateOf)
  }

  /** The row goes first: after a crash in between the file is removed again, and never fetched again. */
  async #removeExhibit(sealed: string): Promise<void> {
    const { store, vault } = this.#context
    const row = await store.exhibit(this.#held.id, sealed)
    this.#held.wanted.delete(sealed)
    if (row !== undefined)
      await store.putExhibit(this.#held.id, { ...row, heldBytes: 0, complete: true, checked: true })
    if (!(await this.#heldElsewhere(sealed))) await vault.remove(sealed)
  }

  /** The vault is one for all channels: what is agreed in one must not take a file away from another. */
  async #heldElsewhere(sealed: string): Promise<boolean> {
    for (const { id } of await this.#context.store.channels()) {
      if (id === this.#held.id) continue
      const row = await this.#context.store.exhibit(id, sealed)
      if (row !== undefined && row.heldBytes > 0) return true
    }
    return false
  }

  async #placesOf(act: ActId): Promise<{ id: ActId; party: PartyId; seq: number }[]> {
    const found = await this.#context.store.locate(this.#held.id, act)
    return found.filter(({ seq }) => seq > 0)
  }

  async #leaf(party: PartyId, seq: number): Promise<ReturnType<typeof parseLeaf> | undefined> {
    const [stored] = await this.#context.store.leaves(this.#held.id, party, seq, seq + 1, 0)
    return stored === undefined ? undefined : parseLeaf(stored.bytes)
  }
}
