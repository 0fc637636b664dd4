import { isWellWritten } from './identifiers.ts'
import { none, one, PORT_MAX } from './paste-reading.ts'
import type { Reading } from './paste-reading.ts'

/** An address of the Internet, a block or a range of them, with its port. */
export function readAddress(piece: string): Reading | undefined {
  const bracketed = /^\[([0-9a-f:.]{2,45})\](?::(\d{1,5}))?$/i.exec(piece)
  if (bracketed !== null) return withPort(readIpv6(bracketed[1] ?? '') ?? none('ipv6'), bracketed[2])
  const range = /^([\d.]{7,15})[-–]([\d.]{1,15})$/.exec(piece)
  if (range !== null) return readRange(range[1] ?? '', range[2] ?? '')
  const four = /^(\d{1,3}(?:\.\d{1,3}){3})(?::(\d{1,5})|\/(\d{1,3}))?$/.exec(piece)
  if (four !== null) return readIpv4(four[1] ?? '', four[2], four[3])
  const isSix =
    /^[0-9a-f:.]{2,45}(?:\/\d{1,3})?(?:%\w+)?$/i.test(piece) && (piece.match(/:/g) ?? []).length > 1
  return isSix ? readIpv6(piece) : undefined
}

function readIpv4(address: string, port: string | undefined, prefix: string | undefined): Reading {
  if (!isWellWritten({ type: 'ipv4', value: address })) return none('ipv4-octet')
  if (prefix === undefined) return withPort(one('ipv4', address), port)
  const value = `${address}/${prefix}`
  return isWellWritten({ type: 'cidr', value }) ? one('cidr', value) : none('cidr-prefix')
}

function readRange(from: string, to: string): Reading | undefined {
  const first = readIpv4(from, undefined, undefined)
  const last = to.includes('.') ? to : `${from.slice(0, from.lastIndexOf('.') + 1)}${to}`
  const second = readIpv4(last, undefined, undefined)
  if (first.fault !== null || second.fault !== null) return undefined
  return { found: [...first.found, ...second.found], fault: 'range' }
}

function readIpv6(text: string): Reading | undefined {
  const [address = '', prefix] = text.split('/')
  const value = ipv6Of(address)
  // Times of day have colons too: only what has letters, or the double colon, was meant as an address.
  if (value === undefined) return /[a-f]/i.test(address) || address.includes('::') ? none('ipv6') : undefined
  if (prefix === undefined) return one('ipv6', value)
  const block = `${value}/${prefix}`
  return isWellWritten({ type: 'cidr', value: block }) ? one('cidr', block) : none('cidr-prefix')
}

/** RFC 5952: lower case, longest run of zeros left out. */
export function ipv6Of(text: string): string | undefined {
  if (!isWellWritten({ type: 'ipv6', value: text })) return undefined
  return URL.parse(`http://[${text}]/`)?.hostname.slice(1, -1)
}

/** The same with the port behind it. */
export function withPort(address: Reading, port: string | undefined): Reading {
  if (port === undefined || address.found.length === 0) return address
  if (Number(port) > PORT_MAX) return { ...address, fault: 'port' }
  return { found: [...address.found, ...one('port', String(Number(port))).found], fault: null }
}
