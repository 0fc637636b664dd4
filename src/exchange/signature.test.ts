import { describe, expect, it } from 'vitest'
import { ed25519FromSeed, importEd25519Public } from '../record/index.ts'
import type { WireRequest, WireResponse } from './effects.ts'
import { systemRng } from './real-effects.ts'
import { ReplayMemory } from './replay.ts'
import {
  contentDigest,
  recipientOf,
  signRequest,
  signResponse,
  transportSigner,
  verifyRequest,
  verifyRequestHead,
  verifyResponse,
} from './signature.ts'
import type { VerifyContext } from './signature.ts'

const NOW_MS = 1_800_000_000_500
const CHANNEL = 'c'.repeat(64)
const BODY = Buffer.from('{"hello": "world"}')

function partyOf(seed: number) {
  const ed25519 = ed25519FromSeed(new Uint8Array(32).fill(seed))
  return { signer: transportSigner(ed25519), key: importEd25519Public(ed25519.publicKey) }
}

const caller = partyOf(1)
const node = partyOf(2)
const stranger = partyOf(3)
const RECIPIENT = recipientOf('node', node.signer.keyid)

function contextOf(nowMs = NOW_MS): VerifyContext {
  return {
    nowMs,
    recipient: RECIPIENT,
    lookup: (keyid) => (keyid === caller.signer.keyid ? { party: 'caller', key: caller.key } : undefined),
    replay: new ReplayMemory(),
  }
}

const PLAIN: WireRequest = {
  method: 'POST',
  path: `/channels/${CHANNEL}/feeds/caller?from=3&to=9`,
  headers: { 'content-type': 'application/octet-stream' },
  body: BODY,
}

function signed(over: Partial<WireRequest> = {}, by = caller, nowMs = NOW_MS): WireRequest {
  return signRequest(
    { ...PLAIN, ...over },
    { recipient: RECIPIENT, channel: CHANNEL },
    { signer: by.signer, nowMs, rng: systemRng },
  )
}

function withHeader(request: WireRequest, name: string, value: string | undefined): WireRequest {
  const headers: Record<string, string> = { ...request.headers }
  if (value === undefined) delete headers[name]
  else headers[name] = value
  return { ...request, headers }
}

function codeOf(run: () => unknown): string {
  try {
    run()
  } catch (error) {
    return error instanceof Error && 'code' in error ? String(error.code) : String(error)
  }
  return 'accepted'
}

function verdict(request: WireRequest, context = contextOf()): string {
  return codeOf(() => verifyRequest(request, context))
}

