import type { JsonObject } from '../src/record/index.ts'
import { Passkey } from '../tests/attest/passkey.ts'
import type { AnswerChange } from '../tests/attest/passkey.ts'
import type { VectorFile } from './make.ts'

const ACT = 'a'.repeat(64)
const OTHER = 'd'.repeat(64)
const APPOINTED = 'b'.repeat(64)

/** Officers' signatures that hold by themselves, and one for each way in which they do not. */
export function attestationVectors(channel: string): VectorFile[] {
  const officer = new Passkey(7)
  const data = (over: AnswerChange = {}): JsonObject => officer.attestation(channel, ACT, APPOINTED, over)
  const good = data()
  const file = (name: string, given: JsonObject, code?: string): VectorFile => ({
    line: {
      file: `${code === undefined ? 'valid' : 'invalid'}/attestation${name}.json`,
      kind: 'attestation',
      ...(code === undefined ? { shows: { appointed: APPOINTED } } : { code }),
    },
    bytes: Buffer.from(`${JSON.stringify({ channel, data: given }, null, 1)}\n`),
  })
  return [
    file('', good),
    file('-with-port', data({ origin: 'https://a.desk.example:8443' })),
    file('-of-another-act', data({ act: OTHER }), 'attestation-challenge-wrong'),
    file('-of-another-channel', officer.attestation(OTHER, ACT, APPOINTED), 'attestation-challenge-wrong'),
    file('-of-another-meaning', { ...good, meaning: 'witness' }, 'attestation-challenge-wrong'),
    file('-registration', data({ type: 'webauthn.create' }), 'attestation-type-wrong'),
    file('-foreign-page', data({ origin: 'https://evildesk.example' }), 'attestation-origin-wrong'),
    file('-plain-http', data({ origin: 'http://desk.example' }), 'attestation-origin-wrong'),
    file('-foreign-party', { ...good, rp: 'example' }, 'attestation-rp-wrong'),
    file('-nobody-present', data({ flags: 0x04 }), 'attestation-user-absent'),
    file('-nobody-verified', data({ flags: 0x01 }), 'attestation-user-unverified'),
    file('-credential-included', data({ flags: 0x45 }), 'attestation-malformed'),
    file('-another-key', data({ key: new Passkey(8).spki }), 'attestation-signature-invalid'),
    file('-padded', { ...good, assertion: padded(good['assertion']) }, 'attestation-malformed'),
    file('-key-not-der', { ...good, key: 'AAAA' }, 'officer-key-unfit'),
  ]
}

/** The same parts, one with the padding that WebAuthn leaves out. */
function padded(assertion: unknown): JsonObject {
  const parts: Record<string, string> = { ...(assertion as Record<string, string>) } // as `Passkey` has made it
  return { ...parts, clientDataJSON: `${parts['clientDataJSON']}=` }
}
