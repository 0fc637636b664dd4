import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type ApiClient, createClient, ProblemError } from '../../src/api/index.ts'
import {
  type EntenteNode,
  type LiveChannel,
  initNode,
  openNode,
  type OpenedNode,
} from '../../src/app/index.ts'
import type { ActId, ChannelId } from '../../src/record/index.ts'
import { OPERATOR, type Permission, type SeatKind, type SignIn } from '../../src/sign-in/index.ts'
import { freePort } from '../free-port.ts'
import { SoftwarePasskey } from '../journeys/software-passkey.ts'

const HOUR_MS = 3_600_000

export interface Seated {
  readonly user: string
  /** `name=value` of the session's cookie. */
  readonly cookie: string
  readonly client: ApiClient
  readonly signOut: () => Promise<void>
}

/** One party's node with its door open, on this machine's loopback. */
export class Desk {
  readonly opened: OpenedNode
  readonly logged: { event: string; facts: Readonly<Record<string, unknown>> }[]
  #people = 0

  constructor(opened: OpenedNode, logged: Desk['logged']) {
    this.opened = opened
    this.logged = logged
  }

  get node(): EntenteNode {
    return this.opened.node
  }

  get origin(): string {
    return this.#door.origin
  }

  get signIn(): SignIn {
    return this.#door.signIn
  }

  get cookieName(): string {
    return this.#door.cookie
  }

  get #door(): NonNullable<ReturnType<OpenedNode['door']>> {
    const door = this.opened.door()
    if (door === undefined) throw new Error('the door is not open')
    return door
  }

  /** Somebody in a seat of that kind, signed in by a link as on a node that plays. */
  async seated(
    kind: SeatKind,
    reach: { channels?: '*' | readonly ChannelId[]; matters?: readonly ActId[] } = {},
  ): Promise<Seated> {
    const { signIn } = this
    const user = await signIn.users.make(OPERATOR, { name: `${kind}-${(this.#people += 1)}`, display: kind })
    const seat = await signIn.seats.make(OPERATOR, { kind, title: kind })
    await signIn.seats.grant(OPERATOR, {
      seat: seat.id,
      user: user.id,
      channels: reach.channels ?? '*',
      ...(reach.matters === undefined ? {} : { matters: reach.matters }),
    })
    const { token } = await signIn.invitations.make(OPERATOR, user.id)
    const session = await signIn.invitations.redeem(token, { address: '127.0.0.1' })
    const cookie = `${this.cookieName}=${session.token}`
    return {
      user: user.id,
      cookie,
      client: createClient(this.origin, { cookie }),
      signOut: () => signIn.sessions.end(user.id, user.id, session.session.id),
    }
  }

  /** A key of somebody who is signed in, for these permissions only. */
  async keyOf({ cookie }: Seated, scopes: readonly Permission[]): Promise<string> {
    const token = cookie.slice(cookie.indexOf('=') + 1)
    const principal = await this.signIn.authenticate({ token })
    if (principal === undefined) throw new Error('nobody is signed in')
    const endsMs = Date.now() + HOUR_MS
    return (await this.signIn.apiKeys.make(principal, { label: 'test', scopes, endsMs })).token
  }

  stranger(): ApiClient {
    return createClient(this.origin)
  }
}

export interface Desks {
  readonly us: Desk
  readonly cn: Desk
  readonly channel: ChannelId
  readonly dir: string
  close(): Promise<void>
}

/** Two parties with one channel between them, each with a door for its own people. */
export async function openDesks(charter: string = 'charter'): Promise<Desks> {
  const dir = await mkdtemp(join(tmpdir(), 'entente-api-'))
  const us = await openDesk(dir, 'us')
  const cn = await openDesk(dir, 'cn')
  const proposed = await us.node.propose([cn.node.card], Buffer.from(charter))
  await us.node.open(await cn.node.accept(proposed))
  await Promise.all([writable(us.node.channel(proposed.id)), writable(cn.node.channel(proposed.id))])
  return {
    us,
    cn,
    channel: proposed.id,
    dir,
    async close() {
      await us.opened.stop()
      await cn.opened.stop()
      await rm(dir, { recursive: true, force: true })
    },
  }
}