describe('a signed request', () => {
  it('says who sent it and about which channel', () => {
    const verified = verifyRequest(signed(), contextOf())
    expect(verified).toEqual({
      party: 'caller',
      keyid: caller.signer.keyid,
      channel: CHANNEL,
      digest: contentDigest(BODY),
    })
  })

  it('may be about no channel', () => {
    const request = signRequest(
      PLAIN,
      { recipient: RECIPIENT },
      { signer: caller.signer, nowMs: NOW_MS, rng: systemRng },
    )
    expect(request.headers['entente-channel']).toBe('none')
    expect(verifyRequest(request, contextOf()).channel).toBeUndefined()
  })

  it('has exactly the documented headers', () => {
    const rng = { bytes: (count: number) => new Uint8Array(count).fill(0xab) }
    const request = signRequest(
      PLAIN,
      { recipient: RECIPIENT, channel: CHANNEL },
      { signer: caller.signer, nowMs: NOW_MS, rng },
    )
    expect(request.headers['signature-input']).toBe(
      'entente=("@method" "@path" "@query" "entente-recipient" "entente-channel" "content-digest")' +
        `;created=1800000000;nonce="${'ab'.repeat(16)}";keyid="${caller.signer.keyid}";alg="ed25519";tag="entente"`,
    )
    expect(request.headers['content-digest']).toBe('sha-256=:X48E9qOokqqrvdts8nOJRJN3OWDUoyWxBf7kbu9DBPE=:')
    expect(request.headers['content-type']).toBe('application/octet-stream')
  })

  it('is refused without a signature', () => {
    expect(verdict(PLAIN)).toBe('request-unsigned')
    expect(verdict(withHeader(signed(), 'signature', undefined))).toBe('request-unsigned')
    expect(verdict(withHeader(signed(), 'signature-input', undefined))).toBe('request-unsigned')
  })

  it('is refused when anything that is signed was changed', () => {
    const request = signed()
    expect(verdict({ ...request, method: 'PUT' })).toBe('request-signature-invalid')
    expect(verdict({ ...request, path: request.path.replace('/caller', '/callee') })).toBe(
      'request-signature-invalid',
    )
    expect(verdict({ ...request, path: request.path.replace('to=9', 'to=8') })).toBe(
      'request-signature-invalid',
    )
    expect(verdict(withHeader(request, 'entente-channel', 'd'.repeat(64)))).toBe('request-signature-invalid')
    expect(verdict(withHeader(request, 'content-digest', contentDigest(Buffer.from('x'))))).toBe(
      'request-signature-invalid',
    )
    const input = request.headers['signature-input'] ?? ''
    expect(
      verdict(
        withHeader(request, 'signature-input', input.replace('created=1800000000', 'created=1800000001')),
      ),
    ).toBe('request-signature-invalid')
    expect(verdict(withHeader(request, 'signature', signed().headers['signature']))).toBe(
      'request-signature-invalid',
    )
  })

  it('is refused when its body is not the one that was signed', () => {
    expect(verdict({ ...signed(), body: Buffer.from('{"hello": "World"}') })).toBe('request-digest-wrong')
    expect(verdict({ ...signed(), body: new Uint8Array() })).toBe('request-digest-wrong')
  })

  it('is refused by a node it was not meant for', () => {
    const other = { ...contextOf(), recipient: recipientOf('other', node.signer.keyid) }
    expect(verdict(signed(), other)).toBe('request-misdirected')
    const otherKey = { ...contextOf(), recipient: recipientOf('node', stranger.signer.keyid) }
    expect(verdict(signed(), otherKey)).toBe('request-misdirected')
  })

  it('is refused when older or younger than sixty seconds', () => {
    const request = signed()
    expect(verdict(request, contextOf(NOW_MS + 59_000))).toBe('accepted')
    expect(verdict(request, contextOf(NOW_MS + 60_000))).toBe('request-stale')
    expect(verdict(request, contextOf(NOW_MS - 60_000))).toBe('accepted')
    expect(verdict(request, contextOf(NOW_MS - 61_000))).toBe('request-stale')
  })

  it('is refused the second time', () => {
    const context = contextOf()
    const request = signed()
    expect(verdict(request, context)).toBe('accepted')
    expect(verdict(request, context)).toBe('request-replayed')
    expect(verdict(signed(), context)).toBe('accepted')
  })

  it('is refused when its key is unknown or another key signed in its name', () => {
    expect(verdict(signed({}, stranger))).toBe('party-unknown')
    const forged = signed({}, { ...stranger, signer: { ...stranger.signer, keyid: caller.signer.keyid } })
    expect(verdict(forged)).toBe('request-signature-invalid')
  })

  it('does not remember the nonce of a request whose signature is bad', () => {
    const context = contextOf()
    const forged = signed({}, { ...stranger, signer: { ...stranger.signer, keyid: caller.signer.keyid } })
    expect(verdict(forged, context)).toBe('request-signature-invalid')
    expect(context.replay.size).toBe(0)
  })

  it('can be checked before its body is there', () => {
    const { method, path, headers } = signed()
    expect(verifyRequestHead({ method, path, headers }, contextOf()).digest).toBe(contentDigest(BODY))
  })
})

