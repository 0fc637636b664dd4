import { hash } from 'node:crypto'
import type { ApiKey, ApiKeys } from './api-keys.ts'
import type { SignInContext } from './context.ts'
import type { Grant, Principal } from './permissions.ts'
import { isInForce } from './seats.ts'
import type { HeldGrant, Seats } from './seats.ts'
import { isAlive } from './sessions.ts'
import type { Session, Sessions } from './sessions.ts'
import { isApiKey, isToken } from './tokens.ts'
import type { Users } from './users.ts'

/** More than the people and tools of a desk; beyond it the oldest are looked up again. */
const REMEMBERED_MAX = 5_000
/** The seat that a break-glass session stands for; no list of seats has it. */
export const BREAK_GLASS_SEAT = 'break-glass'

/** What a request brings along: the token of its cookie, or of its `Authorization: Bearer` header. */
export interface Presented {
  readonly token?: string | undefined
  readonly bearer?: string | undefined
}

interface Remembered {
  readonly principal: Principal
  readonly session: Session | undefined
  readonly key: ApiKey | undefined
  /** Grants begin and end by the clock: outside of this time they are worked out again. */
  readonly fromMs: number
  readonly untilMs: number
}

/**
 * Who a request comes from. What was found is remembered until anything in this room changes, so that a request costs one
 * hash; a session that ended, a key that was revoked and a seat that was withdrawn are gone for the very next request.
 */
export class Authenticator {
  readonly #context: SignInContext
  readonly #users: Users
  readonly #seats: Seats
  readonly #sessions: Sessions
  readonly #keys: ApiKeys
  readonly #remembered = new Map<string, Remembered>()
  /** Grows with each change: what was being looked up meanwhile is not remembered. */
  #changes = 0

  constructor(context: SignInContext, users: Users, seats: Seats, sessions: Sessions, keys: ApiKeys) {
    this.#context = context
    this.#users = users
    this.#seats = seats
    this.#sessions = sessions
    this.#keys = keys
    context.whenStale(() => {
      this.#changes++
      this.#remembered.clear()
    })
  }

  /**
   * Undefined for whoever shows nothing, or nothing that is good. One who shows both a cookie and a key is refused: which of
   * the two was meant would be a guess.
   */
  async authenticate({ token, bearer }: Presented): Promise<Principal | undefined> {
    if ((token === undefined) === (bearer === undefined)) return undefined
    const shown = token ?? bearer ?? ''
    if (!(token === undefined ? isApiKey(shown) : isToken(shown))) return undefined
    const name = hash('sha256', shown, 'base64url')
    const known = this.#fresh(name) ?? (await this.#look(name, token, shown))
    if (known === undefined) return undefined
    this.#touch(name, known)
    return known.principal
  }

  #fresh(name: string): Remembered | undefined {
    const known = this.#remembered.get(name)
    const now = this.#context.clock.now()
    if (known === undefined || now < known.fromMs || now >= known.untilMs) return undefined
    return known.session === undefined || isAlive(known.session, now) ? known : undefined
  }

  async #look(name: string, token: string | undefined, shown: string): Promise<Remembered | undefined> {
    const changes = this.#changes
    const session = token === undefined ? undefined : await this.#sessions.find(token)
    const key = token === undefined ? await this.#keys.find(shown) : undefined
    const found = await this.#context.file.peek(() => this.#worked(session, key))
    if (found === undefined || changes !== this.#changes) return found
    const oldest = this.#remembered.size >= REMEMBERED_MAX ? this.#remembered.keys().next().value : undefined
    if (oldest !== undefined) this.#remembered.delete(oldest)
    this.#remembered.set(name, found)
    return found
  }

  #worked(session: Session | undefined, key: ApiKey | undefined): Remembered | undefined {
    const user = session?.user ?? key?.user
    if (user === undefined) return undefined
    if (session?.strength === 'break-glass') return this.#glass(session)
    if (this.#users.active(user) === undefined) return undefined
    const now = this.#context.clock.now()
    const held = session?.strength === 'invitation' ? [] : this.#seats.ofUser(user)
    const edges = held
      .flatMap(({ fromMs, untilMs }) => [fromMs, untilMs])
      .filter((edge) => edge !== undefined)
    const grants = held.filter((grant) => isInForce(grant, now)).map(bare)
    const { id, endsMs } = session ?? key ?? { id: '', endsMs: 0 }
    return {
      principal:
        key === undefined
          ? { user, how: 'session', credential: id, strength: session?.strength ?? 'invitation', grants }
          : { user, how: 'api-key', credential: id, strength: 'key', grants, scopes: key.scopes },
      session,
      key,
      fromMs: Math.max(0, ...edges.filter((edge) => edge <= now)),
      untilMs: Math.min(endsMs, ...edges.filter((edge) => edge > now)),
    }
  }

  #glass(session: Session): Remembered {
    const grants: Grant[] = [{ seat: BREAK_GLASS_SEAT, kind: 'coordinator', channels: '*' }]
    const { user, id } = session
    return {
      principal: { user, how: 'session', credential: id, strength: 'break-glass', grants },
      session,
      key: undefined,
      fromMs: 0,
      untilMs: session.endsMs,
    }
  }

  #touch(name: string, known: Remembered): void {
    const session = known.session === undefined ? undefined : this.#sessions.touch(known.session)
    const key = known.key === undefined ? undefined : this.#keys.touch(known.key)
    if (session === known.session && key === known.key) return
    // Unless a change has cleared it meanwhile.
    if (this.#remembered.has(name)) this.#remembered.set(name, { ...known, session, key })
  }
}

function bare({ seat, kind, channels, matters }: HeldGrant): Grant {
  return { seat, kind, channels, ...(matters === undefined ? {} : { matters }) }
}
