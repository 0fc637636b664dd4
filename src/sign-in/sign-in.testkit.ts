import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto'
import type { KeyObject } from 'node:crypto'
import { isoCBOR } from '@simplewebauthn/server/helpers'
import type { Clock } from '../exchange/index.ts'
import { openParts } from '../store/index.ts'
import type { SqliteFile } from '../store/index.ts'
import { OPERATOR, openSignIn, parseSignInConfig, SIGN_IN_TABLES } from './index.ts'
import type { OpenedSession, Principal, SeatKind, SignIn, SignInConfig, SignInEvent, User } from './index.ts'

/** A clock that is moved by hand. */
export class HandClock implements Clock {
  nowMs: number = Date.UTC(2030, 0, 31, 8)
  now(): number {
    return this.nowMs
  }
  monotonic(): number {
    return this.nowMs
  }
  after(): () => void {
    return () => undefined
  }
  step(ms: number): void {
    this.nowMs += ms
  }
}

export const ORIGIN = 'https://desk.example'
export const VISIT = { address: '192.0.2.1', agent: 'a browser' }
export const CONFIG: SignInConfig = parseSignInConfig({
  name: 'Entente',
  rpId: 'desk.example',
  origins: [ORIGIN],
})
const SECRET = randomBytes(32)
/** What the trial's list of breached passwords holds. */
export const BREACHED = 'seven herons over the pond'

export interface Trial {
  readonly signIn: SignIn
  readonly file: SqliteFile
  readonly clock: HandClock
  readonly events: SignInEvent[]
  /** A user with a seat of that kind, signed in just now. */
  person(name: string, kind?: SeatKind): Promise<Person>
  /** Signs somebody in again, by a new invitation; full rights only on a demo node. */
  arrive(user: User): Promise<{ opened: OpenedSession; principal: Principal }>
}

export interface Person {
  readonly user: User
  readonly seat: string
  readonly grant: string
  readonly opened: OpenedSession
  readonly principal: Principal
}

/** A node's sign-in over a file in memory, or at `path`. */
export function openTrial(config: SignInConfig = CONFIG, path = ':memory:'): Trial {
  const file = openParts(path, [SIGN_IN_TABLES])
  const clock = new HandClock()
  const events: SignInEvent[] = []
  const signIn = openSignIn(file, {
    clock,
    rng: { bytes: (count) => randomBytes(count) },
    config,
    secret: SECRET,
    breached: (password) => Promise.resolve(password === BREACHED),
    happened: (event) => events.push(event),
  })
  const arrive = async (user: User): Promise<{ opened: OpenedSession; principal: Principal }> => {
    const { token } = await signIn.invitations.make(OPERATOR, user.id)
    const opened = await signIn.invitations.redeem(token, VISIT)
    return { opened, principal: await principalOf(signIn, opened.token) }
  }
  const person = async (name: string, kind: SeatKind = 'desk'): Promise<Person> => {
    const user = await signIn.users.make(OPERATOR, { name, display: `${name} Nguyễn` })
    const seat = await signIn.seats.make(OPERATOR, { kind, title: `${name}'s seat` })
    const grant = await signIn.seats.grant(OPERATOR, { seat: seat.id, user: user.id, channels: '*' })
    return { user, seat: seat.id, grant: grant.id, ...(await arrive(user)) }
  }
  return { signIn, file, clock, events, person, arrive }
}

/** As `authenticate`, for a token that must be good. */
export async function principalOf(signIn: SignIn, token: string): Promise<Principal> {
  const principal = await signIn.authenticate({ token })
  if (principal === undefined) throw new Error('nobody is signed in by that token')
  return principal
}

/** The code with which a promise was refused. */
export async function refusalOf(work: Promise<unknown>): Promise<string> {
  try {
    await work
  } catch (error) {
    if (error instanceof Error && 'code' in error) return String(error.code)
    throw error
  }
  return 'not refused'
}

/** What may go wrong at an authenticator, on purpose. */
export interface Wrong {
  readonly origin?: string
  readonly rpId?: string
  readonly type?: string
  /** Flags of the authenticator data; 0x05 says that a person was there and was verified. */
  readonly flags?: number
  readonly counter?: number
  readonly userHandle?: string
  readonly key?: KeyObject
}

const PRESENT_AND_VERIFIED = 0x05
const WITH_ATTESTED_DATA = 0x40

/** A passkey made of `node:crypto` alone: what a browser gives, byte by byte, right or wrong. */
export class SoftPasskey {
  readonly id: string = randomBytes(20).toString('base64url')
  readonly #keys = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  user = ''
  counter = 1

  create(options: { challenge: string; user: { id: string } }, wrong: Wrong = {}): unknown {
    this.user = options.user.id
    const { x = '', y = '' } = this.#keys.publicKey.export({ format: 'jwk' })
    const cose = new Map<number, number | Uint8Array>([
      [1, 2],
      [3, -7],
      [-1, 1],
      [-2, Uint8Array.from(Buffer.from(x, 'base64url'))],
      [-3, Uint8Array.from(Buffer.from(y, 'base64url'))],
    ])
    const id = Buffer.from(this.id, 'base64url')
    const authData = Buffer.concat([
      this.#head({ ...wrong, flags: (wrong.flags ?? PRESENT_AND_VERIFIED) | WITH_ATTESTED_DATA }, 0),
      Buffer.alloc(16),
      Buffer.from([0, id.length]),
      id,
      isoCBOR.encode(cose),
    ])
    const attestation = new Map<string, unknown>([
      ['fmt', 'none'],
      ['attStmt', new Map()],
      ['authData', Uint8Array.from(authData)],
    ])
    return this.#answer({
      clientDataJSON: clientData(options.challenge, { type: 'webauthn.create', ...wrong }),
      // The encoder's own type of values is not exported.
      attestationObject: Buffer.from(isoCBOR.encode(attestation as never)).toString('base64url'),
      transports: ['usb'],
    })
  }

  get(options: { challenge: string }, wrong: Wrong = {}): unknown {
    const authData = this.#head(wrong, wrong.counter ?? ++this.counter)
    const clientDataJSON = clientData(options.challenge, wrong)
    const hash = createHash('sha256').update(Buffer.from(clientDataJSON, 'base64url')).digest()
    const signature = sign('sha256', Buffer.concat([authData, hash]), wrong.key ?? this.#keys.privateKey)
    return this.#answer({
      clientDataJSON,
      authenticatorData: authData.toString('base64url'),
      signature: signature.toString('base64url'),
      userHandle: wrong.userHandle ?? this.user,
    })
  }

  #head(wrong: Wrong, counter: number): Buffer {
    const count = Buffer.alloc(4)
    count.writeUInt32BE(counter)
    const rpIdHash = createHash('sha256')
      .update(wrong.rpId ?? CONFIG.rpId)
      .digest()
    return Buffer.concat([rpIdHash, Buffer.from([wrong.flags ?? PRESENT_AND_VERIFIED]), count])
  }

  #answer(response: object): unknown {
    return { id: this.id, rawId: this.id, type: 'public-key', clientExtensionResults: {}, response }
  }
}

function clientData(challenge: string, { origin = ORIGIN, type = 'webauthn.get' }: Wrong): string {
  return Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin: false })).toString('base64url')
}