export async function openDesk(dir: string, party: string): Promise<Desk> {
  const folder = join(dir, party)
  await initNode(folder, party, `Ministry ${party}`, `https://127.0.0.1:${await freePort()}`)
  await setDesk(folder, { port: 0, demo: true, strangersPerMinute: 100_000, requestsPerMinute: 100_000 })
  return startDesk(folder)
}

export async function setDesk(folder: string, desk: Readonly<Record<string, unknown>>): Promise<void> {
  const path = join(folder, 'config.json')
  const config: Record<string, unknown> = JSON.parse(await readFile(path, 'utf8'))
  await writeFile(path, JSON.stringify({ ...config, desk }))
}

export async function startDesk(folder: string): Promise<Desk> {
  const logged: Desk['logged'] = []
  const opened = await openNode(folder, {}, (event, facts) => logged.push({ event, facts }))
  await opened.start()
  return new Desk(opened, logged)
}

export function writable(channel: LiveChannel): Promise<void> {
  return new Promise((resolve) => {
    channel.readiness.whenWritable(resolve)
  })
}

/** The data and form of a request that `cn` is asked, as acts take them. */
export async function requestTo(to: string): Promise<{
  type: string
  data: Record<string, never>
  body: { type: string; json: unknown }
}> {
  const path = new URL('../../docs/examples/request.json', import.meta.url)
  const { body, data } = JSON.parse(await readFile(path, 'utf8'))
  const inMs = (hours: number): string => new Date(Date.now() + hours * HOUR_MS).toISOString()
  return {
    type: 'request.open',
    data: {
      ...data,
      to,
      acknowledgeBy: inMs(24),
      answerBy: inMs(72),
      dataLostBy: inMs(240),
      exhibits: [],
      identifiers: [{ count: 1, type: 'ipv4' }],
      instrument: { id: 'charter' },
      marks: { handling: [], tlp: 'AMBER' },
    },
    body: { type: 'application/json', json: body },
  }
}

/** How a call ended: `done`, or the status and code of its refusal. */
export async function codeOf(work: Promise<unknown>): Promise<string> {
  const cause: unknown = await work.catch((thrown: unknown) => thrown)
  if (cause instanceof ProblemError) return `${cause.problem.status} ${cause.problem.code}`
  return cause instanceof Error ? cause.message : 'done'
}

/** The code of a call's refusal alone: `no refusal` when it was taken. What is no answer of the node is thrown on. */
export async function refusalOf(work: Promise<unknown>): Promise<string> {
  const cause: unknown = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  if (cause instanceof ProblemError) return cause.problem.code
  if (cause instanceof Error) throw cause
  return 'no refusal'
}

/** Registers a passkey for whoever is signed in; a new session takes the place of theirs. */
export async function enrolled(
  person: Seated,
  origin: string,
): Promise<{ passkey: SoftwarePasskey; person: Seated }> {
  const passkey = new SoftwarePasskey(origin)
  const response = passkey.create(await person.client.call('own.passkey-options'))
  const answer = await person.client.send('own.add-passkey', { body: { response, label: 'key' } })
  const [cookie = ''] = (answer.headers.getSetCookie()[0] ?? '').split(';')
  return { passkey, person: { ...person, cookie, client: createClient(origin, { cookie }) } }
}

let keys = 0
/** A key that no other call of this run has. */
export function newKey(): string {
  return `key-${(keys += 1)}`
}

/** Polls until something is so; fails with what it was told when it is not within the time. */
export async function until(what: string, isSo: () => Promise<boolean>, limitMs = 20_000): Promise<void> {
  for (let waitedMs = 0; waitedMs < limitMs; waitedMs += 50) {
    if (await isSo()) return
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  throw new Error(`not within ${limitMs} ms: ${what}`)
}
