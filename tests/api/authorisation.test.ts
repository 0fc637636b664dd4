import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type AnyRoute, ROUTES, type RouteId, createClient } from '../../src/api/index.ts'
import { type Permission, SEAT_KINDS, SEAT_PERMISSIONS } from '../../src/sign-in/index.ts'
import { type Desks, newKey, openDesks, type Seated } from './desks.ts'

/**
 * Every route of the table, asked by everybody: who is let in follows from the table and the seats alone, and is worked
 * out here a second time, by other means than those of the server.
 */
const NONE = 'e'.repeat(64)

interface Caller {
  readonly name: string
  readonly headers: Readonly<Record<string, string>>
  /** What they may do by the seats, and where: undefined when nobody is signed in. */
  readonly holds:
    | {
        permissions: readonly Permission[]
        channels: '*' | readonly string[]
        limited: boolean
        bySession: boolean
      }
    | undefined
}

let desks: Desks
const callers: Caller[] = []

beforeAll(async () => {
  desks = await openDesks()
  const { us, cn } = desks
  const session = ({ cookie }: Seated): Record<string, string> => ({
    cookie,
    origin: us.origin,
    'x-entente': '1',
  })
  for (const kind of SEAT_KINDS) {
    const permissions = SEAT_PERMISSIONS[kind]
    const everywhere = await us.seated(kind)
    add(`${kind}, session`, session(everywhere), {
      permissions,
      channels: '*',
      limited: false,
      bySession: true,
    })
    const elsewhere = await us.seated(kind, { channels: [NONE] })
    add(`${kind} of another channel, session`, session(elsewhere), {
      permissions,
      channels: [NONE],
      limited: false,
      bySession: true,
    })
    const some = await us.seated(kind, { matters: [NONE] })
    add(`${kind} for one other matter, session`, session(some), {
      permissions,
      channels: '*',
      limited: true,
      bySession: true,
    })
    const scope = permissions[0] ?? 'read'
    const key = await us.keyOf(everywhere, [scope])
    add(`${kind}, key for "${scope}" only`, bearer(key), {
      permissions: [scope],
      channels: '*',
      limited: false,
      bySession: false,
    })
    add(`${kind} of the other party, session`, session(await cn.seated(kind)), undefined)
    add(`${kind} of the other party, key`, bearer(await cn.keyOf(await cn.seated(kind), [scope])), undefined)
  }
  const gone = await us.seated('coordinator')
  await gone.signOut()
  add('coordinator, signed out', session(gone), undefined)
  add('nobody', {}, undefined)
})
afterAll(() => desks?.close())

function add(name: string, headers: Record<string, string>, holds: Caller['holds']): void {
  callers.push({ name, headers, holds })
}

function bearer(key: string): Record<string, string> {
  return { authorization: `Bearer ${key}` }
}

/** The door itself said no; what a room behind it refuses, it refuses to somebody who was let in. */
const DOOR_REFUSES: readonly string[] = ['not-signed-in', 'not-allowed', 'origin-refused']
/** Whoever calls it is signed out: asked last. */
const LAST = 'sign-in.out'
const INPUT_ORDER: readonly AnyRoute[] = ROUTES.toSorted(
  (a, b) => Number(a.id === LAST) - Number(b.id === LAST),
)

/** What is sent to each route: of the right form, about things that do not exist, so that nothing comes of it. */
interface Sample {
  readonly label: string
  readonly body?: unknown
  /** What it needs beside what the route needs. */
  readonly permission?: Permission
  readonly matter?: string
}

const BY_FAMILY: readonly [string, Permission][] = [
  ['request.open', 'act'],
  ['case.open', 'act'],
  ['lead.give', 'act'],
  ['remark.post', 'act'],
  ['attest.sign', 'act'],
  ['call.place', 'hotline'],
  ['directory.contact.answer', 'hotline'],
  ['evidence.deposit', 'evidence'],
  ['directory.agency.list', 'directory'],
  ['channel.amend', 'constitution'],
  ['body.expunge', 'expunge'],
  ['unheard.of', 'constitution'],
]

/** Routes that need more by what is sent to them. */
const MORE_NEEDED: Readonly<Partial<Record<RouteId, readonly Omit<Sample, 'label'>[]>>> = {
  'hotline.place': [
    {
      body: {
        confirm: 'call',
        drill: false,
        to: 'nobody',
        reason: 'other',
        severity: 'serious',
        note: 'For nobody.',
      },
      permission: 'hotline',
    },
  ],
  // Counted over all matters: a grant for some of them is not enough, and one closed to the caller is in nobody's way.
  'figures.get': [{ permission: 'read' }],
  'figures.matters': [{ permission: 'read' }],
  'contacts.check': [{ body: { to: 'nobody' }, permission: 'hotline' }],
  'directory.list': [{ body: { names: { en: 'None' }, entry: { none: 1 } }, permission: 'directory' }],
  'evidence.bundle': [{ body: { exhibits: { [NONE]: 'plain' } }, permission: 'evidence' }],
  'signatures.options': [
    { body: { meaning: 'approve' }, permission: 'approve' },
    { body: { meaning: 'witness' }, permission: 'act' },
  ],
  'signatures.sign': [
    { body: { meaning: 'authorise', response: {} }, permission: 'approve' },
    { body: { meaning: 'receive', response: {} }, permission: 'act' },
  ],
}

