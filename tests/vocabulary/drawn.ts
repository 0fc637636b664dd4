import { z } from 'zod'
import { ACT_EXAMPLES, type ActDefinition, type MatterState } from '../../src/acts/index.ts'
import { canonicalise, instantFromMs, isInstant, msFromInstant } from '../../src/record/index.ts'
import type { JsonObject, PartyId } from '../../src/record/index.ts'
import type { SeededRng } from '../sim/random.ts'

type JsonValue = JsonObject[string]

/** What an author has before its eyes when it fills in an act. */
export interface Scene {
  readonly rng: SeededRng
  readonly nowMs: number
  /** How long an hour is here: a short run has short deadlines, so that some of them pass. */
  readonly hourMs?: number
  readonly parties: readonly PartyId[]
  /** Of the matter that the act is about; null when it opens one. */
  readonly state: MatterState | null
  /** Ids of acts of the record, of whatever matter. */
  readonly acts: readonly string[]
}

/** What of a schema data are drawn from. */
interface Shape {
  readonly title?: string
  readonly type?: string
  readonly const?: JsonValue
  readonly enum?: readonly JsonValue[]
  readonly items?: Shape
  readonly properties?: Readonly<Record<string, Shape>>
  readonly required?: readonly string[]
  readonly minItems?: number
  readonly maxItems?: number
  readonly minimum?: number
  readonly maximum?: number
}

const HOUR_MS = 3_600_000
/** From long ago to far ahead, most of them soon: deadlines that pass within a history, and some that nobody may set. */
const HOURS = [-40, -0.1, 0.05, 0.2, 1, 1, 2, 5, 20, 60, 90, 500, 9_000]
/** Few, so that parties who name a hash by chance come to name the same one. */
const HASHES = ['1', '2', '3'].map((digit) => digit.repeat(64))
const TRIES = 6
/** A list that could be longer is mostly short, and sometimes long enough to meet a limit. */
const LONG_LIST = 40
/** Stands in the examples where a party, an act or a file of the history belongs. */
const EXAMPLE_PARTIES = ['cn', 'vn']

/**
 * Data for an act, from its schema and its example: whatever stands in the vocabulary can be drawn, so a new act is made
 * by everybody who draws from this. Undefined when the schema has a rule that nothing drawn has met.
 */
export function drawnData(act: ActDefinition, scene: Scene): JsonObject | undefined {
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const example = ACT_EXAMPLES[act.name]
    const data =
      example !== undefined && scene.rng.chance(0.5)
        ? fitted(withExhibits(act, example, scene), scene)
        : drawn(shapeOf(act), '', scene)
    if (isObject(data) && act.data.safeParse(data).success) return data
  }
  return undefined
}

const shapes = new WeakMap<ActDefinition, Shape>()

function shapeOf(act: ActDefinition): Shape {
  const known = shapes.get(act)
  if (known !== undefined) return known
  // JSON Schema is wider than what is read of it here; everything drawn is held against the schema itself.
  const made = z.toJSONSchema(act.data, { unrepresentable: 'any', io: 'input' }) as Shape
  shapes.set(act, made)
  return made
}

function drawn(shape: Shape, path: string, scene: Scene): JsonValue {
  const { rng } = scene
  if (shape.const !== undefined) return shape.const
  if (shape.enum !== undefined) return rng.pick(shape.enum)
  switch (shape.title) {
    case 'act':
      return actFor(path, scene)
    case 'party':
      return partyFor(scene)
    case 'instant':
      return instantFor(scene)
    case 'credential':
      return credentialFor(rng)
    case 'hash':
      return /sealed|exhibits/.test(path) ? sealedFor(scene) : rng.pick(HASHES)
    case 'host':
      return rng.pick(['desk.example', 'localhost', 'a.b-c.example'])
    case 'base64':
      return Buffer.from(rng.bytes(3 * (1 + rng.below(11)))).toString('base64url')
    case 'sizes':
      return sizesFor(path, scene)
    case 'article':
      return rng.pick(['29', '10(6)', '2703(f)'])
    case undefined:
    default:
      return plain(shape, path, scene)
  }
}

