import type { ActId, ChannelId } from '../record/index.ts'

/** What a seat is for. People hold seats; nobody is allowed anything by name. */
export const SEAT_KINDS = ['desk', 'coordinator', 'principal', 'operator', 'integrator', 'auditor'] as const
export type SeatKind = (typeof SEAT_KINDS)[number]

export const PERMISSIONS = [
  /** See matters, acts and bodies of the channels that the grant covers. */
  'read',
  /** Drafts, notes, assignments: the private side. */
  'draft',
  /** Make acts about requests, cases, leads and remarks. */
  'act',
  /** Be the second officer for acts that the charter lists. */
  'approve',
  /** Place, answer, hand over and end hotline calls; answer contact checks. */
  'hotline',
  /** Open exhibits, release them, and make the acts of the custody ledger. */
  'evidence',
  /** Agencies, seats, officers and the rota of the own party. */
  'directory',
  /** Acts about the channel itself: found, amend, suspend, admit, rotate. */
  'constitution',
  /** Carry something out: exports, proofs, court bundles. */
  'export',
  /** Erase bodies. */
  'expunge',
  /** Links, founding channels with other parties, signing keys, backups, storage, metrics, ways of notices. */
  'operate',
  /** Users, seats, credentials, sessions, API keys of others. */
  'people',
  /** Read the access log. */
  'audit',
] as const
export type Permission = (typeof PERMISSIONS)[number]

/** What each seat may do. The operator runs the node and reads nothing of what passes through it. */
export const SEAT_PERMISSIONS: Readonly<Record<SeatKind, readonly Permission[]>> = {
  desk: ['read', 'draft', 'act', 'hotline', 'evidence', 'export'],
  coordinator: [
    'read',
    'draft',
    'act',
    'approve',
    'hotline',
    'evidence',
    'directory',
    'constitution',
    'export',
    'expunge',
  ],
  principal: ['read', 'approve', 'hotline'],
  operator: ['operate', 'people', 'constitution'],
  integrator: ['read', 'draft', 'act'],
  auditor: ['read', 'audit', 'export'],
}

/** A seat that somebody holds, and how far it reaches. */
export interface Grant {
  readonly seat: string
  readonly kind: SeatKind
  readonly channels: '*' | readonly ChannelId[]
  /** Only these matters; undefined: all of the channels. */
  readonly matters?: readonly ActId[]
}

/** Whoever a request comes from, once that is known. */
export interface Principal {
  readonly user: string
  readonly how: 'session' | 'api-key'
  /** The session's or key's own id, for lists and for the access log. */
  readonly credential: string
  /**
   * How the user proved who they are. An API key is none of a person's. Whoever came by an invitation may enrol a credential
   * and nothing else: their grants are empty. `demo`: by a link of a node that plays for who tries it.
   */
  readonly strength: 'passkey' | 'password-totp' | 'oidc' | 'break-glass' | 'invitation' | 'demo' | 'key'
  readonly grants: readonly Grant[]
  /** Of an API key: it may do what its user's seats may, and only this. */
  readonly scopes?: readonly Permission[]
}

/** Where a permission is wanted; nothing given: somewhere at all. */
export interface Place {
  readonly channel?: ChannelId
  readonly matter?: ActId
  /** Seats to which the private side has restricted the matter; undefined: not restricted. */
  readonly restrictedTo?: readonly string[]
}

/** Whether somebody may do something there. The one place in which that is decided. */
export function allows(principal: Principal, permission: Permission, place: Place = {}): boolean {
  if (principal.scopes !== undefined && !principal.scopes.includes(permission)) return false
  return principal.grants.some(
    (grant) => SEAT_PERMISSIONS[grant.kind].includes(permission) && reaches(grant, place),
  )
}

function reaches(grant: Grant, { channel, matter, restrictedTo }: Place): boolean {
  if (restrictedTo !== undefined && !restrictedTo.includes(grant.seat)) return false
  if (channel !== undefined && grant.channels !== '*' && !grant.channels.includes(channel)) return false
  return matter === undefined || grant.matters === undefined || grant.matters.includes(matter)
}
