import { describe, expect, it } from 'vitest'
import { ActError, type MatterState, VOCABULARY, VOID_CODES, checkData } from '../../src/acts/index.ts'
import { foldMatter, linearise } from '../../src/channel/index.ts'
import type { JsonObject } from '../../src/record/index.ts'
import { SeededRng } from '../sim/random.ts'
import { byMatter } from '../sim/refold.ts'
import { drawnBody, drawnData, isObject } from './drawn.ts'
import { historyFrom } from './histories.ts'
import { rotationFor } from './rotations.ts'

type JsonValue = JsonObject[string]

const MUTANTS_PER_ACT = 150
/** A leaf has 60,000 bytes at most; a pattern that tries all ways to match it would take for ever. */
const LONG = 59_000
const ONE_CHECK_MS = 1_000
/** A sentence may list all codes that are taken, and nothing of what was given. */
const SENTENCE_MAX = 1_000
const CONTEXT = { channel: 'c'.repeat(64), parties: ['cn', 'us', 'sg'], fold: 1, exhibitBytesMax: 1_000_000 }

const HOSTILE: readonly ((value: JsonValue) => JsonValue)[] = [
  () => null,
  () => true,
  () => -1,
  () => Number.MAX_SAFE_INTEGER,
  () => 1.5,
  () => '',
  () => '\u202Egnp.exe',
  () => '<script>',
  () => '0'.repeat(64),
  () => 'f'.repeat(63),
  () => '2030-02-30T00:00:00.000Z',
  () => '9999-12-31T23:59:59.999Z',
  () => '0000-01-01T00:00:00.000Z',
  () => [],
  () => ({}),
  () => polluting(),
  (value) => [value, value],
  (value) => [[value]],
  (value) => ({ value }),
  (value) => String(JSON.stringify(value)),
  () => nested(16),
]
const LONG_TEXTS = [
  'a'.repeat(LONG),
  '0'.repeat(LONG),
  'a.'.repeat(LONG / 2),
  '(1)'.repeat(LONG / 3),
  '-'.repeat(LONG),
  `${'a-'.repeat(LONG / 2 - 1)}!`,
]

describe.each(VOCABULARY.map((act) => [act.name, act] as const))('%s', (name, act) => {
  it('takes nothing but its data: anything else is refused in one sentence, and void', () => {
    const rng = new SeededRng(1, `fuzz/${name}`)
    const states = statesFor(rng)
    let taken = 0
    for (let n = 0; n < MUTANTS_PER_ACT; n++) {
      const scene = { rng, nowMs: Date.UTC(2030, 0, 1), parties: CONTEXT.parties, state: null, acts: [] }
      const whole =
        name === 'channel.key.rotate' ? rotationFor(CONTEXT.channel, 'us', rng) : drawnData(act, scene)
      const data = n % 10 === 0 ? (whole ?? {}) : mutated(whole ?? {}, rng)
      const { code, message } = refusalOf(name, data)
      expect(code === undefined).toBe(act.data.safeParse(data).success)
      expect(message).toMatch(/^(?:data\S*: .+)?$/)
      expect(message.length).toBeLessThan(SENTENCE_MAX)
      if (code === undefined) taken += 1
      const outcome = foldedOn(rng.pick(states), data)
      const isVoid = typeof outcome === 'string'
      expect([code === undefined ? isVoid : true, isVoid ? outcome : VOID_CODES[0]]).toEqual([
        isVoid,
        expect.toBeOneOf([...VOID_CODES]),
      ])
    }
    expect(taken).toBeGreaterThan(0)
    expect(({} as { polluted?: number }).polluted).toBeUndefined()
  })

  it('is read in no time, however long the texts in it are', () => {
    const rng = new SeededRng(2, `long/${name}`)
    const scene = { rng, nowMs: Date.UTC(2030, 0, 1), parties: CONTEXT.parties, state: null, acts: [] }
    const whole =
      name === 'channel.key.rotate' ? rotationFor(CONTEXT.channel, 'us', rng) : drawnData(act, scene)
    for (const path of pathsOf(whole ?? {}))
      for (const text of LONG_TEXTS) {
        const before = process.cpuUsage()
        refusalOf(
          name,
          replaced(whole ?? {}, path, () => text),
        )
        const tookMs = process.cpuUsage(before).user / 1_000
        expect(tookMs, `${path.join('.')}: ${text.slice(0, 8)}`).toBeLessThan(ONE_CHECK_MS)
      }
  })

  function foldedOn(state: MatterState | null, data: JsonObject): MatterState | string {
    const body = drawnBody(act, new SeededRng(3, name))
    const isAbout = act.about.how === 'about' || act.about.how === 'any'
    const leaf = {
      v: 1,
      type: name,
      party: 'us',
      seq: 500,
      made: '2030-01-01T00:00:00.000Z',
      deps: { cn: 500, sg: 500 },
      ...(isAbout ? { about: 'a'.repeat(64) } : {}),
      ...(body === undefined ? {} : { body: { hmac: '0'.repeat(64), size: 1, type: body } }),
      data,
    } as const
    return act.fold(act.about.how === 'opens' ? null : state, { id: 'e'.repeat(64), leaf }, CONTEXT)
  }
})

