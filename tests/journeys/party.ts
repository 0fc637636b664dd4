import { type ApiClient, createClient } from '../../src/api/index.ts'
import { openNode, type OpenedNode } from '../../src/app/index.ts'
import type { Net } from '../../src/exchange/index.ts'
import { OPERATOR, type SeatKind } from '../../src/sign-in/index.ts'
import { cursorIn } from '../../src/store/index.ts'
import type { MovedClock } from './moved-clock.ts'
import { type Json, Officer } from './officer.ts'
import { until } from './times.ts'

const BY_CHANGE = { by: 'changed', newestFirst: true } as const

/** One party: its node on a folder of its own, and the door through which its people come. */
export class Party {
  readonly id: string
  readonly clock: MovedClock
  /** What the node has written to its log, a line each. */
  readonly logged: string[] = []
  /** What other nodes have sent it, asked and as answers, as it came out of the TLS connection. */
  readonly heard: Buffer[] = []
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
    overhear(opened.node.needs.net, this.heard)
    await opened.start()
    this.#opened = opened
  }

  async stop(): Promise<void> {
    await this.#opened?.stop()
    this.#opened = undefined
  }

  /** Waits until the desk has planned by every matter as the node holds it now; one that does not run plans nothing. */
  async planned(channel: string): Promise<void> {
    const node = this.#opened?.node
    if (node === undefined) return
    await node.channel(channel).folds.listed()
    const [newest] = await node.needs.store.listMatters(channel, BY_CHANGE, undefined, 1)
    const changed = newest === undefined ? 0 : cursorIn(BY_CHANGE, newest).at
    const { desk } = this.#door.office
    await until(`the desk of ${this.id} has heard of all`, () =>
      Promise.resolve(desk.cursor(channel) >= changed),
    )
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

/** Keeps a copy of all that comes in; the node gets it unchanged. */
function overhear(net: Net, heard: Buffer[]): void {
  const [call, serve] = [net.call.bind(net), net.serve.bind(net)]
  net.call = async (...given) => {
    const response = await call(...given)
    heard.push(Buffer.from(JSON.stringify(response.headers)), Buffer.from(response.body))
    return response
  }
  net.serve = (handler, gate) =>
    serve((request) => {
      const { body, headers, path } = request
      heard.push(Buffer.from(JSON.stringify([path, headers])), Buffer.from(body))
      return handler(request)
    }, gate)
}

/** The client of a browser that keeps the cookie of an answer. */
export function signedInBy(party: Party, answer: Response): ApiClient {
  const [set = ''] = answer.headers.getSetCookie()
  if (!answer.ok || set === '') throw new Error(`nobody was let in: ${answer.status}`)
  return createClient(party.origin, { cookie: set.split(';')[0] ?? '' })
}
