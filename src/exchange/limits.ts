/**
 * Every limit of the transport, each with its reason. What a peer can make a node hold or wait for is the sum of these.
 */

/** Oldest and youngest a signed request may be. Long enough for clocks kept by NTP, short enough that nonces fit in memory. */
export const REQUEST_WINDOW_MS = 60_000

/** Nonces held for one key: 500 requests a second over the whole window of 120 s, about 6 MB of strings. */
export const MAX_NONCES_PER_KEY = 60_000

/** Nonces held for all keys together, about 25 MB: four peers at full rate, or hundreds at an ordinary one. */
export const MAX_NONCES = 240_000

/** Random bytes in a nonce: 2^64 requests before two are expected to agree. */
export const NONCE_BYTES = 16

/** Longest path and query we sign or answer. Tile paths stay under 200 characters. */
export const MAX_PATH_CHARACTERS = 2_048

/** Largest body of one request. Exhibit segments and batches are cut to fit; larger things are resumed, not sent whole. */
export const MAX_REQUEST_BYTES: number = 8 * 1024 * 1024

/** Bodies held at one time over all requests, and again over all answers not taken yet, so that memory under flood is this and not connections × size. */
export const MAX_BUFFERED_BYTES: number = 64 * 1024 * 1024

/** Request line and headers together. Ours take about 1 KB; the rest is room for proxies that forward TCP. */
export const MAX_HEADER_BYTES: number = 8 * 1024

/** Header lines of one message. Ours has about ten. */
export const MAX_HEADER_COUNT = 32

/** Open connections. Twenty parties with eight each, and room for strangers who are cut off soon. */
export const MAX_CONNECTIONS = 256

/** Open connections from one address, so that one machine cannot take every place. */
export const MAX_CONNECTIONS_PER_ADDRESS = 64

/** Time for the TLS handshake of a caller. */
export const HANDSHAKE_TIMEOUT_MS = 5_000

/** Time to send all headers: a slow-loris sends one byte at a time for ever. */
export const HEADERS_TIMEOUT_MS = 5_000

/** Time to send the whole request: 8 MiB at 2.2 Mbit/s. Whoever is slower sends smaller segments. */
export const REQUEST_TIMEOUT_MS = 30_000

/** How often the server looks for connections past the two timeouts above. */
export const TIMEOUT_CHECK_INTERVAL_MS = 1_000

/** Time for our own handler. Longer means a fault here, and the caller has given up. */
export const HANDLER_TIMEOUT_MS = 60_000

/** Time for a caller to take the answer: one who reads a byte a second would hold the answer's bytes. */
export const ANSWER_TIMEOUT_MS = 30_000

/** A connection without requests is closed after this: several greetings of an idle channel go over one handshake. */
export const KEEP_ALIVE_MS = 40_000

/** After a refusal we go on discarding input for this long, so that the caller gets to read why. */
export const LINGER_MS = 500

/** Time to reach a peer: TCP and TLS. A peer that is up answers within one or two round trips. */
export const CONNECT_TIMEOUT_MS = 5_000

/** Connections to one peer at a time: pushes, pulls and exhibit segments side by side. */
export const MAX_CONNECTIONS_PER_PEER = 8

/** Idle connections kept to one peer; more are closed when their request ends. */
export const MAX_IDLE_CONNECTIONS_PER_PEER = 4

/** Our idle connections end before the peer's `KEEP_ALIVE_MS`, so that no request meets a closing connection. */
export const PEER_IDLE_MS = 30_000

/** Peers with open connections at one time; the one unused for longest is closed first. */
export const MAX_PEERS = 256

/** Seconds a refused caller is asked to wait when the node is full: a few commits have passed by then. */
export const RETRY_AFTER_SECONDS = 1

/** Years a TLS certificate lasts. Trust comes from the pinned key in the card, never from the dates. */
export const CERTIFICATE_YEARS = 20

/** What the transport of one node may be made to hold; each field as the constant of the same name. */
export interface HttpsLimits {
  readonly requestBytes: number
  readonly bufferedBytes: number
  readonly headerBytes: number
  readonly headerCount: number
  readonly connections: number
  readonly connectionsPerAddress: number
  readonly handshakeTimeoutMs: number
  readonly headersTimeoutMs: number
  readonly requestTimeoutMs: number
  readonly timeoutCheckIntervalMs: number
  readonly handlerTimeoutMs: number
  readonly answerTimeoutMs: number
  readonly keepAliveMs: number
  readonly lingerMs: number
  readonly connectTimeoutMs: number
  readonly connectionsPerPeer: number
  readonly idleConnectionsPerPeer: number
  readonly peerIdleMs: number
  readonly peers: number
}

export const HTTPS_LIMITS: HttpsLimits = {
  requestBytes: MAX_REQUEST_BYTES,
  bufferedBytes: MAX_BUFFERED_BYTES,
  headerBytes: MAX_HEADER_BYTES,
  headerCount: MAX_HEADER_COUNT,
  connections: MAX_CONNECTIONS,
  connectionsPerAddress: MAX_CONNECTIONS_PER_ADDRESS,
  handshakeTimeoutMs: HANDSHAKE_TIMEOUT_MS,
  headersTimeoutMs: HEADERS_TIMEOUT_MS,
  requestTimeoutMs: REQUEST_TIMEOUT_MS,
  timeoutCheckIntervalMs: TIMEOUT_CHECK_INTERVAL_MS,
  handlerTimeoutMs: HANDLER_TIMEOUT_MS,
  answerTimeoutMs: ANSWER_TIMEOUT_MS,
  keepAliveMs: KEEP_ALIVE_MS,
  lingerMs: LINGER_MS,
  connectTimeoutMs: CONNECT_TIMEOUT_MS,
  connectionsPerPeer: MAX_CONNECTIONS_PER_PEER,
  idleConnectionsPerPeer: MAX_IDLE_CONNECTIONS_PER_PEER,
  peerIdleMs: PEER_IDLE_MS,
  peers: MAX_PEERS,
}
