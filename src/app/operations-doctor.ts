import { X509Certificate } from 'node:crypto'
import { open, rm, stat, statfs } from 'node:fs/promises'
import { join } from 'node:path'
import { documentHashOf, encodeCard, keyDocumentHash, keysInForce, parseCard } from '../record/index.ts'
import { type Clock, type PeerAddress, feedOf, isDisowned, keysOf, posixSeconds } from '../exchange/index.ts'
import { ready } from './operations-act.ts'
import { isBehind } from './key-change.ts'
import type { LiveChannel } from './live-channel.ts'
import { refusalOf } from './refusal.ts'
import type { OpenedNode } from './serve.ts'
import { within } from './within.ts'

const GiB = 1024 ** 3
const DAY_MS = 86_400_000
/** Below this much free space the operator has to act; below the second the node will soon refuse to write. */
const SPACE_WARNING_BYTES: number = 5 * GiB
const SPACE_WRONG_BYTES: number = GiB / 2
/** A synced write on a sound disk takes a few milliseconds; each act waits for at least one. */
const WRITE_WARNING_MS = 50
const WRITE_TRIALS = 8
const WRITE_TRIAL_BYTES = 4_096
/** Requests are good for a minute: a clock further off than half of it will be refused soon. */
const CLOCK_WARNING_MS = 5_000
const CLOCK_WRONG_MS = 30_000
const CERTIFICATE_WARNING_MS: number = 60 * DAY_MS
const PEER_WAIT_MS = 5_000
const GREETING_SLACK_MS = 2_000
const MAX_GREETING_WAIT_MS = 15_000

export interface Finding {
  /** The key of the sentence: `doctor.<code>` in the words. */
  readonly code: string
  readonly level: 'good' | 'warning' | 'wrong' | 'unknown'
  readonly values: Readonly<Record<string, string | number>>
}

export interface DoctorResult {
  readonly party: string
  readonly findings: readonly Finding[]
}

/**
 * Looks at everything that a node stands on: disk, clock, keys, store, and each peer in both directions. `live`: the desk
 * is at work, and the store is not read through, which would keep everybody waiting.
 */
export async function doctor(opened: OpenedNode, live = false): Promise<DoctorResult> {
  const { node, config, dir } = opened
  const findings: Finding[] = [
    ...(await diskFindings(dir, node.needs.clock)),
    ...(await keyFindings(opened)),
    ...(live ? [await storeSize(opened)] : await storeFindings(opened)),
    ...(await sideFindings(opened)),
  ]
  if (node.channels.length === 0) findings.push({ code: 'no-channel', level: 'unknown', values: {} })
  for (const channel of node.channels) findings.push(...(await channelFindings(opened, channel)))
  return { party: config.party, findings }
}

/** The rooms behind the door are loaded where there is one only. */
async function sideFindings(opened: OpenedNode): Promise<Finding[]> {
  if (!opened.isPrivateWhole)
    return [{ code: 'private-damaged', level: 'wrong', values: { detail: 'private.sqlite' } }]
  if (opened.side === undefined) return []
  const { privateFindings } = await import('./doctor-private.ts')
  return privateFindings(opened, opened.side)
}

async function diskFindings(dir: string, clock: Clock): Promise<Finding[]> {
  const space = await statfs(dir)
  const freeBytes = space.bavail * space.bsize
  const level = freeBytes < SPACE_WRONG_BYTES ? 'wrong' : freeBytes < SPACE_WARNING_BYTES ? 'warning' : 'good'
  const writeMs = await syncedWriteMs(dir, clock)
  return [
    { code: 'disk-space', level, values: { free: Math.round((freeBytes / GiB) * 10) / 10 } },
    { code: 'disk-speed', level: writeMs > WRITE_WARNING_MS ? 'warning' : 'good', values: { ms: writeMs } },
  ]
}

/** Median time of a small write that a power cut cannot take back, in whole milliseconds. */
async function syncedWriteMs(dir: string, clock: Clock): Promise<number> {
  const path = join(dir, 'doctor.tmp')
  const times: number[] = []
  const handle = await open(path, 'w', 0o600)
  try {
    for (let i = 0; i < WRITE_TRIALS; i += 1) {
      const startMs = clock.monotonic()
      await handle.write(Buffer.alloc(WRITE_TRIAL_BYTES, i))
      await handle.datasync()
      times.push(clock.monotonic() - startMs)
    }
  } finally {
    await handle.close()
    await rm(path, { force: true })
  }
  return Math.round(times.sort((a, b) => a - b)[WRITE_TRIALS / 2] ?? 0)
}

