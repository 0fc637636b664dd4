import type { SqliteFile } from '../store/index.ts'

/** What a backup brought back and nobody may use any more, by kind. */
export interface VoidedCredentials {
  readonly sessions: number
  readonly invitations: number
  readonly apiKeys: number
  readonly recoveryCodes: number
  readonly breakGlassCodes: number
}

/**
 * After a backup is brought back. What has been used, ended or revoked since would be good again, and nobody can tell
 * which: so all that lets somebody in by itself goes. People come in with their passkey, their password and code, or
 * their provider, and make the rest anew. Inside a transaction of the caller.
 */
export function voidRestored(file: SqliteFile): VoidedCredentials {
  const drop = (where: string): number => Number(file.prepare(`delete from ${where}`).run().changes)
  return {
    sessions: drop('sign_in_session'),
    invitations: drop('sign_in_invitation'),
    apiKeys: drop('sign_in_api_key'),
    recoveryCodes: drop('sign_in_recovery'),
    breakGlassCodes: drop('sign_in_glass where used_ms is null'),
  }
}
