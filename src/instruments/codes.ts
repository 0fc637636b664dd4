/**
 * The closed lists of codes that forms and acts are made of. Codes travel in the record; words for them
 * (in every language) live with the screens. A code, once used, never changes its meaning.
 */

export const REQUEST_KINDS = [
  'preserve',
  'preserve-extend',
  'subscriber',
  'traffic',
  'content',
  'identify',
  'locate',
  'information',
  'mitigate',
  'clean-up',
  'take-down',
  'joint-action',
  'interview',
  'document',
  'emergency-disclosure',
  'other',
] as const
export type RequestKind = (typeof REQUEST_KINDS)[number]

export const URGENCIES = ['emergency', 'urgent', 'routine'] as const
export type Urgency = (typeof URGENCIES)[number]

/** Legal bases. `charter` is the founding document of the channel itself. */
export const INSTRUMENTS = [
  'charter',
  'budapest',
  'budapest-ap2',
  'eu-e-evidence',
  'eu-eio',
  'eu-2023-977',
  'un-cybercrime',
  'law-gh',
  'law-us',
  'lecd-2017',
  'other',
] as const
export type InstrumentId = (typeof INSTRUMENTS)[number]

export const OFFENCES = [
  'illegal-access',
  'illegal-interception',
  'data-interference',
  'system-interference',
  'ddos',
  'ransomware',
  'misuse-of-devices',
  'forgery',
  'fraud',
  'fraud-business-email-compromise',
  'fraud-phishing',
  'fraud-investment',
  'fraud-romance',
  'fraud-payment',
  'ip-trade-secrets',
  'csam',
  'terrorist-use',
  'firearms-trade',
  'synthetic-drugs-trade',
  'money-laundering',
  'extortion',
  'trafficking',
  'critical-infrastructure',
  'election-interference',
  'other-serious',
] as const
export type Offence = (typeof OFFENCES)[number]

export const IDENTIFIER_TYPES = [
  'ipv4',
  'ipv6',
  'cidr',
  'port',
  'domain',
  'url',
  'email',
  'account',
  'phone',
  'imei',
  'imsi',
  'crypto-wallet',
  'transaction',
  'hash-md5',
  'hash-sha1',
  'hash-sha256',
  'file-name',
  'certificate',
  'asn',
  'other',
] as const
export type IdentifierType = (typeof IDENTIFIER_TYPES)[number]

/** Reasons for refusing, postponing or answering in part. EU 2023/977 Art. 6(1); Budapest 27, 29, 30; UN 40(21)-(22). */
export const GROUNDS = [
  'not-available',
  'form-defect',
  'judicial-authorisation-refused',
  'category-not-allowed',
  'inaccurate-or-outdated',
  'essential-security',
  'ongoing-investigation',
  'safety-of-person',
  'protected-interests',
  'minor-or-no-offence',
  'third-party-consent-missing',
  'political-offence',
  'sovereignty-security-public-order',
  'dual-criminality-missing',
  'domestic-law-bars',
  'discrimination-ground',
  'ne-bis-in-idem',
  'de-minimis',
  'excessive-burden',
] as const
export type Ground = (typeof GROUNDS)[number]

export const CONFIDENTIALITY = ['confidential', 'do-not-notify-user', 'use-limited'] as const
export type Confidentiality = (typeof CONFIDENTIALITY)[number]

/** What a requested party may ask to be made clear. */
export const CLARIFICATIONS = [
  'identifiers',
  'period',
  'facts',
  'offence',
  'law',
  'authority',
  'necessity',
  'proportionality',
  'urgency',
  'custodian',
  'use-limits',
  'form',
  'translation',
  'other',
] as const
export type Clarification = (typeof CLARIFICATIONS)[number]

/** Conditions under which a party accepts or supplies. */
export const CONDITIONS = [
  'purpose-only',
  'no-court-use',
  'no-onward-transfer',
  'keep-confidential',
  'delete-after-use',
  'report-use',
  'other',
] as const
export type Condition = (typeof CONDITIONS)[number]