async function keyFindings({ dir, node }: OpenedNode): Promise<Finding[]> {
  const { clock, secrets } = node.needs
  const mode = (await stat(join(dir, 'secrets.json'))).mode & 0o077
  const permissions: Finding =
    process.platform === 'win32' || mode === 0
      ? { code: 'keys-private', level: 'good', values: {} }
      : { code: 'keys-exposed', level: 'wrong', values: { mode: (mode | 0o600).toString(8) } }
  // Makes every signing key sign and verifies each proof, as a peer would.
  parseCard(encodeCard(node.card))
  const leftMs = Date.parse(new X509Certificate(secrets.tls.certPem).validTo) - clock.now()
  const days = Math.floor(leftMs / DAY_MS)
  return [
    permissions,
    { code: 'keys-sign', level: 'good', values: {} },
    {
      code: 'certificate',
      level: leftMs < 0 ? 'wrong' : leftMs < CERTIFICATE_WARNING_MS ? 'warning' : 'good',
      values: { days },
    },
  ]
}

async function storeSize({ node }: OpenedNode): Promise<Finding> {
  const megabytes = Math.ceil((await node.needs.store.sizeBytes()) / 1_000_000)
  return { code: 'store-size', level: 'good', values: { megabytes } }
}

async function storeFindings(opened: OpenedNode): Promise<Finding[]> {
  const damage = await opened.node.needs.store.check()
  const sound: Finding[] = [{ ...(await storeSize(opened)), code: 'store-sound' }]
  return damage.length === 0
    ? sound
    : damage.map((detail) => ({ code: 'store-damaged', level: 'wrong', values: { detail } }))
}

async function channelFindings(opened: OpenedNode, channel: LiveChannel): Promise<Finding[]> {
  const { clock } = opened.node.needs
  const name = channel.id.slice(0, 8)
  const findings: Finding[] = []
  for (const peer of channel.held.peers) findings.push(...(await peerFindings(opened, channel, peer.party)))
  await ready(opened, channel, PEER_WAIT_MS)
  const { waitingFor, missing } = channel.readiness.reason
  if (channel.readiness.writable)
    findings.push({ code: 'writable', level: 'good', values: { channel: name } })
  else if (waitingFor.length > 0)
    findings.push({
      code: 'read-only-waiting',
      level: 'unknown',
      values: { channel: name, parties: waitingFor.join(', ') },
    })
  else
    findings.push({ code: 'read-only-missing', level: 'unknown', values: { channel: name, count: missing } })
  for (const party of channel.held.parties) {
    const feed = feedOf(channel.held, party)
    if (feed.frozen !== undefined)
      findings.push({
        code: 'feed-frozen',
        level: 'wrong',
        values: { channel: name, party, reason: feed.frozen.reason },
      })
  }
  findings.push(...keyActFindings(opened, channel))
  const wanted = channel.held.wanted.size
  if (wanted > 0)
    findings.push({ code: 'exhibits-wanted', level: 'warning', values: { channel: name, count: wanted } })
  if (channel.mismatch !== undefined)
    findings.push({
      code: 'state-mismatch',
      level: 'wrong',
      values: { channel: name, party: channel.mismatch.by },
    })
  for (const party of channel.held.parties)
    findings.push(...receiptFindings(channel, party, posixSeconds(clock)))
  return findings
}

/** Who has changed or disowned keys in the channel, and whether this node's own change is complete. */
function keyActFindings({ node }: OpenedNode, channel: LiveChannel): Finding[] {
  const name = channel.id.slice(0, 8)
  const findings: Finding[] = []
  for (const party of channel.held.parties) {
    const feed = feedOf(channel.held, party)
    const keys = keysOf(channel.held.keys, party)
    const document = documentHashOf(keysInForce(keys))
    const values = { channel: name, party, keys: (document ?? '').slice(0, 8) }
    if (isDisowned(feed, document)) findings.push({ code: 'keys-disowned', level: 'wrong', values })
    else if (keys.later.length > 0)
      findings.push({
        code: 'keys-changed',
        level: 'good',
        values: { ...values, count: keys.later.length, disowned: feed.keyActs.disowned.size },
      })
  }
  if (isBehind(node.signers, channel))
    findings.push({ code: 'keys-behind', level: 'warning', values: { channel: name } })
  return findings
}

