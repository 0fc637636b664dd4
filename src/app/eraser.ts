import { z } from 'zod'
import { type ActId, type PartyId, parseLeaf } from '../record/index.ts'
import { type AdmittedLeaf, type ExchangeContext, type HeldChannel, feedOf } from '../exchange/index.ts'

const request = z.object({ act: z.string().length(64), scope: z.enum(['body', 'body-and-exhibits']) })
const answer = z.object({ to: z.string().length(64) })
const destroyed = z.object({ sealed: z.string().regex(/^[0-9a-f]{64}$/) })
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

  /** Looks for this party's own words among newly durable acts, and erases what they name. */
  async keepWord(leaves: readonly AdmittedLeaf[]): Promise<void> {
    for (const { leaf } of leaves) {
      if (leaf.party !== this.#held.self) continue
      if (leaf.type === 'body.expunge') await this.#keep(leaf.data)
      else if (leaf.type === 'body.expunged') await this.#keepOther(leaf.data)
      else if (leaf.type === 'evidence.destroy') await this.#destroy(leaf.data)
    }
  }

  async #keep(data: unknown): Promise<void> {
    const asked = request.safeParse(data)
    if (!asked.success) return
    for (const { id, party, seq } of await this.#placesOf(asked.data.act)) {
      const leaf = await this.#leaf(party, seq)
      await this.#context.store.expunge(this.#held.id, party, seq)
      feedOf(this.#held, party).recent.forgetBody(seq)
      await this.#forgot(party, id)
      if (asked.data.scope === 'body') continue
      const listed = named.safeParse(leaf?.data['exhibits'])
      for (const { sealed } of listed.data ?? []) await this.#removeExhibit(sealed)
    }
  }

  /** Whoever says that its copy is destroyed has none any more. Names and salts stay in the body of the act that named it. */
  async #destroy(data: unknown): Promise<void> {
    const said = destroyed.safeParse(data)
    if (said.success) await this.#removeExhibit(said.data.sealed)
  }

  /** Another party asked; what it asked for stands in its own act. */
  async #keepOther(data: unknown): Promise<void> {
    const said = answer.safeParse(data)
    if (!said.success) return
    for (const { party, seq } of await this.#placesOf(said.data.to)) {
      const leaf = await this.#leaf(party, seq)
      if (leaf?.type === 'body.expunge') await this.#keep(leaf.data)
    }
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
