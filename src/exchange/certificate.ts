import { hash, webcrypto, X509Certificate } from 'node:crypto'
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

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const

/** Certificates are dated from a day before, so that a peer with a slow clock and a strict library still takes them. */
const BACKDATING_MS = 24 * 60 * 60 * 1000

/**
 * A new P-256 key and its self-signed certificate.
 * `name` is a party id and becomes the common name; nobody trusts it, the key's hash is what counts.
 */
export async function makeTlsIdentity(name: string, nowMs: number): Promise<TlsIdentity> {
  // Loaded here because only the founding of a node needs it, and every start would pay for it.
  await import('reflect-metadata')
  const x509 = await import('@peculiar/x509')
  const keys = await webcrypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify'])
  const notBefore = new Date(nowMs - BACKDATING_MS)
  const notAfter = new Date(nowMs)
  notAfter.setUTCFullYear(notAfter.getUTCFullYear() + CERTIFICATE_YEARS)
  const certificate = await x509.X509CertificateGenerator.createSelfSigned(
    {
      name: [{ CN: [name] }],
      notBefore,
      notAfter,
      signingAlgorithm: ALGORITHM,
      keys,
      extensions: [
        new x509.BasicConstraintsExtension(false, undefined, true),
        new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
        new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
      ],
    },
    webcrypto,
  )
  const certPem = `${certificate.toString('pem')}\n`
  const pkcs8 = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', keys.privateKey))
  const lines = pkcs8.toString('base64').match(/.{1,64}/g) ?? []
  const keyPem = `-----BEGIN PRIVATE KEY-----\n${lines.join('\n')}\n-----END PRIVATE KEY-----\n`
  return { keyPem, certPem, spki: spkiHash(certPem) }
}

/** Hex SHA-256 of the certificate's DER SubjectPublicKeyInfo (as RFC 7469 pins keys). */
export function spkiHash(certificate: string | X509Certificate): string {
  const parsed = typeof certificate === 'string' ? new X509Certificate(certificate) : certificate
  return hash('sha256', parsed.publicKey.export({ type: 'spki', format: 'der' }), 'hex')
}