describe('the form of a signature', () => {
  const input = signed().headers['signature-input'] ?? ''
  const value = signed().headers['signature'] ?? ''
  const inputs: Record<string, string> = {
    'another label': input.replace('entente=', 'sig1='),
    'a second signature': `${input}, other=("@method");created=1`,
    'the same signature twice': `${input}, ${input}`,
    'another order of components': input.replace('"@method" "@path"', '"@path" "@method"'),
    'a component left out': input.replace(' "@query"', ''),
    'a component more': input.replace('"@method"', '"@method" "host"'),
    'a component with a parameter': input.replace('"@method"', '"@method";req'),
    'two spaces': input.replace('"@method" ', '"@method"  '),
    'a parameter more': `${input};expires=1900000000`,
    'a parameter left out': input.replace(';alg="ed25519"', ''),
    'another algorithm': input.replace('alg="ed25519"', 'alg="hmac-sha256"'),
    'another tag': input.replace('tag="entente"', 'tag="other"'),
    'another order of parameters': input.replace(/;created=(\d+);nonce="([^"]+)"/, ';nonce="$2";created=$1'),
    'a created with leading zero': input.replace('created=1', 'created=01'),
    'a created with fraction': input.replace(/created=(\d+)/, 'created=$1.0'),
    'a huge created': input.replace(/created=(\d+)/, 'created=9999999999999999'),
    'a short nonce': input.replace(/nonce="[0-9a-f]{2}/, 'nonce="'),
    'an upper-case key id': input.replace(
      /keyid="[0-9a-f]+/,
      (text) => `keyid="${text.slice(7).toUpperCase()}`,
    ),
    'an empty value': '',
  }
  const values: Record<string, string> = {
    'another label': value.replace('entente=', 'sig1='),
    'two values': `${value}, ${value}`,
    'no colons': value.replaceAll(':', ''),
    'a parameter': `${value};a=1`,
    base64url: `entente=:${'_'.repeat(86)}==:`,
    'a short value': 'entente=:AAAA:',
    'base64 with spare bits': value.replace(/.==:$/, 'B==:'),
    'an empty value': '',
  }

  it.each(Object.keys(inputs))('is refused in signature-input with %s', (name) => {
    expect(verdict(withHeader(signed(), 'signature-input', inputs[name]))).toBe('request-malformed')
  })

  it.each(Object.keys(values))('is refused in signature with %s', (name) => {
    expect(verdict(withHeader(signed(), 'signature', values[name]))).toBe('request-malformed')
  })

  it.each([
    ['content-digest', 'sha-512=:AAAA:'],
    ['content-digest', `${contentDigest(BODY)}, ${contentDigest(BODY)}`],
    ['content-digest', undefined],
    ['entente-recipient', 'node'],
    ['entente-recipient', undefined],
    ['entente-channel', 'C'.repeat(64)],
    ['entente-channel', undefined],
  ])('is refused with %s being %s', (name, wrong) => {
    expect(verdict(withHeader(signed(), name, wrong))).toBe('request-malformed')
  })

  it.each([
    '',
    'a',
    '//a',
    '/a//b',
    '/a/',
    '/./a',
    '/a/..',
    '/a%2fb',
    '/a b',
    '/a?',
    '/a?b=%zz',
    '/a?b#c',
    '/é',
    `/${'a'.repeat(2048)}`,
    '/a\nb',
  ])('is not given to the path %j', (path) => {
    expect(codeOf(() => signed({ path }))).toBe('request-malformed')
    expect(verdict({ ...signed(), path })).toBe('request-malformed')
  })

  it.each([
    '/',
    '/a',
    '/tile/0/x001/067',
    '/tile/entries/000.p/12',
    '/.well-known/x',
    '/a?b',
    '/a?b=c%2Fd?/',
  ])('is given to the path %j', (path) => {
    expect(verdict(signed({ path }))).toBe('accepted')
  })
})

describe('a signed answer', () => {
  const from = { keyid: node.signer.keyid, key: node.key }
  const by = { signer: node.signer, nowMs: NOW_MS }
  const plain: WireResponse = {
    status: 200,
    headers: { 'content-type': 'text/plain' },
    body: Buffer.from('taken'),
  }

  it('is believed for the request it answers, and for no other', () => {
    const request = signed()
    const answer = signResponse(plain, request, by)
    verifyResponse(answer, request, from)
    expect(codeOf(() => verifyResponse(answer, signed(), from))).toBe('peer-answer-signature-invalid')
  })

  it('covers the signature of the request by RFC 9421 section 2.4', () => {
    const input = signResponse(plain, signed(), by).headers['signature-input']
    expect(input).toBe(
      'entente=("@status" "content-digest" "signature";req)' +
        `;created=1800000000;keyid="${node.signer.keyid}";alg="ed25519";tag="entente"`,
    )
  })

  it('is refused when status, body or digest were changed', () => {
    const request = signed()
    const answer = signResponse(plain, request, by)
    const other = Buffer.from('Taken')
    const changed: WireResponse[] = [
      { ...answer, status: 201 },
      { ...answer, body: other },
      { ...answer, body: other, headers: { ...answer.headers, 'content-digest': contentDigest(other) } },
      signResponse(plain, request, { ...by, signer: stranger.signer }),
      signResponse(plain, request, { ...by, signer: { ...stranger.signer, keyid: node.signer.keyid } }),
    ]
    expect(changed.map((wrong) => codeOf(() => verifyResponse(wrong, request, from)))).toEqual(
      changed.map(() => 'peer-answer-signature-invalid'),
    )
  })

  it('is refused without a signature or in another form', () => {
    const request = signed()
    const answer = signResponse(plain, request, by)
    expect(codeOf(() => verifyResponse(plain, request, from))).toBe('peer-answer-unsigned')
    for (const name of ['signature', 'signature-input', 'content-digest']) {
      const wrong = { ...answer, headers: { ...answer.headers, [name]: `${answer.headers[name]};a` } }
      expect(codeOf(() => verifyResponse(wrong, request, from))).toMatch(
        /^peer-answer-(malformed|signature-invalid)$/,
      )
    }
  })

  it('a request signature does not pass as the signature of an answer', () => {
    const request = signed({}, node)
    const answer = { ...plain, headers: request.headers }
    expect(codeOf(() => verifyResponse(answer, request, from))).toBe('peer-answer-malformed')
  })

  it('is not made for a request without a signature', () => {
    expect(signResponse(plain, PLAIN, by)).toEqual(plain)
  })
})