function plain(shape: Shape, path: string, scene: Scene): JsonValue {
  const { rng } = scene
  switch (shape.type) {
    case 'boolean':
      return rng.chance(0.5)
    case 'integer':
    case 'number': {
      const least = Math.max(shape.minimum ?? 0, 0)
      return least + rng.below(Math.min(shape.maximum ?? least + 40, least + 40) - least + 1)
    }
    case 'array':
      return listOf(shape, path, scene)
    case 'object': {
      const chosen = Object.entries(shape.properties ?? {}).filter(
        ([name]) => shape.required?.includes(name) === true || rng.chance(0.5),
      )
      return Object.fromEntries(chosen.map(([name, of]) => [name, drawn(of, `${path}.${name}`, scene)]))
    }
    case undefined:
    default:
      return wordFor(path, rng)
  }
}

function listOf(shape: Shape, path: string, scene: Scene): JsonValue {
  const { rng } = scene
  const { items = {}, minItems = 0, maxItems = LONG_LIST } = shape
  if (path.endsWith('exhibits') && items.type === 'object')
    return Array.from({ length: Math.max(minItems, rng.below(3)) }, () => exhibitFor(scene))
  const most = Math.min(maxItems, rng.chance(0.03) ? LONG_LIST : 3)
  const count = Math.max(minItems, rng.below(most + 1))
  const drawnItems = Array.from({ length: count }, () => drawn(items, `${path}[]`, scene))
  // No list of the vocabulary repeats an entry; shifts and steps follow each other.
  return [...new Map(drawnItems.map((item) => [canonicalise(item), item])).values()].toSorted(byInstant)
}

function byInstant(one: JsonValue, other: JsonValue): number {
  const at = (value: JsonValue): string => {
    const instant = isObject(value) ? (value['at'] ?? value['from']) : undefined
    return typeof instant === 'string' ? instant : ''
  }
  return at(one).localeCompare(at(other))
}

/** A short text where the schema says no more than its pattern. */
function wordFor(path: string, rng: SeededRng): JsonValue {
  if (/language|law\.text/.test(path)) return rng.pick(['en', 'vi', 'zh-Hans', 'fr'])
  if (/country/.test(path)) return rng.pick(['VN', 'CN', 'US'])
  if (path.endsWith('.from')) return '08:00'
  if (path.endsWith('.to')) return '17:00'
  if (/mediaType/.test(path)) return 'application/zip'
  if (/imeZone/.test(path)) return 'Asia/Shanghai'
  if (/olidays|Days/.test(path)) return '2030-02-04'
  return rng.pick(['judicial', 'request.open', '29', 'x'])
}

/** A party's first statement begins at nothing; sometimes one party is left out. */
function sizesFor(path: string, { parties, rng }: Scene): JsonValue {
  const from = path.endsWith('since') && rng.chance(0.7) ? 1 : 4
  const named = rng.chance(0.1) ? parties.slice(1) : parties
  return Object.fromEntries(named.map((party) => [party, rng.below(from)]))
}

/** Random, as it should be, or one that somebody has already. */
function credentialFor(rng: SeededRng): string {
  return rng.chance(0.2) ? '0'.repeat(32) : hexOf(rng, 16)
}

function actFor(path: string, { acts, rng, state }: Scene): string {
  const named = state === null ? [] : idsNamed(state, path.replace(/^.*\./, '').replace('[]', ''))
  if (named.length > 0 && rng.chance(0.85)) return rng.pick(named)
  return acts.length > 0 && rng.chance(0.9) ? rng.pick(acts) : hexOf(rng, 32)
}

/** Ids in a matter that an act's field of that name would mean. */
function idsNamed(state: MatterState, field: string): readonly string[] {
  switch (field) {
    case 'seat':
      return state.kind === 'agency' ? state.seats.map(({ act }) => act) : []
    case 'officer':
    case 'appointed':
    case 'keeper':
      return state.kind === 'agency' ? state.officers.map(({ act }) => act) : []
    case 'permissions':
      return state.permits.map(({ act }) => act)
    case 'to': {
      const asked = state.kind === 'request' ? state.asks.map(({ act }) => act) : []
      const proposed =
        state.kind === 'case' || state.kind === 'channel' ? state.proposals.map(({ act }) => act) : []
      return [...asked, ...proposed, ...state.expunges.map(({ id }) => id)]
    }
    default:
      return []
  }
}

