import { z } from 'zod'

import { IDENTIFIER_TYPES } from './codes.ts'
import type { IdentifierType } from './codes.ts'

/** Longest identifier, characters: a URL as browsers accept it. */
const VALUE_MAX = 2048

export interface Identifier {
  readonly type: IdentifierType
  readonly value: string
}

const PORT_MAX = 65_535
const ASN_MAX = 4_294_967_295

/** Host names as they are used, with the underscore that the name system allows; internationalised ones in punycode. */
const DOMAIN = /^(?=.{4,253}$)(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])$/i

/** How each type is written. Types without a public notation take any text. */
const NOTATIONS: Readonly<Record<IdentifierType, (value: string) => boolean>> = {
  ipv4: accepts(z.ipv4()),
  ipv6: accepts(z.ipv6()),
  cidr: accepts(z.union([z.cidrv4(), z.cidrv6()])),
  port: (value) => /^\d{1,5}$/.test(value) && Number(value) <= PORT_MAX,
  domain: (value) => DOMAIN.test(value),
  url: (value) => /^[a-z][a-z0-9+.-]{1,15}:\/\/\S+$/i.test(value),
  email: accepts(z.email()),
  account: anyText,
  phone: (value) => /^\+?[0-9][0-9 ()./-]{3,30}$/.test(value),
  imei: (value) => /^\d{14,16}$/.test(value),
  imsi: (value) => /^\d{6,15}$/.test(value),
  'crypto-wallet': (value) => /^[0-9A-Za-z:._-]{8,128}$/.test(value),
  transaction: anyText,
  'hash-md5': (value) => /^[0-9a-fA-F]{32}$/.test(value),
  'hash-sha1': (value) => /^[0-9a-fA-F]{40}$/.test(value),
  'hash-sha256': (value) => /^[0-9a-fA-F]{64}$/.test(value),
  'file-name': anyText,
  certificate: anyText,
  asn: (value) => /^(?:AS)?\d{1,10}$/i.test(value) && Number(value.replace(/^AS/i, '')) <= ASN_MAX,
  other: anyText,
}

/** Whether a value is written as its type wants it. Says nothing about whether it exists. */
export function isWellWritten(identifier: Identifier): boolean {
  const { type, value } = identifier
  return value.length > 0 && value.length <= VALUE_MAX && NOTATIONS[type](value)
}

/** How many of each type, in the order of the vocabulary: the only thing about identifiers that the record itself says. */
export function countIdentifiers(
  list: readonly Pick<Identifier, 'type'>[],
): { count: number; type: IdentifierType }[] {
  return IDENTIFIER_TYPES.flatMap((type) => {
    const count = list.filter((identifier) => identifier.type === type).length
    return count === 0 ? [] : [{ count, type }]
  })
}

function accepts(schema: z.ZodType): (value: string) => boolean {
  return (value) => schema.safeParse(value).success
}

function anyText(): boolean {
  return true
}