function samplesOf(route: AnyRoute): Sample[] {
  if (route.id === 'acts.make')
    return BY_FAMILY.flatMap(([type, permission]) => [
      // A field that no act has: the vocabulary refuses it after the door has let it in.
      { label: type, body: { type, data: { none: 1 } }, permission },
      {
        label: `${type} about a matter`,
        body: { type, about: NONE, data: { none: 1 } },
        permission,
        matter: NONE,
      },
    ])
  if (route.id === 'uploads.begin') return [{ label: '', body: { name: 'a.bin', bytes: 1 } }]
  const more = MORE_NEEDED[route.id]
  if (more !== undefined) return more.map((sample) => ({ label: '', ...sample }))
  return [{ label: '', ...(bodyOf(route) === undefined ? {} : { body: bodyOf(route) }) }]
}

function bodyOf({ body }: AnyRoute): unknown {
  if (body === undefined) return undefined
  return 'octets' in body ? new Uint8Array(1) : {}
}

function isAllowed({ holds }: Caller, route: AnyRoute, sample: Sample, params: Params): boolean {
  if (route.needs === 'nobody') return true
  if (holds === undefined) return false
  if (route.person === true && !holds.bySession) return false
  if (route.needs === 'session') return holds.bySession
  const has = (permission: Permission, matter: string | undefined, whole: boolean): boolean => {
    if (!holds.permissions.includes(permission)) return false
    if (params.channel !== undefined && holds.channels !== '*' && !holds.channels.includes(params.channel))
      return false
    if (!holds.limited) return true
    return matter === undefined ? !whole : matter === NONE
  }
  if (route.needs !== 'signed-in' && !has(route.needs, params.matter, route.whole === true)) return false
  return sample.permission === undefined || has(sample.permission, sample.matter, sample.matter === undefined)
}

interface Params {
  readonly channel?: string
  readonly matter?: string
}

describe('every route, asked by every seat of every party', () => {
  it('lets in exactly those whom the table names', async () => {
    const { channel } = desks
    const wrong: string[] = []
    const counts = { allowed: 0, refused: 0 }
    for (const route of INPUT_ORDER) {
      const named = {
        channel,
        matter: channel,
        act: NONE,
        exhibit: NONE,
        upload: 'e'.repeat(32),
        draft: 'e'.repeat(32),
        note: 'e'.repeat(32),
        version: '1',
        kind: 'user',
        holder: 'none',
        list: 'changed',
        filter: 'none',
        seat: NONE,
        officer: NONE,
        party: 'cn',
        by: 'us',
        key: 'asked~cn~any~any',
        founding: NONE,
        backup: 'none',
        id: 'none',
        user: 'none',
      }
      const params: Record<string, string> = Object.fromEntries(
        Object.entries(named).filter(([name]) => route.path.includes(`{${name}}`)),
      )
      for (const sample of samplesOf(route))
        // All callers at once: what they are told follows from who they are and not from who came before.
        for (const { caller, code, status } of await Promise.all(
          callers.map(async (caller) => ({ caller, ...(await answerFor(route, caller, sample, params)) })),
        )) {
          const expected = isAllowed(caller, route, sample, params)
          const wasLetIn = !DOOR_REFUSES.includes(code)
          counts[wasLetIn ? 'allowed' : 'refused'] += 1
          const rightRefusal = wasLetIn || status === (caller.holds === undefined ? 401 : 403)
          if (wasLetIn !== expected || !rightRefusal || (status >= 500 && status !== 503))
            wrong.push(
              `${route.id} ${sample.label}: ${caller.name} got ${status}, was to be ${expected ? 'let in' : 'refused'}`,
            )
        }
    }
    expect(wrong).toEqual([])
    const total = counts.allowed + counts.refused
    console.log(
      `authorisation: ${ROUTES.length} routes, ${callers.length} callers, ${total} requests: ${counts.allowed} let in, ${counts.refused} refused`,
    )
    expect(counts.allowed).toBeGreaterThan(100)
    expect(counts.refused).toBeGreaterThan(500)
  }, 120_000)

  it('names a permission of its own for everything but what everybody may ask', () => {
    const open = ROUTES.filter(({ needs }) => needs === 'nobody').map(({ id }) => id)
    expect(open).toEqual(OPEN_ROUTES)
    const anySeat = ROUTES.filter((route) => route.needs === 'signed-in').map(({ id }) => id)
    expect(anySeat).toEqual(SIGNED_IN_ROUTES)
  })
})

/** Whoever adds a route that needs nobody, or no permission, says so here too. */
const OPEN_ROUTES: readonly string[] = [
  'health.live',
  'health.ready',
  'openapi.get',
  'sign-in.ways',
  'sign-in.passkey-options',
  'sign-in.passkey',
  'sign-in.password',
  'sign-in.invitation',
  'sign-in.break-glass',
  'sign-in.oidc',
  'sign-in.oidc-callback',
]
const SIGNED_IN_ROUTES: readonly string[] = [
  'me.get',
  'channels.list',
  'acts.make',
  'vocabulary.list',
  'notices.list',
  'notices.deliveries',
  'instruments.get',
  'events.stream',
]

async function answerFor(
  route: AnyRoute,
  { headers }: Caller,
  { body }: Sample,
  params: Record<string, string>,
): Promise<{ status: number; code: string }> {
  const control = new AbortController()
  const client = createClient(desks.us.origin, {
    // A door that sends a browser on has answered.
    fetch: (address, init) => fetch(address, { ...init, redirect: 'manual' }),
  })
  const answer = await client.send(route.id, {
    params,
    body,
    headers,
    ...(route.idempotent === true ? { key: newKey() } : {}),
    signal: control.signal,
  })
  const { status } = answer
  if (route.streams === 'text/event-stream' && answer.ok) {
    control.abort()
    return { status, code: '' }
  }
  const text = await answer.text()
  const isProblem = answer.headers.get('content-type') === 'application/problem+json'
  const { room, code } = isProblem
    ? (JSON.parse(text) as { room: string; code: string })
    : { room: '', code: '' }
  return { status, code: room === 'api' ? code : '' }
}