function partyFor({ parties, rng }: Scene): PartyId {
  return rng.chance(0.03) ? 'xx' : rng.pick(parties)
}

function instantFor({ hourMs = HOUR_MS, nowMs, rng }: Scene): string {
  return instantFromMs(nowMs + Math.round(rng.pick(HOURS) * hourMs) + rng.below(1_000))
}

function sealedFor({ rng, state }: Scene): string {
  const listed = state?.exhibits ?? []
  return listed.length > 0 && rng.chance(0.95) ? rng.pick(listed).sealed : hexOf(rng, 32)
}

/** Hashes of files that nobody has; now and then one that the matter lists already, or one that is too large. */
export function exhibitFor({ rng, state }: Pick<Scene, 'rng' | 'state'>): JsonObject {
  const listed = state?.exhibits ?? []
  return {
    hmac: hexOf(rng, 32),
    ...(rng.chance(0.2) ? { malware: true } : {}),
    mediaType: 'application/zip',
    plainBytes: 90,
    sealed: listed.length > 0 && rng.chance(0.2) ? rng.pick(listed).sealed : hexOf(rng, 32),
    sealedBytes: rng.chance(0.03) ? Number.MAX_SAFE_INTEGER : 100,
  }
}

/** The node fills exhibits in, so the examples leave them out. */
function withExhibits(act: ActDefinition, example: JsonObject, scene: Scene): JsonObject {
  if (act.data.safeParse(example).success) return example
  return { ...example, exhibits: Array.from({ length: 1 + scene.rng.below(2) }, () => exhibitFor(scene)) }
}

/** The example with acts, files, parties and instants of this history in the places of its own. */
function fitted(example: JsonObject, scene: Scene): JsonObject {
  const instants = [...JSON.stringify(example).matchAll(/"(\d{4}-[^"]+)"/g)]
    .map(([, text = '']) => text)
    .filter((text) => isInstant(text))
    .map(msFromInstant)
  const shiftMs =
    scene.nowMs + scene.rng.pick([0.02, 0.5, 3, 30]) * (scene.hourMs ?? HOUR_MS) - Math.min(...instants)
  const put = (value: JsonValue, path: string): JsonValue => {
    if (value === 'a'.repeat(64))
      return /channel|keys/.test(path) ? scene.rng.pick(HASHES) : actFor(path, scene)
    if (value === 'b'.repeat(64)) return sealedFor(scene)
    if (typeof value === 'string' && EXAMPLE_PARTIES.includes(value) && /(?:to|party)$/.test(path))
      return path.endsWith('party') ? value : scene.rng.pick(scene.parties)
    if (path.endsWith('.credential')) return credentialFor(scene.rng)
    if (typeof value === 'string' && isInstant(value))
      return instantFromMs(Math.round(msFromInstant(value) + shiftMs))
    if (Array.isArray(value)) return value.map((each: JsonValue) => put(each, `${path}[]`))
    return isObject(value) ? all(value, path) : value
  }
  const all = (object: JsonObject, path: string): JsonObject =>
    Object.fromEntries(Object.entries(object).map(([name, value]) => [name, put(value, `${path}.${name}`)]))
  return all(example, '')
}

/** The body that the act takes, as its media type; undefined when it is to have none. Rarely a wrong one. */
export function drawnBody({ body }: ActDefinition, rng: SeededRng): string | undefined {
  if (rng.chance(0.02)) return rng.chance(0.3) ? undefined : rng.pick(['text/plain', 'image/png'])
  if (body.rule === 'none' || (body.rule === 'optional' && rng.chance(0.6))) return undefined
  return rng.pick(body.types)
}

export function hexOf(rng: SeededRng, bytes: number): string {
  return Buffer.from(rng.bytes(bytes)).toString('hex')
}

export function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
