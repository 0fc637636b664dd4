import { createHash, randomUUID } from 'node:crypto'
import { type ApiClient, type MatterDetail, ProblemError } from '../../src/api/index.ts'
import type { Party } from './party.ts'
import { until } from './times.ts'

export type Json = Readonly<Record<string, unknown>>

/** The longest that a request may wait for the other side. */
const WAIT_MS = 30_000

export interface Said {
  readonly about?: string
  readonly data?: Json
  readonly body?: unknown
  readonly uploads?: readonly string[]
}

/** Somebody of a party, with nothing but the party's door: every method is a request over HTTP. */
export class Officer {
  readonly party: Party
  readonly user: string
  readonly seat: string
  readonly channel: string
  #client: ApiClient

  constructor(party: Party, user: string, seat: string, channel: string, client: ApiClient) {
    this.party = party
    this.user = user
    this.seat = seat
    this.channel = channel
    this.#client = client
  }

  get client(): ApiClient {
    return this.#client
  }

  /** The same officer at work in another channel. */
  in(channel: string): Officer {
    return new Officer(this.party, this.user, this.seat, channel, this.#client)
  }

  /** Goes on in another session, as a browser does with a new cookie. */
  use(client: ApiClient): void {
    this.#client = client
  }

  /** Signs in anew: a session ends with the working day. */
  async comeBack(): Promise<void> {
    this.#client = await this.party.letIn(this.user)
  }

  /** Makes an act; unless `recorded` is enough, the other side has signed for it once this tells of it. */
  async act(
    type: string,
    { about, data = {}, body, uploads }: Said = {},
    until: 'recorded' | 'received' = 'received',
  ): Promise<string> {
    const made = await this.#client.call('acts.make', {
      params: { channel: this.channel },
      body: {
        type,
        // What the node holds acts to is what is on trial here.
        data: data as never,
        until,
        waitMs: WAIT_MS,
        ...(about === undefined ? {} : { about }),
        ...(body === undefined ? {} : { body: { type: 'application/json', json: body } }),
        ...(uploads === undefined ? {} : { uploads }),
      },
      key: randomUUID(),
    })
    if (until === 'received' && made.mark === 'recorded') throw new Error(`${type}: nobody has received it`)
    return made.id
  }

  /** Writes a draft and submits it: the node checks it and works out what the charter sets. */
  async submits(type: string, { data = {}, body }: Said): Promise<string> {
    const params = { channel: this.channel }
    // As `act`: what is on trial is what the node holds it to.
    const content = { type, data, body } as never
    const draft = await this.#client.call('drafts.make', { params, body: { content } })
    const { id } = await this.#client.call('drafts.submit', {
      params: { draft: draft.id },
      headers: { 'if-match': `"v${draft.version}"` },
      key: randomUUID(),
    })
    return id
  }

  /** Kinds of the notices that this officer has about a matter, oldest first. */
  async noticesOf(matter: string): Promise<string[]> {
    const { items } = await this.#client.call('notices.list', { query: { limit: 100 } })
    return items
      .filter((notice) => notice.matter === matter)
      .map(({ kind }) => kind)
      .toReversed()
  }

  /** Brings a file in, in segments as a browser does. */
  async upload(name: string, content: Uint8Array, segment: number = 1024 * 1024): Promise<string> {
    const { id } = await this.#client.call('uploads.begin', {
      body: { name, mediaType: 'application/octet-stream', bytes: content.length },
    })
    for (let from = 0; from < content.length; from += segment) {
      const to = Math.min(from + segment, content.length)
      const headers = { 'content-range': `bytes ${from}-${to - 1}/${content.length}` }
      await this.#client.call('uploads.put', {
        params: { upload: id },
        body: content.subarray(from, to),
        headers,
      })
    }
    return id
  }

  matter(matter: string): Promise<MatterDetail> {
    return this.#client.call('matters.get', { params: { channel: this.channel, matter } })
  }

  /** The folded state as plain data. */
  async state(matter: string): Promise<Json> {
    return (await this.matter(matter)).state ?? {}
  }

  /** Types of a matter's acts, in the order of the fold, with why one has no effect. */
  async story(matter: string): Promise<string[]> {
    const { items } = await this.#client.call('matters.acts', { params: { channel: this.channel, matter } })
    return items.map((act) => `${act.by} ${act.type}${act.void === null ? '' : ` (${act.void})`}`)
  }

  /** Waits until this side's folded matter is so, and tells it. */
  async sees(matter: string, what: string, isSo: (seen: MatterDetail) => boolean): Promise<MatterDetail> {
    let seen: MatterDetail | undefined
    await until(`${this.party.id} sees that ${what}`, async () => {
      seen = await this.#matterIfAny(matter)
      return seen !== undefined && isSo(seen)
    })
    if (seen === undefined) throw new Error('nothing seen')
    return seen
  }

  async #matterIfAny(matter: string): Promise<MatterDetail | undefined> {
    try {
      return await this.matter(matter)
    } catch (cause) {
      if (cause instanceof ProblemError && cause.problem.status === 404) return undefined
      throw cause
    }
  }

  /** Ids of what is overdue on a party's clock, the longest first. */
  async overdue(party: string): Promise<string[]> {
    const before = new Date(this.party.clock.now()).toISOString()
    const query = { order: 'due', onClock: party, before, limit: 100 } as const
    const { items } = await this.#client.call('matters.list', { params: { channel: this.channel }, query })
    return items.map(({ id }) => id)
  }

  /** Waits until a matter's first exhibits have come over and were held against what their acts commit to. */
  async holds(matter: string, count: number): Promise<MatterDetail> {
    const { id } = this.party
    return this.sees(matter, `${count} files are here`, ({ exhibits }) => {
      const here = exhibits.filter(({ held, received }) => held && received.includes(id))
      return here.length === count
    })
  }

  /** Downloads an exhibit that has come over and tells its SHA-256. */
  async hashOf(matter: string, exhibit: string): Promise<string> {
    const answer = await this.#client.call('exhibits.content', {
      params: { channel: this.channel, matter, exhibit },
    })
    return sha256(new Uint8Array(await answer.arrayBuffer()))
  }
}

export function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}

/** The code of a refusal; what was not refused is told apart. */
export async function refused(work: Promise<unknown>): Promise<string> {
  try {
    await work
  } catch (cause) {
    if (cause instanceof ProblemError) return cause.problem.code
    throw cause
  }
  return 'was not refused'
}
