import { isBTC, isETH, isXMR } from 'ioc-extractor'

import { domainName } from './domain-names.ts'
import type { DomainName } from './domain-names.ts'
import { isWellWritten } from './identifiers.ts'
import { ipv6Of, readAddress, withPort } from './paste-addresses.ts'
import { none, one, PORT_MAX } from './paste-reading.ts'
import type { PasteFlag, Reading } from './paste-reading.ts'
import { bech32Holds, luhnHolds } from './check-digits.ts'

/** What ends a name in programs, and is no top-level domain. */
const FILE_ENDINGS: ReadonlySet<string> = new Set(
  (
    '7z apk asp aspx bat bin bz2 cab cfg chm cmd conf cpl csv dat db dll dmg doc docm docx elf eml exe gz hta htm ' +
    'html img ini iso jar jpg jpeg jpg jse js json jsp lnk log lzh mht msg msi msp odt ocx one pcap pcapng pdf pem pfx ' +
    'php png ppt pptm pptx ps1 psm1 rar reg rtf scr sct sql sqlite sys tar tgz tmp txt vbe vbs vhd vhdx wim wsf xls ' +
    'xlsb xlsm xlsx xml xz yml yaml'
  ).split(' '),
)
/** These are both. */
const EITHER_ENDINGS: ReadonlySet<string> = new Set([
  'zip',
  'mov',
  'sh',
  'py',
  'pl',
  'ps',
  'app',
  'so',
  'md',
  'rs',
])
const NOTHING: Reading = { found: [], fault: null }

/** Tells what a piece of text without spaces is, at most 2,048 characters long. Every pattern is linear. */
export function readPiece(piece: string): Reading {
  return (
    readUrl(piece) ??
    readFingerprint(piece) ??
    readAddress(piece) ??
    readEmail(piece) ??
    readHash(piece) ??
    readWallet(piece) ??
    readNumber(piece) ??
    readFile(piece) ??
    readHost(piece) ??
    NOTHING
  )
}

