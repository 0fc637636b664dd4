import { isDomain } from 'ioc-extractor'

/** RFC 1035: a name with its dots, and one label. */
const NAME_MAX = 253
const LABEL_MAX = 63
const LABEL = /^[a-z0-9_](?:[a-z0-9_-]*[a-z0-9])?$/
/** Names that are used without being delegated: RFC 6761, RFC 7686, RFC 9476, and what networks use inside. */
const SPECIAL: readonly string[] = [
  'onion',
  'i2p',
  'test',
  'example',
  'invalid',
  'local',
  'internal',
  'alt',
  'lan',
  'corp',
  'home',
  'intranet',
]
/** Scripts whose letters pass for Latin ones. */
const LOOK_ALIKE = /[\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Armenian}\p{Script=Cherokee}]/u
const LATIN = /\p{Script=Latin}/u

export interface DomainName {
  /** Lower case, in punycode. */
  readonly ascii: string
  /** Some label is not ASCII, or is punycode. */
  readonly isInternational: boolean
  /** Some label mixes Latin with letters that pass for Latin ones. */
  readonly isMixed: boolean
  /** Under a name that is not delegated in the public tree. */
  readonly isSpecial: boolean
}

export type DomainFault = 'domain-label' | 'unknown-top-level-domain'

/** A text as the name of a host, or why it is none. Looks at a bounded part of the text only. */
export function domainName(text: string): DomainName | DomainFault {
  const name = text.endsWith('.') ? text.slice(0, -1) : text
  if (name.length > NAME_MAX) return 'domain-label'
  const ascii = asciiOf(name)
  const labels = ascii.split('.')
  const top = labels.at(-1) ?? ''
  const isSound = labels.every((label) => label.length <= LABEL_MAX && LABEL.test(label))
  if (labels.length < 2 || !isSound) return 'domain-label'
  const isSpecial = SPECIAL.includes(top)
  // Only the last label is held against the list of top-level domains: its pattern is not for hostile text.
  if (!isSpecial && !isDomain(`a.${top}`)) return 'unknown-top-level-domain'
  return {
    ascii,
    isInternational: labels.some((label) => label.startsWith('xn--')),
    isMixed: name.split('.').some((label) => LATIN.test(label) && LOOK_ALIKE.test(label)),
    isSpecial,
  }
}

/** The form that the name system sees; the text in lower case when it has none. */
function asciiOf(name: string): string {
  const lower = name.toLowerCase()
  if (/^[\x21-\x7e]*$/.test(name)) return lower
  const url = URL.parse(`http://${name}/`)
  return url === null || url.username !== '' || url.port !== '' || url.pathname !== '/' ? lower : url.hostname
}
