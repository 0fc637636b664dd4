import type { IdentifierType } from './codes.ts'

/** Ports are 16 bits wide. */
export const PORT_MAX = 65_535

/** What a person should know before sending an identifier on. */
export const PASTE_FLAGS = [
  'defanged',
  'hidden-characters',
  'full-width',
  'international',
  'mixed-script',
  'special-use',
  'scheme-assumed',
  'credentials',
] as const
export type PasteFlag = (typeof PASTE_FLAGS)[number]

/** Why something that looks like an identifier is none. */
export const PASTE_FAULTS = [
  'too-long',
  'url',
  'email',
  'port',
  'ipv4-octet',
  'ipv6',
  'cidr-prefix',
  'range',
  'hash-length',
  'check-digit',
  'domain-label',
  'unknown-top-level-domain',
  'number-without-label',
] as const
export type PasteFault = (typeof PASTE_FAULTS)[number]

/** What one piece of text turned out to be. */
export interface Reading {
  readonly found: readonly {
    readonly type: IdentifierType
    readonly value: string
    readonly flags: readonly PasteFlag[]
    /** What else it may be; a person decides. */
    readonly alternatives: readonly IdentifierType[]
  }[]
  /** Also beside what was found: a range gives its two ends, and says that what is between is not listed. */
  readonly fault: PasteFault | null
}

/** One identifier, and no doubt. */
export function one(
  type: IdentifierType,
  value: string,
  flags: readonly PasteFlag[] = [],
  alternatives: readonly IdentifierType[] = [],
): Reading {
  return { found: [{ type, value, flags, alternatives }], fault: null }
}

/** No identifier, and why. */
export function none(fault: PasteFault): Reading {
  return { found: [], fault }
}
