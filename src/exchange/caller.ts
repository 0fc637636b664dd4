import { z } from 'zod'
import type { Hash, PartyId } from '../record/index.ts'
import type { ExchangeContext } from './context.ts'
import type { WireRequest } from './effects.ts'
import { ExchangeError } from './errors.ts'
import type { HeldChannel, Peer } from './held-channel.ts'
import { recipientOf, signRequest, verifyResponse, type TransportSigner } from './signature.ts'
import { OFFERS_MAX, sideOffers, type SideOffer } from './side-offers.ts'
import { greeting, type Greeting, type Question } from './verbs/hello.ts'
import { receiptNotes } from './verbs/receipts.ts'

/** Room above the largest batch or segment for headers and framing. */
const ANSWER_SLACK_BYTES = 65_536
/** Founding files hold the cards of all their parties. */
const SIDES_BYTES: number = OFFERS_MAX * 2_000_000

interface Pushed {
  readonly size: number
  /** The two receipt lines; null while the peer is still catching up. */
  readonly receipt: string | null
}

export interface ExhibitStatus {
  readonly sealedBytes: number
  readonly heldBytes: number
  readonly complete: boolean
}

const pushed: z.ZodType<Pushed> = z.object({
  size: z.number().int().nonnegative(),
  receipt: z.string().max(65_536).nullable(),
})
const consistencyAnswer = z.object({
  head: z.string(),
  oldRoot: z.string().length(44),
  path: z.array(z.string().length(44)).max(64),
})
const exhibitAnswer: z.ZodType<ExhibitStatus> = z.object({
  sealedBytes: z.number(),
  heldBytes: z.number().int().nonnegative(),
  complete: z.boolean(),
})
const problem = z.object({
  code: z.string().max(64),
  message: z.string().max(1000),
  field: z.string().max(200).optional(),
})

interface Asked {
  readonly method: WireRequest['method']
  /** Below `/entente/v1/<channel>`. */
  readonly path: string
  readonly body?: Uint8Array
  readonly maxBytes?: number
  readonly timeoutMs?: number
}

/** Asks peers the verbs of `verbs/`; each answer is checked to be this peer's answer to this very request. */
export class Caller {
  readonly #context: ExchangeContext
  readonly #signer: TransportSigner

  constructor(context: ExchangeContext, signer: TransportSigner) {
    this.#context = context
    this.#signer = signer
  }