/** Receipts of our own feed that have not come. */
function receiptFindings(channel: LiveChannel, party: string, nowSeconds: number): Finding[] {
  if (party === channel.held.self) return []
  const own = feedOf(channel.held, channel.held.self)
  const receipt = own.receipts.get(party)
  const count = own.tree.size - (receipt?.size ?? 0)
  if (count === 0) return [{ code: 'receipted', level: 'good', values: { party, count: own.tree.size } }]
  const hours = receipt === undefined ? 0 : Math.max(0, Math.floor((nowSeconds - receipt.at) / 3_600))
  return [{ code: 'unreceipted', level: 'warning', values: { party, count, hours } }]
}

/** The link to one peer: whether it answers us with its pinned key, whether clocks agree, and whether it calls us. */
async function peerFindings(opened: OpenedNode, channel: LiveChannel, party: string): Promise<Finding[]> {
  const peer = channel.held.peers.find((each) => each.party === party)
  const findings: Finding[] = []
  const canCall = peer !== undefined && peer.url !== ''
  const isCallable = channel.held.selfUrl !== ''
  // One way is enough for both; whether it is used is told by the other findings. Without any, only files are left.
  const oneWay = canCall || isCallable ? 'good' : 'unknown'
  if (!canCall) findings.push({ code: 'peer-calls-only', level: oneWay, values: { party } })
  else
    findings.push(
      ...(await callFindings(
        opened,
        party,
        { url: peer.url, tls: peer.document.transport.tls },
        keyDocumentHash(peer.document),
      )),
    )
  if (!isCallable) findings.push({ code: 'self-calls-only', level: oneWay, values: { party } })
  else {
    const greeted = await greetedWithin(opened, channel, party)
    findings.push(
      greeted
        ? { code: 'peer-reaches-us', level: 'good', values: { party } }
        : { code: 'peer-silent', level: 'unknown', values: { party } },
    )
  }
  return findings
}

/** A peer that we have just greeted has no reason to greet us soon, so it is asked to. */
async function greetedWithin(opened: OpenedNode, channel: LiveChannel, party: string): Promise<boolean> {
  const { clock } = opened.node.needs
  const endMs = clock.monotonic() + Math.min(opened.config.idleMs + GREETING_SLACK_MS, MAX_GREETING_WAIT_MS)
  channel.held.wantsCall.add(party)
  channel.held.needsGreeting.add(party)
  channel.held.moved.hint.notify()
  const isDue = (): boolean => opened.isStarted() && clock.monotonic() < endMs
  while (channel.held.greetedAtMs.get(party) === undefined && isDue())
    await within(clock, 100, new Promise<void>(() => undefined))
  return channel.held.greetedAtMs.get(party) !== undefined
}

/** An unsigned request is refused by the peer's door, but only who holds the pinned TLS key can refuse it. */
async function callFindings(
  { node }: OpenedNode,
  party: string,
  address: PeerAddress,
  keys: string,
): Promise<Finding[]> {
  const { clock, net } = node.needs
  const startMs = clock.monotonic()
  try {
    const request = { method: 'GET' as const, path: '/', headers: {}, body: new Uint8Array() }
    const answer = await net.call(address, request, { timeoutMs: PEER_WAIT_MS, maxResponseBytes: 64 * 1024 })
    const ms = Math.round(clock.monotonic() - startMs)
    const reached: Finding = {
      code: 'peer-answers',
      level: 'good',
      values: { party, ms, keys: keys.slice(0, 8) },
    }
    return [reached, ...clockFindings(party, answer.headers['date'], clock.now())]
  } catch (cause) {
    const { code } = refusalOf(cause)
    return [
      {
        code: 'peer-unreached',
        level: code === 'peer-key-wrong' ? 'wrong' : 'unknown',
        values: { party, error: code },
      },
    ]
  }
}

/** The header has whole seconds, and is good enough for a window of a minute. */
function clockFindings(party: string, date: string | undefined, nowMs: number): Finding[] {
  const theirMs = Date.parse(date ?? '')
  if (Number.isNaN(theirMs)) return [{ code: 'clock-unknown', level: 'unknown', values: { party } }]
  const offMs = Math.max(0, Math.abs(nowMs - theirMs - 500) - 500)
  const level = offMs > CLOCK_WRONG_MS ? 'wrong' : offMs > CLOCK_WARNING_MS ? 'warning' : 'good'
  return [{ code: 'clock', level, values: { party, seconds: Math.round(offMs / 1_000) } }]
}
