import { createHash, randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type ApiClient, createClient, type MatterDetail, ProblemError } from '../../src/api/index.ts'
import { initNode, openNode, type OpenedNode } from '../../src/app/index.ts'
import { OPERATOR, type SeatKind } from '../../src/sign-in/index.ts'
import { setDesk, until as soon, writable } from '../api/desks.ts'
import { MovedClock } from './moved-clock.ts'

/** A journey ends in seconds; on a machine that has much else to do, in this time. */
export const JOURNEY_LIMIT_MS = 90_000
/** What one side does is seen by the other in well under a second, as above. */
const SEEN_LIMIT_MS = 20_000

export function until(what: string, isSo: () => Promise<boolean>): Promise<void> {
  return soon(what, isSo, SEEN_LIMIT_MS)
}

export const MINUTE_MS = 60_000
export const HOUR_MS: number = 60 * MINUTE_MS
export const DAY_MS: number = 24 * HOUR_MS

export type Json = Readonly<Record<string, unknown>>

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
        waitMs: 20_000,
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

  /** Waits until the desk behind the door has planned by a matter as it is now: time may go on then. */
  async planned(matter: string): Promise<void> {
    const { changed } = await this.matter(matter)
    const desk = this.party.opened.door()?.office.desk
    await until(`the desk of ${this.party.id} has heard of it`, () =>
      Promise.resolve((desk?.cursor(this.channel) ?? 0) >= changed),
    )
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

/** One party: its node on a folder of its own, and the door through which its people come. */
export class Party {
  readonly id: string
  readonly clock: MovedClock
  /** What the node has written to its log, a line each. */
  readonly logged: string[] = []
  readonly #folder: string
  #opened: OpenedNode | undefined
  #people = 0

  constructor(id: string, folder: string, clock: MovedClock) {
    this.id = id
    this.#folder = folder
    this.clock = clock
  }

  get opened(): OpenedNode {
    if (this.#opened === undefined) throw new Error(`the node of ${this.id} does not run`)
    return this.#opened
  }

  /** Its door is on another port each time, so everybody signs in again. */
  async start(): Promise<void> {
    const log = (event: string, facts: Json): unknown => this.logged.push(JSON.stringify({ event, ...facts }))
    const opened = await openNode(this.#folder, {}, log, this.clock)
    await opened.start()
    this.#opened = opened
  }

  async stop(): Promise<void> {
    await this.#opened?.stop()
    this.#opened = undefined
  }

  get origin(): string {
    return this.#door.origin
  }

  get #door(): NonNullable<ReturnType<OpenedNode['door']>> {
    const door = this.opened.door()
    if (door === undefined) throw new Error('the door is not open')
    return door
  }

  /** The first person of a node is made by whoever installs it; everybody else by that person, over HTTP. */
  async operator(): Promise<ApiClient> {
    const { signIn } = this.#door
    const known = await signIn.users.list()
    let user = known.find(({ name }) => name === 'operator')?.id
    if (user === undefined) {
      user = (await signIn.users.make(OPERATOR, { name: 'operator', display: 'Operator' })).id
      const seat = await signIn.seats.make(OPERATOR, { kind: 'operator', title: 'Operator' })
      await signIn.seats.grant(OPERATOR, { seat: seat.id, user, channels: '*' })
    }
    const { token } = await signIn.invitations.make(OPERATOR, user)
    return this.#redeemed(token)
  }

  /** Somebody new in a new seat of that kind, signed in. */
  async officer(kind: SeatKind, channel: string, listed?: string): Promise<Officer> {
    const operator = await this.operator()
    const name = `${kind}-${(this.#people += 1)}`
    const user = await operator.call('users.make', { body: { name, display: name, languages: ['en'] } })
    const seat = await operator.call('seats.make', {
      body: { kind, title: name, ...(listed === undefined ? {} : { listed }) },
    })
    await operator.call('grants.make', { body: { seat: seat.id, user: user.id, channels: '*' } })
    return new Officer(this, user.id, seat.id, channel, await this.letIn(user.id))
  }

  /** By a new link, as the operator hands it out. */
  async letIn(user: string): Promise<ApiClient> {
    const operator = await this.operator()
    return this.#redeemed((await operator.call('users.invite', { params: { id: user } })).token)
  }

  stranger(): ApiClient {
    return createClient(this.origin)
  }

  async #redeemed(token: string): Promise<ApiClient> {
    return signedInBy(this, await this.stranger().send('sign-in.invitation', { body: { token } }))
  }
}

/** The client of a browser that keeps the cookie of an answer. */
export function signedInBy(party: Party, answer: Response): ApiClient {
  const [set = ''] = answer.headers.getSetCookie()
  if (!answer.ok || set === '') throw new Error(`nobody was let in: ${answer.status}`)
  return createClient(party.origin, { cookie: set.split(';')[0] ?? '' })
}

export interface Mechanism {
  readonly dir: string
  readonly clock: MovedClock
  readonly channel: string
  readonly parties: readonly Party[]
  party(id: string): Party
  close(): Promise<void>
}

/** Terms that a charter sets for machines. */
export function charter(terms: Json): string {
  return JSON.stringify({ entente: 'charter/1', title: { en: 'Charter' }, text: { en: 'Charter.' }, terms })
}

/** Real nodes with HTTPS between them and one channel that all of them founded. */
export async function found(ids: readonly string[], text: string = 'charter'): Promise<Mechanism> {
  const dir = await mkdtemp(join(tmpdir(), 'entente-journey-'))
  const clock = new MovedClock()
  const parties: Party[] = []
  for (const id of ids) parties.push(await openParty(dir, id, clock))
  const party = (id: string): Party => {
    const one = parties.find((each) => each.id === id)
    if (one === undefined) throw new Error(`no party ${id}`)
    return one
  }
  const [first, ...rest] = parties.map(({ opened }) => opened.node)
  if (first === undefined) throw new Error('no parties')
  let founding = await first.propose(
    rest.map(({ card }) => card),
    Buffer.from(text),
  )
  for (const node of rest) founding = await node.accept(founding)
  const nodes = [first, ...rest]
  for (const node of nodes) if (node.channels.length === 0) await node.open(founding)
  await Promise.all(nodes.map((node) => writable(node.channel(founding.id))))
  return {
    dir,
    clock,
    channel: founding.id,
    parties,
    party,
    async close() {
      for (const one of parties) await one.stop()
      await rm(dir, { recursive: true, force: true })
    },
  }
}

async function openParty(dir: string, id: string, clock: MovedClock): Promise<Party> {
  const folder = join(dir, id)
  await initNode(folder, id, `Ministry ${id}`, `https://127.0.0.1:${await freePort()}`)
  await setDesk(folder, { port: 0, demo: true, strangersPerMinute: 100_000, requestsPerMinute: 100_000 })
  const party = new Party(id, folder, clock)
  await party.start()
  return party
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer()
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      const port = typeof address === 'object' && address !== null ? address.port : 0
      server.close(() => resolve(port))
    })
  })
}