  async hello(channel: HeldChannel, peer: Peer, question: Question): Promise<Greeting> {
    const timeoutMs = this.#context.pace.callTimeoutMs + (question.waitMs ?? 0)
    return this.#json(greeting, channel, peer, {
      method: 'POST',
      path: '/hello',
      body: encode(question),
      timeoutMs,
    })
  }

  async push(channel: HeldChannel, peer: Peer, party: PartyId, batch: Uint8Array): Promise<Pushed> {
    return this.#json(pushed, channel, peer, { method: 'PUT', path: `/feeds/${party}/leaves`, body: batch })
  }

  async pull(channel: HeldChannel, peer: Peer, party: PartyId, from: number): Promise<Uint8Array> {
    const maxBytes =
      this.#context.pace.batchBytes + channel.limits.bodyBytes + channel.limits.leafBytes + ANSWER_SLACK_BYTES
    return this.#ask(channel, peer, { method: 'GET', path: `/feeds/${party}/leaves?from=${from}`, maxBytes })
  }

  async deliverReceipts(
    channel: HeldChannel,
    peer: Peer,
    party: PartyId,
    notes: readonly string[],
  ): Promise<void> {
    await this.#ask(channel, peer, {
      method: 'POST',
      path: `/feeds/${party}/receipts`,
      body: encode({ notes }),
    })
  }

  async receipts(channel: HeldChannel, peer: Peer, party: PartyId): Promise<string[]> {
    const maxBytes = 32 * ANSWER_SLACK_BYTES
    return (
      await this.#json(receiptNotes, channel, peer, {
        method: 'GET',
        path: `/feeds/${party}/receipts`,
        maxBytes,
      })
    ).notes
  }

  async checkpoint(channel: HeldChannel, peer: Peer, party: PartyId): Promise<string> {
    return new TextDecoder().decode(
      await this.#ask(channel, peer, { method: 'GET', path: `/feeds/${party}/checkpoint` }),
    )
  }

  async forkProof(channel: HeldChannel, peer: Peer, party: PartyId): Promise<string> {
    const asked: Asked = { method: 'GET', path: `/feeds/${party}/fork`, maxBytes: 8 * ANSWER_SLACK_BYTES }
    return new TextDecoder().decode(await this.#ask(channel, peer, asked))
  }

  async consistency(
    channel: HeldChannel,
    peer: Peer,
    party: PartyId,
    from: number,
  ): Promise<{ head: string; oldRoot: Hash; path: Hash[] }> {
    const asked: Asked = { method: 'GET', path: `/feeds/${party}/consistency?from=${from}` }
    const answer = await this.#json(consistencyAnswer, channel, peer, asked)
    return { head: answer.head, oldRoot: hashOf(answer.oldRoot), path: answer.path.map(hashOf) }
  }

  async exhibitStatus(channel: HeldChannel, peer: Peer, sealed: string): Promise<ExhibitStatus> {
    return this.#json(exhibitAnswer, channel, peer, { method: 'POST', path: `/exhibits/${sealed}/status` })
  }

  async exhibitSegment(
    channel: HeldChannel,
    peer: Peer,
    sealed: string,
    offset: number,
  ): Promise<Uint8Array> {
    const maxBytes = this.#context.pace.segmentBytes + ANSWER_SLACK_BYTES
    return this.#ask(channel, peer, { method: 'GET', path: `/exhibits/${sealed}?offset=${offset}`, maxBytes })
  }

  async offerSegment(
    channel: HeldChannel,
    peer: Peer,
    sealed: string,
    offset: number,
    bytes: Uint8Array,
  ): Promise<ExhibitStatus> {
    return this.#json(exhibitAnswer, channel, peer, {
      method: 'PUT',
      path: `/exhibits/${sealed}?offset=${offset}`,
      body: bytes,
    })
  }

  /** Brings offers of side channels and takes back what the peer has to say of them, and of others. */
  async sides(channel: HeldChannel, peer: Peer, offers: readonly SideOffer[]): Promise<readonly SideOffer[]> {
    const asked: Asked = { method: 'POST', path: '/sides', body: encode({ offers }), maxBytes: SIDES_BYTES }
    return (await this.#json(sideOffers, channel, peer, asked)).offers
  }

  async #json<T>(shape: z.ZodType<T>, channel: HeldChannel, peer: Peer, asked: Asked): Promise<T> {
    const answer = await this.#ask(channel, peer, asked)
    try {
      return shape.parse(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(answer)))
    } catch (cause) {
      throw new ExchangeError(
        'peer-answer-malformed',
        `"${peer.party}" gave an answer that does not have the agreed form.`,
        { cause },
      )
    }
  }

  async #ask(channel: HeldChannel, peer: Peer, asked: Asked): Promise<Uint8Array> {
    const request = signRequest(
      {
        method: asked.method,
        path: `/entente/v1/${channel.id}${asked.path}`,
        headers: {},
        body: asked.body ?? new Uint8Array(),
      },
      { recipient: recipientOf(peer.party, peer.keyid), channel: channel.id },
      { signer: this.#signer, nowMs: this.#context.clock.now(), rng: this.#context.rng },
    )
    const response = await this.#context.net.call(
      { url: peer.url, tls: peer.document.transport.tls },
      request,
      {
        timeoutMs: asked.timeoutMs ?? this.#context.pace.callTimeoutMs,
        maxResponseBytes: asked.maxBytes ?? ANSWER_SLACK_BYTES,
      },
    )
    // A refusal may come from below the signing layer (a body too large, a node too busy); it is never believed, only reported.
    if (response.status >= 400) throw refused(peer, response.status, response.body)
    verifyResponse(response, request, { keyid: peer.keyid, key: peer.transportKey })
    channel.answeredAtMs.set(peer.party, this.#context.clock.monotonic())
    return response.body
  }
}

/** The peer's own code becomes `field`, so that a caller can act on it. */
function refused(peer: Peer, status: number, body: Uint8Array): ExchangeError {
  let said: z.infer<typeof problem> | undefined
  try {
    said = problem.parse(JSON.parse(new TextDecoder().decode(body.subarray(0, ANSWER_SLACK_BYTES))))
  } catch {
    said = undefined
  }
  const message =
    said === undefined
      ? `"${peer.party}" refused with status ${status}.`
      : `"${peer.party}" refused: ${said.message}`
  return new ExchangeError('peer-refused', message, { field: said?.code ?? String(status) })
}

function encode(value: unknown): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(value))
}

function hashOf(base64: string): Hash {
  return Buffer.from(base64, 'base64')
}