/** The refusal; of nothing when it is taken. Anything thrown but an ActError fails the test. */
function refusalOf(name: string, data: JsonObject): { code?: string; message: string } {
  try {
    checkData(name, data)
    return { message: '' }
  } catch (cause) {
    if (!(cause instanceof ActError)) throw cause
    return { code: cause.code, message: cause.message }
  }
}

/** States of all kinds, half-way through their lives. */
function statesFor(rng: SeededRng): (MatterState | null)[] {
  const world = historyFrom(rng.below(1_000), 3, 40)
  const states: (MatterState | null)[] = [null]
  for (const [id, acts] of byMatter(world.acts, world.context)) {
    const folded = foldMatter(id, linearise(acts, world.context.parties), world.context)
    if (folded.kind === 'folded') states.push(folded.matter.now.state)
  }
  return states
}

function mutated(data: JsonObject, rng: SeededRng): JsonObject {
  let result = data
  for (let times = 1 + rng.below(2); times > 0; times--) {
    const paths = pathsOf(result)
    if (paths.length === 0 || rng.chance(0.15))
      result = { ...result, [rng.pick(['note', 'to', 'v', '__proto'])]: 'x' }
    else result = replaced(result, rng.pick(paths), rng.pick([...HOSTILE, () => undefined]))
  }
  return result
}

type Path = readonly (string | number)[]

/** Every place in a value, outermost first. */
function pathsOf(value: JsonValue, at: Path = []): Path[] {
  const entries: [string | number, JsonValue][] = Array.isArray(value)
    ? value.map((each, index) => [index, each])
    : isObject(value)
      ? Object.entries(value)
      : []
  return entries.flatMap(([key, each]) => [[...at, key], ...pathsOf(each, [...at, key])])
}

/** The data with what stands there changed; taken away when the change gives undefined. */
function replaced(
  data: JsonObject,
  path: Path,
  change: (value: JsonValue) => JsonValue | undefined,
): JsonObject {
  const copy: JsonObject = structuredClone(data)
  let at: JsonValue | undefined = copy
  for (const key of path.slice(0, -1)) at = childOf(at, key)
  const last = path.at(-1) ?? ''
  const after = change(childOf(at, last) ?? null)
  if (Array.isArray(at) && typeof last === 'number')
    at.splice(last, 1, ...(after === undefined ? [] : [after]))
  else if (isObject(at) && after === undefined) Reflect.deleteProperty(at, last)
  else if (isObject(at)) Reflect.set(at, last, after)
  return copy
}

function childOf(value: JsonValue | undefined, key: string | number): JsonValue | undefined {
  if (isList(value)) return typeof key === 'number' ? value[key] : undefined
  return isObject(value) ? value[key] : undefined
}

function isList(value: JsonValue | undefined): value is readonly JsonValue[] {
  return Array.isArray(value)
}

function polluting(): JsonValue {
  const value: JsonValue = JSON.parse(
    '{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}',
  )
  return value
}

function nested(depth: number): JsonValue {
  return depth === 0 ? 0 : [nested(depth - 1)]
}
