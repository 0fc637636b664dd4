import type { CharterAmendment, CharterTerms } from '../instruments/index.ts'
import type { ChannelId, PartyId } from '../record/index.ts'

export interface CardInfo {
  readonly party: PartyId
  readonly name: string
  /** Empty: it cannot be called. */
  readonly address: string
  readonly made: string
  /** Hash of the key document. */
  readonly keys: string
  /** Eight numbers of it, to be read aloud as words. */
  readonly fingerprint: readonly number[]
}

export interface OwnCard extends CardInfo {
  readonly text: string
  /** Base64. */
  readonly bytes: string
  /** A name for the file. */
  readonly file: string
}

/** A card that somebody brought, once all its proofs were checked. */
export interface CardRead extends CardInfo {
  readonly ours: boolean
}

/** A charter as the text of a file, or what a form says of one: then title and text, and terms where they are not the defaults. */
export interface CharterGiven {
  readonly file?: string | undefined
  readonly title?: Readonly<Record<string, string>> | undefined
  readonly text?: Readonly<Record<string, string>> | undefined
  readonly terms?: CharterAmendment | undefined
}

export interface CharterInfo {
  readonly form: 'charter/1' | 'text'
  readonly title: Readonly<Record<string, string>>
  readonly text: Readonly<Record<string, string>>
  readonly terms: CharterTerms
  /** Of the bytes that the genesis names. */
  readonly sha256: string
  readonly bytes: number
}

export interface ChannelLimitsInfo {
  readonly leafBytes: number
  readonly bodyBytes: number
  readonly exhibitBytes: number
}

export interface FoundingInfo {
  readonly channel: ChannelId
  readonly by: 'us' | 'them'
  readonly state: 'received' | 'waiting' | 'unconfirmed' | 'open'
  readonly parties: readonly { readonly id: PartyId; readonly name: string; readonly agreed: boolean }[]
  readonly missing: readonly PartyId[]
  readonly founded: string
  readonly fingerprint: readonly number[]
  readonly confirmed: string | null
  readonly taken: string
}

export interface FoundingDetail extends FoundingInfo {
  readonly charter: CharterInfo
  readonly cards: readonly CardInfo[]
  readonly limits: ChannelLimitsInfo
}

/** Founding channels with other parties by files that people hand round. The app implements it. */
export interface FoundingPort {
  ownCard(): OwnCard
  /** Throws RecordError `card-malformed`, `key-malformed`, `key-weak`, `card-proof-invalid`. */
  readCard(text: string): CardRead
  defaults(): { readonly terms: CharterTerms; readonly limits: ChannelLimitsInfo }
  /** Throws InstrumentError `charter-invalid`, `charter-too-large`. */
  readCharter(given: CharterGiven): CharterInfo
  list(): Promise<readonly FoundingInfo[]>
  /** Throws AppError `founding-unknown`. */
  one(id: ChannelId): Promise<FoundingDetail>
  /** The file to hand on, and a name for it. Throws AppError `founding-unknown`. */
  file(id: ChannelId): Promise<{ readonly name: string; readonly text: string }>
  propose(cards: readonly string[], charter: CharterGiven): Promise<FoundingInfo>
  take(file: string): Promise<FoundingInfo>
  confirm(id: ChannelId, fingerprint: readonly number[]): Promise<FoundingInfo>
  accept(id: ChannelId): Promise<FoundingInfo>
  withdraw(id: ChannelId): Promise<void>
}
