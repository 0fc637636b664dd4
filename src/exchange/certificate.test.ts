import { createPrivateKey, createPublicKey, X509Certificate } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { makeTlsIdentity, spkiHash } from './certificate.ts'

const NOW_MS = Date.UTC(2026, 6, 1)

describe('a TLS identity', () => {
  it('is a P-256 key and a certificate signed by that key', async () => {
    const identity = await makeTlsIdentity('vn-cert', NOW_MS)
    const certificate = new X509Certificate(identity.certPem)
    expect(certificate.checkPrivateKey(createPrivateKey(identity.keyPem))).toBe(true)
    expect(certificate.verify(certificate.publicKey)).toBe(true)
    expect(certificate.publicKey.asymmetricKeyDetails?.namedCurve).toBe('prime256v1')
    expect(certificate.subject).toBe('CN=vn-cert')
    expect(certificate.ca).toBe(false)
  })

  it('is valid from the day before for twenty years', async () => {
    const certificate = new X509Certificate((await makeTlsIdentity('a', NOW_MS)).certPem)
    expect(certificate.validFromDate.toISOString()).toBe('2026-06-30T00:00:00.000Z')
    expect(certificate.validToDate.toISOString()).toBe('2046-07-01T00:00:00.000Z')
  })

  it('is named by the SHA-256 of the public key, not of the certificate', async () => {
    const identity = await makeTlsIdentity('a', NOW_MS)
    const der = createPublicKey(identity.keyPem).export({ type: 'spki', format: 'der' })
    const digest = Buffer.from(await crypto.subtle.digest('SHA-256', new Uint8Array(der))).toString('hex')
    expect(identity.spki).toBe(digest)
    expect(spkiHash(identity.certPem)).toBe(digest)
    expect(spkiHash(new X509Certificate(identity.certPem))).toBe(digest)
  })

  it('is valid for servers only', async () => {
    const certificate = new X509Certificate((await makeTlsIdentity('a', NOW_MS)).certPem)
    expect(certificate.keyUsage).toEqual(['1.3.6.1.5.5.7.3.1'])
    expect(certificate.signatureAlgorithm).toBe('ecdsa-with-SHA256')
    expect(certificate.serialNumber).toMatch(/^[4-7][0-9A-F]{31}$/)
  })

  it('can carry a name and dates of any length', async () => {
    const name = 'x'.repeat(60)
    const certificate = new X509Certificate((await makeTlsIdentity(name, Date.UTC(2031, 0, 31))).certPem)
    expect(certificate.subject).toBe(`CN=${name}`)
    expect(certificate.validFromDate.toISOString()).toBe('2031-01-30T00:00:00.000Z')
    expect(certificate.validToDate.toISOString()).toBe('2051-01-31T00:00:00.000Z')
  })

  it('differs each time', async () => {
    const [one, other] = [await makeTlsIdentity('a', NOW_MS), await makeTlsIdentity('a', NOW_MS)]
    expect(one.spki).not.toBe(other.spki)
  })
})
