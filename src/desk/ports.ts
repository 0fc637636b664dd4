import type { ActId, ChannelId, JsonObject, PartyId } from '../record/index.ts'
import type { Permission } from '../sign-in/index.ts'
import type { Language } from '../words/index.ts'
import type { HotlineLine } from '../instruments/index.ts'

/** Somebody of the own party, as notices reach them. */
export interface Recipient {
  /** Id of the user in the sign-in room. */
  readonly user: string
  readonly language: Language
}

/** Whom to look for. */
export type Who =
  | { readonly to: 'users'; readonly users: readonly string[] }
  /** Who is on duty on a line of the hotline; `seat` is the act that opened it, null when none was named. */
  | {
      readonly to: 'line'
      readonly channel: ChannelId
      readonly seat: ActId | null
      readonly line: HotlineLine
    }
  /** One officer, by the act of appointment. */
  | { readonly to: 'officer'; readonly channel: ChannelId; readonly officer: ActId }
  /** Who holds a seat of the directory, on duty or not. */
  | { readonly to: 'seat'; readonly channel: ChannelId; readonly seat: ActId }
  /** Who works on a matter: assigned, else the desk on duty. */
  | { readonly to: 'matter'; readonly channel: ChannelId; readonly matter: ActId }
  /** Whose seats allow it; with a matter only those whose seats reach it, and with null those that no matter bounds. */
  | {
      readonly to: 'permission'
      readonly permission: Permission
      readonly channel: ChannelId | null
      readonly matter?: ActId | null
    }

/** The own party's people. The app answers from seats, rota and assignments. */
export interface PeoplePort {
  /** Nobody is an answer: the desk goes on to the next line and says so. */
  reached(who: Who, atMs: number): Promise<readonly Recipient[]>
  /** IANA zones in which an instant of that channel is shown: the own capital's, then the others'. */
  zones(channel: ChannelId | null): Promise<readonly string[]>
}

/** An act that the desk makes by itself. */
export interface Deed {
  readonly type: string
  readonly about?: ActId
  readonly data: JsonObject
}

/** The record, as far as the desk writes to it. */
export interface ActPort {
  /** The own party. */
  readonly self: PartyId
  /** Records the act and gives its id. Throws when it would have no effect, or cannot be recorded now. */
  act(channel: ChannelId, deed: Deed): Promise<ActId>
  /**
   * An act of the own feed with that type, matter and data, made since then; undefined when there is none. Asked when a
   * crash may have come between recording an act and writing down that it was.
   */
  recorded(channel: ChannelId, deed: Deed, sinceMs: number): Promise<ActId | undefined>
  /** Whether an error of `act` is for good: the act has no effect and never will. Anything else is tried again. */
  isFinal(cause: unknown): boolean
}
