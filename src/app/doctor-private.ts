import { X509Certificate } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { request as plainRequest } from 'node:http'
import { request } from 'node:https'
import { resolve } from 'node:path'
import { uploadsHeld } from '../api/index.ts'
import { deskHealth } from '../desk/index.ts'
import { feedOf } from '../exchange/index.ts'
import type { PrivateSide } from '../private/index.ts'
import type { SqliteFile } from '../store/index.ts'
import type { DeskConfig } from './config.ts'
import type { Finding } from './operations-doctor.ts'
import { restoredFrom } from './restored-note.ts'
import type { OpenedNode } from './serve.ts'

const DAY_MS = 86_400_000
const CERTIFICATE_WARNING_MS: number = 60 * DAY_MS
const DOOR_WAIT_MS = 5_000
const FINDINGS_MAX = 3

/** What a party keeps to itself, and the door to it. Finds, and changes nothing. */
export async function privateFindings(opened: OpenedNode, side: PrivateSide): Promise<Finding[]> {
  const { config, node, owed, privateFile } = opened
  const nowMs = node.needs.clock.now()
  return [
    ...(await fileFindings(privateFile)),
    ...(await logFindings(side)),
    await searchFinding(opened, side),
    counted('erasures-owed', await owed.count(), 'wrong', 'erasures-done'),
    ...(await deskFindings(opened, nowMs)),
    ...(await restoredFindings(privateFile)),
    ...(config.desk === undefined ? [] : await doorFindings(opened, config.desk, nowMs)),
  ]
}

/** A number that should be none, with the sentence for when it is. */
function counted(code: string, count: number, level: Finding['level'], none: string): Finding {
  return count === 0 ? { code: none, level: 'good', values: {} } : { code, level, values: { count } }
}

async function fileFindings(file: SqliteFile): Promise<Finding[]> {
  const rows = await file.read(() => file.prepare(`pragma integrity_check(${FINDINGS_MAX})`).all())
  const damage = rows.map((row) => String(row['integrity_check'])).filter((text) => text !== 'ok')
  if (damage.length > 0)
    return damage.map((detail) => ({ code: 'private-damaged', level: 'wrong', values: { detail } }))
  const megabytes = Math.ceil((await file.sizeBytes()) / 1_000_000)
  return [{ code: 'private-sound', level: 'good', values: { megabytes } }]
}

async function logFindings(side: PrivateSide): Promise<Finding[]> {
  const { entries, faults } = await side.log.verify()
  if (faults.length === 0) return [{ code: 'access-log-whole', level: 'good', values: { count: entries } }]
  return faults
    .slice(0, FINDINGS_MAX)
    .map(({ code, seq }) => ({ code: `access-log-${code}`, level: 'wrong', values: { seq } }))
}

/** How many acts search has not read yet. */
async function searchFinding({ node }: OpenedNode, side: PrivateSide): Promise<Finding> {
  let behind = 0
  for (const { held } of node.channels)
    for (const party of held.parties) {
      const { size } = feedOf(held, party).tree
      behind += size - Math.max(Math.min(1, size), side.search.indexedUpTo(held.id, party))
    }
  return counted('search-behind', behind, 'warning', 'search-whole')
}

async function deskFindings({ privateFile }: OpenedNode, nowMs: number): Promise<Finding[]> {
  const { dead, failing, lateTimers } = await deskHealth(privateFile, nowMs)
  const { bytes, count } = await uploadsHeld(privateFile)
  const megabytes = Math.ceil(bytes / 1_000_000)
  return [
    counted('timers-late', lateTimers, 'wrong', 'timers-punctual'),
    ...(failing === 0
      ? []
      : [{ code: 'deliveries-failing', level: 'warning', values: { count: failing } } as const]),
    counted('deliveries-dead', dead, 'warning', 'deliveries-made'),
    { code: 'uploads', level: 'good', values: { count, megabytes } },
  ]
}

async function restoredFindings(file: SqliteFile): Promise<Finding[]> {
  const restored = await restoredFrom(file)
  if (restored === undefined || restored.caughtUp) return []
  return [{ code: 'restored', level: 'warning', values: { made: new Date(restored.madeMs).toISOString() } }]
}

async function doorFindings(opened: OpenedNode, desk: DeskConfig, nowMs: number): Promise<Finding[]> {
  const door = opened.door()
  const findings: Finding[] = []
  // For a command on a stopped node nobody is let in.
  if (door !== undefined) {
    const status = await statusOf(desk, door.port, new URL(door.origin).host)
    findings.push(
      status === 200
        ? { code: 'door-answers', level: 'good', values: { origin: door.origin } }
        : { code: 'door-silent', level: 'wrong', values: { origin: door.origin, status } },
    )
  }
  if (desk.tls === undefined) return findings
  const { validTo } = new X509Certificate(await readFile(resolve(opened.dir, desk.tls.cert)))
  const leftMs = Date.parse(validTo) - nowMs
  const level = leftMs < 0 ? 'wrong' : leftMs < CERTIFICATE_WARNING_MS ? 'warning' : 'good'
  findings.push({ code: 'door-certificate', level, values: { days: Math.floor(leftMs / DAY_MS) } })
  return findings
}

/** What the door says to a caller on this machine; 0 when it says nothing. Its certificate is looked at by itself. */
function statusOf({ host, tls }: DeskConfig, port: number, origin: string): Promise<number> {
  const options = {
    host: host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '::1' : host,
    port,
    path: '/health/live',
    headers: { host: origin },
    timeout: DOOR_WAIT_MS,
  }
  return new Promise((done) => {
    const asked =
      tls === undefined ? plainRequest(options) : request({ ...options, rejectUnauthorized: false })
    asked.once('response', (answer) => {
      answer.resume()
      done(answer.statusCode ?? 0)
    })
    asked.once('timeout', () => asked.destroy())
    asked.once('error', () => done(0))
    asked.end()
  })
}
