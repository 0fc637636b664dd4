import type { IdentifierType } from './codes.ts'

/** An office, not a person. */
export interface FormAuthority {
  readonly name: string
  readonly address?: string | undefined
  readonly country?: string | undefined
}

export interface FormPerson {
  readonly name: string
  readonly office: string
  readonly phone?: string | undefined
  readonly email?: string | undefined
  /** RFC 5646 tags. */
  readonly languages?: readonly string[] | undefined
  readonly officeHours?: string | undefined
  /** Name of the time zone database. */
  readonly timeZone?: string | undefined
  readonly replyBy?: 'entente' | 'email' | 'phone' | 'post' | undefined
}

export interface FormIdentifier {
  readonly type: IdentifierType
  readonly value: string
  /** Instants of UTC; `zone` is the one in which the source wrote them down. */
  readonly from?: string | undefined
  readonly to?: string | undefined
  readonly zone?: string | undefined
  readonly note?: string | undefined
}

export interface FormLaw {
  readonly provision: string
  readonly text?: string | undefined
  readonly penalty?: string | undefined
}

/** What only the body may say of an exhibit: its name, and the salt of its commitment (64 hex digits). */
export interface ExhibitSlip {
  readonly name: string
  readonly salt: string
  readonly note?: string | undefined
}

/** The human part of a request: the body of `request.open`. Names and values are here and nowhere in the record's data. */
export interface RequestForm {
  readonly form: 'request/1'
  readonly title: string
  readonly language: string
  readonly ourNumber: string
  readonly yourNumber?: string | undefined
  readonly earlierNumbers?: readonly string[] | undefined
  readonly requesting: FormAuthority
  readonly requested?: FormAuthority | undefined
  readonly operational?: FormAuthority | undefined
  readonly judicial?: FormAuthority | undefined
  readonly inCharge: FormPerson
  /** A second person who can confirm that the request is genuine. */
  readonly confirmWith?: FormPerson | undefined
  readonly facts: string
  readonly law: readonly FormLaw[]
  /** How the data relates to the offence. */
  readonly relation?: string | undefined
  readonly identifiers: readonly FormIdentifier[]
  readonly custodian?: string | undefined
  readonly location?: string | undefined
  /** What is asked for. */
  readonly wanted: string
  readonly necessity: string
  readonly proportionality?: string | undefined
  readonly urgencyReason?: string | undefined
  readonly confidentialityReason?: string | undefined
  readonly useLimits?: string | undefined
  /** Needed with handling code H3. */
  readonly handlingNote?: string | undefined
  readonly followUp?: string | undefined
  /** In the order of `data.exhibits`. */
  readonly exhibits?: readonly ExhibitSlip[] | undefined
}
