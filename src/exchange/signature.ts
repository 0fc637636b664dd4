/**
 * Signatures on requests and answers between nodes: RFC 9421 with Ed25519 and RFC 9530 content digests, in one fixed
 * profile. Everything outside the profile is refused, so there is one reading of every header.
 *
 * Signed are method, path, query, recipient, channel and body of a request; status and body of an answer, with the
 * signature of the request it answers. Other headers are NOT signed: nothing may be believed because a header says so.
 */
import { hash } from 'node:crypto'
import type { KeyObject } from 'node:crypto'
import { verifyEd25519 } from '../record/index.ts'
import type { ChannelId, Ed25519Signer, PartyId } from '../record/index.ts'
import type { Rng, WireRequest, WireResponse } from './effects.ts'
import { ExchangeError } from './errors.ts'
import type { ExchangeErrorCode } from './errors.ts'
import { MAX_PATH_CHARACTERS, NONCE_BYTES, REQUEST_WINDOW_MS } from './limits.ts'
import type { ReplayMemory } from './replay.ts'
import { signatureBase, signatureParams } from './signature-base.ts'
import type { Component } from './signature-base.ts'

/** The transport key a node signs with. */
export interface TransportSigner {
  /** `keyIdOf` of its public key. */
  readonly keyid: string
  sign(message: Uint8Array): Uint8Array
}

/** The signer of a party's transport key, with its key id computed once. */
export function transportSigner(signer: Ed25519Signer): TransportSigner {
  return { keyid: keyIdOf(signer.publicKey), sign: (message) => signer.sign(message) }
}

/** A transport key that this node knows, and whose it is. */
export interface KnownKey {
  readonly party: PartyId
  /** From `importEd25519Public`, which refuses weak keys. */
  readonly key: KeyObject
}

export interface VerifyContext {
  readonly nowMs: number
  /** What `entente-recipient` must say: `recipientOf` this node's party and transport key. */
  readonly recipient: string
  readonly lookup: (keyid: string) => KnownKey | undefined
  readonly replay: ReplayMemory
}

/** A request without its body: all that the signature needs. */
export type RequestHead = Pick<WireRequest, 'method' | 'path' | 'headers'>

/** Who sent a request and about which channel; the result of a good signature. */
export interface VerifiedRequest {
  readonly party: PartyId
  readonly keyid: string
  readonly channel: ChannelId | undefined
  /** The signed `content-digest`; the body must still be held against it when only the head was verified. */
  readonly digest: string
}

const REQUEST_IDS = [
  '"@method"',
  '"@path"',
  '"@query"',
  '"entente-recipient"',
  '"entente-channel"',
  '"content-digest"',
]
const ANSWER_IDS = ['"@status"', '"content-digest"', '"signature";req']

/** What `entente-channel` says when a request is about no channel: RFC 9421 cannot sign a header that is not there. */
const NO_CHANNEL = 'none'

const ED25519_BYTES = 64
const SIGNATURE = /^entente=:([A-Za-z0-9+/]{86}==):$/
const PARAMETERS =
  /^;created=([1-9][0-9]{0,11});nonce="([0-9a-f]{32})";keyid="([0-9a-f]{64})";alg="ed25519";tag="entente"$/