function readUrl(piece: string): Reading | undefined {
  const parts = /^([a-z*][a-z0-9+.*-]{1,15}):\/\/([^/?#]*)(.*)$/i.exec(piece)
  if (parts === null) return undefined
  const [, scheme = '', authority = '', rest = ''] = parts
  const meant = schemeMeant(scheme.toLowerCase())
  const at = authority.lastIndexOf('@')
  const host = hostOf(authority.slice(at + 1))
  if (host === undefined) return none('url')
  const value = `${meant}://${authority.slice(0, at + 1)}${host.text}${rest}`
  const flags: PasteFlag[] = [
    ...(meant === scheme.toLowerCase() ? [] : ['defanged' as const]),
    ...host.flags,
    ...(at >= 0 ? ['credentials' as const] : []),
  ]
  return isWellWritten({ type: 'url', value }) ? one('url', value, flags) : none('url')
}

/** `hxxp`, `hXXps`, `h**p`, `fxp` and the like. */
function schemeMeant(scheme: string): string {
  if (/^h[tx*]{2}ps$/.test(scheme)) return 'https'
  if (/^h[tx*]{2}p$/.test(scheme)) return 'http'
  return /^f[tx*]p$/.test(scheme) ? 'ftp' : scheme
}

/** Host and port of an address, as they are written in one. */
function hostOf(text: string): { readonly text: string; readonly flags: readonly PasteFlag[] } | undefined {
  const parts = /^(\[[0-9a-f:.]+\]|[^:[\]]+)(?::(\d{1,5}))?$/i.exec(text)
  if (parts === null) return undefined
  const [, host = '', port] = parts
  if (port !== undefined && Number(port) > PORT_MAX) return undefined
  const ending = port === undefined ? '' : `:${port}`
  if (host.startsWith('[')) {
    const address = ipv6Of(host.slice(1, -1))
    return address === undefined ? undefined : { text: `[${address}]${ending}`, flags: [] }
  }
  if (isWellWritten({ type: 'ipv4', value: host }) || host.toLowerCase() === 'localhost')
    return { text: `${host.toLowerCase()}${ending}`, flags: [] }
  const name = domainName(host)
  return typeof name === 'string' ? undefined : { text: `${name.ascii}${ending}`, flags: flagsOf(name) }
}

function flagsOf(name: DomainName): PasteFlag[] {
  return [
    ...(name.isInternational ? ['international' as const] : []),
    ...(name.isMixed ? ['mixed-script' as const] : []),
    ...(name.isSpecial ? ['special-use' as const] : []),
  ]
}

function readEmail(piece: string): Reading | undefined {
  const text = piece.replace(/^mailto:/i, '')
  const at = text.indexOf('@')
  if (at < 0) return undefined
  if (at === 0) return /^@[\p{L}\d_.]{2,64}$/u.test(text) ? one('account', text) : none('email')
  const name = domainName(text.slice(at + 1))
  if (typeof name === 'string') return none('email')
  const value = `${text.slice(0, at)}@${name.ascii}`
  return isWellWritten({ type: 'email', value }) ? one('email', value, flagsOf(name)) : none('email')
}

/** Octets with colons or hyphens: the fingerprint of a certificate, or the address of a network card. */
function readFingerprint(piece: string): Reading | undefined {
  if (!/^[0-9a-f]{2}(?:[:-][0-9a-f]{2}){5,31}$/i.test(piece)) return undefined
  const octets = (piece.length + 1) / 3
  if (octets === 6) return one('other', piece.toLowerCase())
  return octets === 20 || octets === 32 || octets === 16
    ? one('certificate', piece.toUpperCase().replaceAll('-', ':'))
    : undefined
}

function readHash(piece: string): Reading | undefined {
  if (/^0x[0-9a-f]{64}$/i.test(piece)) return one('transaction', piece.toLowerCase())
  if (/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(piece)) return one('other', piece.toLowerCase())
  if (!/^[0-9a-f]{24,256}$/i.test(piece)) return undefined
  const value = piece.toLowerCase()
  switch (piece.length) {
    case 32:
      return one('hash-md5', value)
    case 40:
      return one('hash-sha1', value, [], ['certificate'])
    case 64:
      return one('hash-sha256', value, [], ['transaction', 'certificate'])
    case 96:
    case 128:
      return one('other', value)
    default:
      return /\d/.test(piece) && /[a-f]/i.test(piece) ? none('hash-length') : undefined
  }
}

function readWallet(piece: string): Reading | undefined {
  if (/^(?:bc|tb|ltc)1[02-9ac-hj-np-z]{8,87}$/i.test(piece))
    return bech32Holds(piece) ? one('crypto-wallet', piece.toLowerCase()) : none('check-digit')
  const isMixed = /\d/.test(piece) && /[A-Z]/.test(piece) && /[a-z]/.test(piece)
  const isTron = /^T[1-9A-HJ-NP-Za-km-z]{33}$/.test(piece)
  if (piece.length > 128 || !(isETH(piece) || (isMixed && (isBTC(piece) || isXMR(piece) || isTron))))
    return undefined
  return one('crypto-wallet', piece)
}

function readNumber(piece: string): Reading | undefined {
  if (/^asn?\d{1,10}$/i.test(piece)) {
    const value = `AS${Number(piece.replace(/^asn?/i, ''))}`
    return isWellWritten({ type: 'asn', value }) ? one('asn', value) : none('number-without-label')
  }
  if (/^cve-\d{4}-\d{4,7}$/i.test(piece)) return one('other', piece.toUpperCase())
  const port = /^(\d{1,5})\/(?:tcp|udp)$/i.exec(piece)
  if (port !== null) return Number(port[1]) <= PORT_MAX ? one('port', String(Number(port[1]))) : none('port')
  const digits = /^\d{2}-\d{6}-\d{6}-\d$/.test(piece) ? piece.replaceAll('-', '') : piece
  if (!/^\d{9,20}$/.test(digits)) return undefined
  if (digits.length !== 15) return none('number-without-label')
  if (luhnHolds(digits)) return one('imei', digits, [], ['imsi', 'phone'])
  // The first digit of a mobile country code is 2 to 7 (ITU-T E.212).
  return /^[2-7]/.test(digits) ? one('imsi', digits, [], ['account']) : none('number-without-label')
}

function readFile(piece: string): Reading | undefined {
  const isPath = /^(?:[A-Za-z]:\\|\\\\|%[A-Za-z]+%\\|~?\/[\w.-]+\/)/.test(piece)
  if (isPath)
    return isWellWritten({ type: 'file-name', value: piece }) ? one('file-name', piece) : none('too-long')
  const ending = /^[^/\\:*?"<>|@]{1,200}\.([A-Za-z0-9]{2,6})$/.exec(piece)?.[1]?.toLowerCase()
  return ending !== undefined && FILE_ENDINGS.has(ending) ? one('file-name', piece) : undefined
}

/** A name, alone, with a port, or with a path behind it. */
function readHost(piece: string): Reading | undefined {
  const parts = /^([^/:?#\\]+)(?::(\d{1,5}))?([/?#].*)?$/.exec(piece)
  const [, host = '', port, rest] = parts ?? []
  if (!host.includes('.')) return undefined
  const name = domainName(host)
  if (typeof name === 'string') {
    // Sentences without a space behind the stop look like names; what has a capital or a lone letter is one.
    const isMeant = /^(?:[a-z0-9_-]{2,}\.)+[a-z]{2,24}$/.test(host)
    return isMeant || (rest !== undefined && /^(?:[\w-]{2,}\.)+[a-z]{2,24}$/i.test(host))
      ? none(name)
      : undefined
  }
  const flags = flagsOf(name)
  if (rest !== undefined && rest !== '/') {
    const value = `http://${name.ascii}${port === undefined ? '' : `:${port}`}${rest}`
    return isWellWritten({ type: 'url', value })
      ? one('url', value, [...flags, 'scheme-assumed'])
      : none('url')
  }
  const top = name.ascii.slice(name.ascii.lastIndexOf('.') + 1)
  return withPort(one('domain', name.ascii, flags, EITHER_ENDINGS.has(top) ? ['file-name'] : []), port)
}
