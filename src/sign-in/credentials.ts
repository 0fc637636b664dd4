import type { ApiKeys } from './api-keys.ts'
import type { Note, SignInContext } from './context.ts'
import { SignInError } from './errors.ts'
import type { Oidc } from './oidc.ts'
import type { Passkey } from './passkey.ts'
import type { Passkeys } from './passkeys.ts'
import type { Passwords } from './passwords.ts'
import type { Principal } from './permissions.ts'
import type { Sessions } from './sessions.ts'

/** The ways by which one user can sign in. */
export interface HeldCredentials {
  readonly passkeys: readonly Passkey[]
  readonly password: { readonly recoveryCodesLeft: number; readonly madeMs: number } | undefined
  readonly oidc: boolean
}

/** Which of a user's credentials to take away. */
export type WhichCredential =
  | { readonly kind: 'passkey'; readonly id: string }
  | { readonly kind: 'password' }
  | { readonly kind: 'oidc' }

interface Ways {
  readonly sessions: Sessions
  readonly passkeys: Passkeys
  readonly passwords: Passwords
  readonly oidc: Oidc
  readonly apiKeys: ApiKeys
}

/** All credentials of a user together: what one change must see at once. */
export class Credentials {
  readonly #context: SignInContext
  readonly #ways: Ways

  constructor(context: SignInContext, ways: Ways) {
    this.#context = context
    this.#ways = ways
  }

  held(user: string): Promise<HeldCredentials> {
    return this.#context.file.read(() => this.#held(user))
  }

  /**
   * Takes one of one's own away; all other sessions end, for one of them may be why.
   * Throws `last-credential`, `passkey-unknown`, `session-needed` or `sign-in-again`.
   */
  async remove(principal: Principal, which: WhichCredential): Promise<void> {
    await this.#ways.sessions.assertFresh(principal)
    const { user, credential } = principal
    await this.#context.change((note) => {
      this.#remove(user, which, note)
      const { passkeys, password, oidc } = this.#held(user)
      if (passkeys.length === 0 && password === undefined && !oidc)
        throw new SignInError(
          'last-credential',
          'credential: it is your last one; add another before you remove it',
        )
      this.#ways.sessions.drop(user, user, note, credential)
    })
  }

  /** Takes everything away from somebody who lost it, or whose it may no longer be; an invitation lets them in again. */
  reset(by: string, user: string): Promise<void> {
    return this.#context.change((note) => {
      this.#ways.passkeys.removeAll(by, user, note)
      this.#ways.passwords.remove(by, user, note)
      this.#ways.oidc.unlink(by, user, note)
      this.#ways.apiKeys.revokeAll(by, user, note)
      this.#ways.sessions.drop(by, user, note)
    })
  }

  /** Links a user to a subject of the provider by hand. Throws `oidc-off` or `user-unknown`. */
  linkSubject(by: string, user: string, subject: string): Promise<void> {
    return this.#context.change((note) => this.#ways.oidc.link(by, user, subject, note))
  }

  #held(user: string): HeldCredentials {
    const { passkeys, passwords, oidc } = this.#ways
    return { passkeys: passkeys.held(user), password: passwords.held(user), oidc: oidc.isLinked(user) }
  }

  #remove(user: string, which: WhichCredential, note: Note): void {
    switch (which.kind) {
      case 'passkey':
        this.#ways.passkeys.remove(user, user, which.id, note)
        break
      case 'password':
        this.#ways.passwords.remove(user, user, note)
        break
      case 'oidc':
        this.#ways.oidc.unlink(user, user, note)
        break
    }
  }
}