const ANSWER_PARAMETERS = /^;created=([1-9][0-9]{0,11});keyid="([0-9a-f]{64})";alg="ed25519";tag="entente"$/
const DIGEST = /^sha-256=:[A-Za-z0-9+/]{43}=:$/
const CHANNEL = /^(?:[0-9a-f]{64}|none)$/
const RECIPIENT = /^[a-z0-9][a-z0-9-]{0,31}\/[0-9a-f]{64}$/
/** No percent signs, empty or dot segments, so that the path is in its normal form (RFC 9421 section 2.2.6) as it stands. */
const PATH = /^(?:\/|(?:\/(?!\.{1,2}(?:\/|$))[A-Za-z0-9._~!$&'()*+,;=:@-]+)+)$/
/** A `?` with nothing behind would have the same signature base as no query at all. */
const QUERY = /^\?(?:[A-Za-z0-9._~!$&'()*+,;=:@/?-]|%[0-9A-F]{2})+$/

/** Hex SHA-256 of the 32 bytes of an Ed25519 public key. */
export function keyIdOf(publicKey: Uint8Array): string {
  return hash('sha256', publicKey, 'hex')
}

/** The value of `entente-recipient`: the party and the transport key of the node that a request is meant for. */
export function recipientOf(party: PartyId, keyid: string): string {
  return `${party}/${keyid}`
}

/** The value of `content-digest` for a body (RFC 9530), by SHA-256 alone. */
export function contentDigest(body: Uint8Array): string {
  return `sha-256=:${hash('sha256', body, 'base64')}:`
}

/**
 * The request with the headers of its signature added.
 * Throws `request-malformed` when path, recipient or channel could not be verified by any peer.
 */
export function signRequest(
  request: WireRequest,
  to: { recipient: string; channel?: ChannelId | undefined },
  by: { signer: TransportSigner; nowMs: number; rng: Rng },
): WireRequest {
  const digest = contentDigest(request.body)
  const headers = {
    ...request.headers,
    'entente-recipient': to.recipient,
    'entente-channel': to.channel ?? NO_CHANNEL,
  }
  const components = requestComponents({ ...request, headers }, digest)
  const params = signatureParams(REQUEST_IDS, [
    ['created', Math.floor(by.nowMs / 1000)],
    ['nonce', Buffer.from(by.rng.bytes(NONCE_BYTES)).toString('hex')],
    ['keyid', by.signer.keyid],
    ['alg', 'ed25519'],
    ['tag', 'entente'],
  ])
  const signature = by.signer.sign(signatureBase(components, params))
  return { ...request, headers: { ...headers, ...signatureHeaders(digest, params, signature) } }
}

/**
 * Checks all of a request but its body, cheapest first, so that it can be done before a body is read.
 * Takes note of the nonce: call it once per request.
 *
 * Throws `request-unsigned`, `request-malformed`, `request-misdirected`, `request-stale`, `party-unknown` (a key this
 * node does not know), `request-signature-invalid`, `request-replayed` or `request-rate-limited`.
 */
export function verifyRequestHead(request: RequestHead, context: VerifyContext): VerifiedRequest {
  const { input, signature } = readSignature(request.headers, 'request-unsigned')
  const digest = headerOf(request.headers, 'content-digest', DIGEST)
  const components = requestComponents(request, digest)
  const [, created, nonce, keyid] = PARAMETERS.exec(afterList(input, REQUEST_IDS)) ?? []
  if (created === undefined || nonce === undefined || keyid === undefined || signature === undefined) {
    throw malformed('signature', 'signature and signature-input must have exactly the form of the profile.')
  }
  if (request.headers['entente-recipient'] !== context.recipient) {
    throw new ExchangeError(
      'request-misdirected',
      'entente-recipient: this request is meant for another node.',
      {
        field: 'entente-recipient',
      },
    )
  }
  const createdSeconds = Number(created)
  if (Math.abs(createdSeconds * 1000 - context.nowMs) > REQUEST_WINDOW_MS) {
    throw new ExchangeError(
      'request-stale',
      'signature created: must be within 60 seconds of the time here.',
      {
        field: 'created',
      },
    )
  }
  const known = context.lookup(keyid)
  if (known === undefined) {
    throw new ExchangeError('party-unknown', 'signature keyid: no party of this node has this key.', {
      field: 'keyid',
    })
  }
  if (!verifyEd25519(known.key, signatureBase(components, input), signature)) {
    throw new ExchangeError(
      'request-signature-invalid',
      'signature: does not verify with the key it names.',
      {
        field: 'signature',
      },
    )
  }
  context.replay.note(keyid, nonce, createdSeconds, context.nowMs)
  const channel = request.headers['entente-channel']
  return { party: known.party, keyid, channel: channel === NO_CHANNEL ? undefined : channel, digest }
}

/** Holds a body against the digest that was signed. Throws `request-digest-wrong`. */
export function checkRequestBody(verified: VerifiedRequest, body: Uint8Array): void {
  if (contentDigest(body) === verified.digest) return
  throw new ExchangeError('request-digest-wrong', 'content-digest: the body has another SHA-256.', {
    field: 'content-digest',
  })
}

/** `verifyRequestHead` and `checkRequestBody` in one. */
export function verifyRequest(request: WireRequest, context: VerifyContext): VerifiedRequest {
  const verified = verifyRequestHead(request, context)
  checkRequestBody(verified, request.body)
  return verified
}

/**
 * The answer with its signature, bound to the signature of the request it answers (RFC 9421 section 2.4).
 * A request without a signature has an answer without one.
 */
export function signResponse(
  response: WireResponse,
  request: RequestHead,
  by: { signer: TransportSigner; nowMs: number },
): WireResponse {
  const requestSignature = request.headers['signature']
  if (requestSignature === undefined || !SIGNATURE.test(requestSignature)) return response
  const digest = contentDigest(response.body)
  const params = signatureParams(ANSWER_IDS, [
    ['created', Math.floor(by.nowMs / 1000)],
    ['keyid', by.signer.keyid],
    ['alg', 'ed25519'],
    ['tag', 'entente'],
  ])
  const signature = by.signer.sign(
    signatureBase(answerComponents(response, digest, requestSignature), params),
  )
  return { ...response, headers: { ...response.headers, ...signatureHeaders(digest, params, signature) } }
}

/**
 * Checks that `response` is what the holder of `from` answered to this very request. Its age is not looked at: the
 * nonce of the request makes it fresh.
 *
 * Throws `peer-answer-unsigned`, `peer-answer-malformed` or `peer-answer-signature-invalid`.
 */
export function verifyResponse(
  response: WireResponse,
  request: RequestHead,
  from: { keyid: string; key: KeyObject },
): void {
  const { input, signature } = readSignature(response.headers, 'peer-answer-unsigned')
  const digest = response.headers['content-digest']
  const requestSignature = request.headers['signature']
  const [, , keyid] = ANSWER_PARAMETERS.exec(afterList(input, ANSWER_IDS)) ?? []
  if (
    keyid === undefined ||
    signature === undefined ||
    digest === undefined ||
    requestSignature === undefined
  ) {
    throw new ExchangeError(
      'peer-answer-malformed',
      'signature of the answer: must have exactly the form of the profile.',
      {
        field: 'signature',
      },
    )
  }
  const components = answerComponents(response, digest, requestSignature)
  if (
    keyid !== from.keyid ||
    digest !== contentDigest(response.body) ||
    !verifyEd25519(from.key, signatureBase(components, input), signature)
  ) {
    throw new ExchangeError(
      'peer-answer-signature-invalid',
      'signature of the answer: does not verify for this request.',
      {
        field: 'signature',
      },
    )
  }
}

function requestComponents(request: RequestHead, digest: string): Component[] {
  const { path, query } = splitTarget(request.path)
  return [
    { id: '"@method"', value: request.method },
    { id: '"@path"', value: path },
    { id: '"@query"', value: query },
    { id: '"entente-recipient"', value: headerOf(request.headers, 'entente-recipient', RECIPIENT) },
    { id: '"entente-channel"', value: headerOf(request.headers, 'entente-channel', CHANNEL) },
    { id: '"content-digest"', value: digest },
  ]
}

function answerComponents(response: WireResponse, digest: string, requestSignature: string): Component[] {
  return [
    { id: '"@status"', value: String(response.status) },
    { id: '"content-digest"', value: digest },
    { id: '"signature";req', value: requestSignature },
  ]
}

function splitTarget(target: string): { path: string; query: string } {
  if (target.length > MAX_PATH_CHARACTERS)
    throw malformed('path', `path: must be at most ${MAX_PATH_CHARACTERS} characters.`)
  const mark = target.indexOf('?')
  const path = mark < 0 ? target : target.slice(0, mark)
  const query = mark < 0 ? '?' : target.slice(mark)
  if (!PATH.test(path) || (mark >= 0 && !QUERY.test(query))) {
    throw malformed(
      'path',
      'path: must be in its normal form, without percent signs or dot segments before the query.',
    )
  }
  return { path, query }
}

function signatureHeaders(digest: string, params: string, signature: Uint8Array): Record<string, string> {
  return {
    'content-digest': digest,
    'signature-input': `entente=${params}`,
    signature: `entente=:${Buffer.from(signature).toString('base64')}:`,
  }
}

/** The two signature headers; `signature` is undefined when it is not exactly one Ed25519 value under our label. */
function readSignature(
  headers: WireRequest['headers'],
  missing: ExchangeErrorCode,
): { input: string; signature: Uint8Array | undefined } {
  const value = headers['signature']
  const input = headers['signature-input']
  if (value === undefined || input === undefined) {
    throw new ExchangeError(missing, 'signature and signature-input: both headers are required.', {
      field: 'signature',
    })
  }
  const text = SIGNATURE.exec(value)?.[1]
  const signature = text === undefined ? undefined : Buffer.from(text, 'base64')
  const canonical = signature?.length === ED25519_BYTES && signature.toString('base64') === text
  return {
    input: input.startsWith('entente=') ? input.slice('entente='.length) : '',
    signature: canonical ? signature : undefined,
  }
}

/** What follows the list of components in `Signature-Input`, or nothing when the list is not exactly ours. */
function afterList(input: string, ids: readonly string[]): string {
  const list = `(${ids.join(' ')})`
  return input.startsWith(list) ? input.slice(list.length) : ''
}

function headerOf(headers: WireRequest['headers'], name: string, form: RegExp): string {
  const value = headers[name]
  if (value !== undefined && form.test(value)) return value
  throw malformed(name, `${name}: the header is required and must have the form of the profile.`)
}

function malformed(field: string, message: string): ExchangeError {
  return new ExchangeError('request-malformed', message, { field })
}
