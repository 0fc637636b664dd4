import { generateKeyPair, hash, randomBytes, sign, X509Certificate } from 'node:crypto'
import type { KeyObject } from 'node:crypto'
import { promisify } from 'node:util'
import { bitString, integer, octetString, oid, sequence, set, time, tlv, TRUE, utf8String } from './der.ts'
import { CERTIFICATE_YEARS } from './limits.ts'

/** The key a node answers TLS with. `spki` is what its card names and what callers pin. */
export interface TlsIdentity {
  /** PKCS#8, PEM. */
  readonly keyPem: string
  /** Self-signed X.509, PEM. */
  readonly certPem: string
  /** Hex SHA-256 of the DER SubjectPublicKeyInfo. */
  readonly spki: string
}

/** Certificates are dated from a day before, so that a peer with a slow clock and a strict library still takes them. */
const BACKDATING_MS = 24 * 60 * 60 * 1000

/** 127 bits, as RFC 5280 section 4.1.2.2 asks for a positive number of at most 20 bytes. */
const SERIAL_BYTES = 16

const ECDSA_WITH_SHA256 = sequence(oid(1, 2, 840, 10045, 4, 3, 2))

/**
 * A new P-256 key and its self-signed certificate.
 * `name` is a party id and becomes the common name; nobody trusts it, the key's hash is what counts.
 */
export async function makeTlsIdentity(name: string, nowMs: number): Promise<TlsIdentity> {
  const keys = await promisify(generateKeyPair)('ec', { namedCurve: 'P-256' })
  const toBeSigned = certificateBody(name, nowMs, keys.publicKey)
  const signature = sign('sha256', toBeSigned, keys.privateKey)
  const certificate = new X509Certificate(sequence(toBeSigned, ECDSA_WITH_SHA256, bitString(signature)))
  return {
    keyPem: keys.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    certPem: certificate.toString(),
    spki: spkiHash(certificate),
  }
}

/** Hex SHA-256 of the certificate's DER SubjectPublicKeyInfo (as RFC 7469 pins keys). */
export function spkiHash(certificate: string | X509Certificate): string {
  const parsed = typeof certificate === 'string' ? new X509Certificate(certificate) : certificate
  return hash('sha256', parsed.publicKey.export({ type: 'spki', format: 'der' }), 'hex')
}

/** TBSCertificate of RFC 5280 section 4.1: version 3, its own issuer, for servers only and no authority. */
function certificateBody(name: string, nowMs: number, publicKey: KeyObject): Buffer {
  const serial = randomBytes(SERIAL_BYTES)
  serial[0] = 0x40 | ((serial[0] ?? 0) & 0x3f)
  const end = new Date(nowMs)
  const endMs = end.setUTCFullYear(end.getUTCFullYear() + CERTIFICATE_YEARS)
  const subject = sequence(set(sequence(oid(2, 5, 4, 3), utf8String(name))))
  const extensions = sequence(
    // basicConstraints: not an authority. keyUsage: digitalSignature. extendedKeyUsage: serverAuth.
    sequence(oid(2, 5, 29, 19), TRUE, octetString(sequence())),
    sequence(oid(2, 5, 29, 15), TRUE, octetString(bitString(Buffer.from([0x80]), 7))),
    sequence(oid(2, 5, 29, 37), octetString(sequence(oid(1, 3, 6, 1, 5, 5, 7, 3, 1)))),
  )
  return sequence(
    tlv(0xa0, integer(Buffer.from([2]))),
    integer(serial),
    ECDSA_WITH_SHA256,
    subject,
    sequence(time(nowMs - BACKDATING_MS), time(endMs)),
    subject,
    publicKey.export({ type: 'spki', format: 'der' }),
    tlv(0xa3, extensions),
  )
}
