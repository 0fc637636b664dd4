import { beforeAll, describe, expect, it } from 'vitest'
import {
  bytesOf,
  exhibitData,
  exhibitToBundle,
  PLAIN,
  sealedName,
  slipBody,
  streamOf,
  testBundle,
} from './bundle.testkit.ts'
import type { TestBundle } from './bundle.testkit.ts'
import type { ActToBundle, BundleSource } from './bundle-writer.ts'
import { attestationChallenge } from './attestation.ts'
import { answer, APPOINTED, CREDENTIAL, es256, RP } from './passkey.testkit.ts'
import { parseBundleManifest } from './bundle.ts'
import { codeOf } from './parties.testkit.ts'
import type { ActId } from './types.ts'
import { verifyFile } from './verify-file.ts'
import type { VerifiedFile } from './verify-file.ts'
import type { VerifiedBundle } from './verify-matter.ts'

let made: TestBundle

beforeAll(async () => {
  made = await testBundle((matter: ActId) => [
    { by: 'us', type: 'request.open', body: '{"facts":"…"}', data: { to: 'cn' } },
    { by: 'cn', type: 'request.acknowledge', about: matter },
    {
      by: 'cn',
      type: 'request.supply',
      about: matter,
      body: slipBody(),
      data: { exhibits: [exhibitData()], final: true },
    },
    { by: 'us', type: 'remark.post', about: 'f'.repeat(64), body: '"another matter"' },
  ])
})

function withoutBody(act: ActToBundle): ActToBundle {
  const load = async (): ReturnType<ActToBundle['load']> => ({ ...(await act.load()), body: undefined })
  return { ...act, hasBody: false, load }
}

function withBody(act: ActToBundle, bytes: Uint8Array): ActToBundle {
  const load = async (): ReturnType<ActToBundle['load']> => {
    const { body, policy, proof } = await act.load()
    return { proof, policy, body: body === undefined ? undefined : { ...body, bytes } }
  }
  return { ...act, load }
}

/** The bundle of the matter alone, changed as told. */
async function verified(
  change: (source: BundleSource) => BundleSource,
  withCards = true,
): Promise<VerifiedBundle> {
  const source = change({ ...made.source, acts: made.source.acts.slice(0, 3) })
  const file = await verifyFile(streamOf(await bytesOf(source)), { cards: withCards ? made.cards : [] })
  if (file.kind !== 'bundle') throw new Error(`verified as ${file.kind}`)
  return file
}

const codesOf = (bundle: VerifiedBundle): string[] => bundle.findings.map(({ code }) => code)

describe('a matter bundle', () => {
  it('shows every act in its author’s signed feed, who holds it, and its body', async () => {
    const bundle = await verified((source) => source)
    expect(bundle.findings).toEqual([])
    expect(bundle).toMatchObject({ channel: made.channel.id, matter: made.source.matter })
    expect(bundle.fingerprint).toHaveLength(8)
    expect(
      bundle.acts.map(({ body, party, receivedBy, seq }) => [party, seq, body, receivedBy[0]?.by]),
    ).toEqual([
      ['us', 1, 'held', 'cn'],
      ['cn', 1, 'none', 'us'],
      ['cn', 2, 'held', 'us'],
    ])
    expect(bundle.couldNotTell.map(({ code }) => code)).toEqual(['matter-partial', 'exhibits-absent'])
  })

  it('says whose keys nobody has vouched for', async () => {
    const bundle = await verified((source) => source, false)
    expect(bundle.findings).toEqual([])
    expect(bundle.couldNotTell.filter(({ code }) => code === 'keys-unanchored')).toHaveLength(2)
  })

  it('shows a plain exhibit to be what the act commits to, and a sealed one to be the one it names', async () => {
    const plain = await verified((source) => ({ ...source, exhibits: [exhibitToBundle('plain')] }))
    expect(plain).toMatchObject({ findings: [], exhibits: { plain: [sealedName()], sealed: [], absent: 0 } })
    const sealed = await verified((source) => ({ ...source, exhibits: [exhibitToBundle('sealed')] }))
    expect(sealed).toMatchObject({ findings: [], exhibits: { plain: [], sealed: [sealedName()] } })
    expect(sealed.couldNotTell.map(({ code }) => code)).toContain('exhibits-sealed')
  })

  it('verifies without a body, and says that it is not there', async () => {
    const bundle = await verified((source) => ({
      ...source,
      acts: source.acts.map(withoutBody),
    }))
    expect(bundle.findings).toEqual([])
    expect(bundle.acts.map(({ body }) => body)).toEqual(['absent', 'none', 'absent'])
    expect(bundle.couldNotTell.filter(({ code }) => code === 'bodies-absent')).toHaveLength(2)
  })

  it('shows that officers have signed, and says that their appointments stand elsewhere', async () => {
    const key = es256()
    const signed = (over: string) => (matter: ActId, channel: string) => [
      { by: 'us' as const, type: 'case.open', data: {} },
      {
        by: 'us' as const,
        type: 'attest.sign',
        about: matter,
        data: {
          act: matter,
          appointed: APPOINTED,
          assertion: { ...answer(key, { challenge: attestationChallenge(channel, matter, over) }) },
          credential: CREDENTIAL,
          key: key.spki,
          meaning: 'approve',
          rp: RP,
        },
      },
    ]
    const told = async (over: string): Promise<VerifiedFile> => {
      const { cards, source } = await testBundle(signed(over))
      return verifyFile(streamOf(await bytesOf(source)), { cards })
    }
    const good = await told('approve')
    expect(good).toMatchObject({ kind: 'bundle', attestations: 1, findings: [] })
    expect(good.couldNotTell.map(({ code }) => code)).toContain('officers-unappointed')
    const wrong = await told('witness')
    expect(wrong.findings.map(({ code }) => code)).toEqual(['attestation-challenge-wrong'])
  })

  it('hands its acts on in order, so that the matter can be folded', async () => {
    const seen: string[] = []
    const bytes = await bytesOf({ ...made.source, acts: made.source.acts.slice(0, 3) })
    await verifyFile(streamOf(bytes), {
      onLeaves: (_party, leaves) => {
        seen.push(...leaves.map(({ leaf }) => leaf.type))
      },
    })
    expect(seen).toEqual(['request.open', 'request.acknowledge', 'request.supply'])
  })
})

describe('a bundle that is wrong', () => {
  const swapped = (source: BundleSource, place: number, from: number): BundleSource => ({
    ...source,
    acts: source.acts.map((act, i) => {
      const other = source.acts[from] ?? act
      const load = async (): ReturnType<ActToBundle['load']> => {
        const [own, { proof }] = await Promise.all([act.load(), other.load()])
        return { ...own, proof }
      }
      return i === place ? { ...act, load } : act
    }),
  })

  it.each<[string, string[], (source: BundleSource) => BundleSource]>([
    [
      'holds an act of another matter',
      ['leaf-misplaced'],
      (source) => ({ ...source, acts: made.source.acts }),
    ],
    ['has another act’s proof in its place', ['leaf-misplaced'], (source) => swapped(source, 1, 2)],
    [
      'lacks the act that opened it',
      ['archive-malformed'],
      (source) => ({ ...source, acts: source.acts.slice(1) }),
    ],
    [
      'has another body',
      ['body-mismatch'],
      (source) => ({
        ...source,
        acts: source.acts.map((act, i) => (i === 0 ? withBody(act, PLAIN) : act)),
      }),
    ],
    [
      'has another exhibit',
      ['exhibit-mismatch'],
      (source) => ({ ...source, exhibits: [exhibitToBundle('plain', Buffer.from('something else'))] }),
    ],
    [
      'has a plain exhibit without the body that ties it to its act',
      ['exhibit-unnamed'],
      (source) => ({
        ...source,
        acts: source.acts.map(withoutBody),
        exhibits: [exhibitToBundle('plain')],
      }),
    ],
    [
      'has an exhibit that no act names',
      ['exhibit-unnamed'],
      (source) => ({ ...source, acts: source.acts.slice(0, 2), exhibits: [exhibitToBundle('sealed')] }),
    ],
    [
      'has a policy with other keys',
      ['policy-malformed'],
      (source) => ({ ...source, policies: { ...source.policies, us: source.policies['cn'] ?? '' } }),
    ],
    [
      'has another party’s card',
      ['card-unexpected', 'origin-mismatch'],
      (source) => ({ ...source, cards: { ...source.cards, us: source.cards['cn'] ?? '' } }),
    ],
  ])('%s', async (_what, codes, change) => {
    const bundle = await verified(change)
    expect(codesOf(bundle)).toEqual(expect.arrayContaining(codes))
    expect(bundle.findingCount).toBeGreaterThan(0)
  })

  it('in any one bit is found', async () => {
    const source = {
      ...made.source,
      acts: made.source.acts.slice(0, 3),
      exhibits: [exhibitToBundle('plain')],
    }
    const bytes = await bytesOf(source)
    const unnoticed: number[] = []
    // A step that is prime to the block size of a tar comes by every field in turn.
    for (let at = 0; at < bytes.length; at += 211) {
      const changed = Buffer.from(bytes)
      changed[at] = (changed[at] ?? 0) ^ (1 << (at % 8))
      const file = await verifyFile(streamOf(changed), { cards: made.cards })
      if (file.findingCount === 0) unnoticed.push(at)
    }
    expect(unnoticed).toEqual([])
  })

  it('cut short says that it was not read to its end', async () => {
    const bytes = await bytesOf({ ...made.source, acts: made.source.acts.slice(0, 3) })
    const file = await verifyFile(streamOf(bytes.subarray(0, bytes.length - 2048)))
    expect(file.findings[0]?.code).toBe('tar-malformed')
    expect(file.couldNotTell.map(({ code }) => code)).toContain('not-read')
  })
})

describe('the list of a bundle', () => {
  const manifest = {
    v: 1,
    entente: 'bundle',
    acts: [],
    channel: 'a'.repeat(64),
    exhibits: [],
    matter: 'b'.repeat(64),
  }
  const act = { body: false, id: 'c'.repeat(64), party: 'us', seq: 1 }
  const codeFor = (changed: object): string | undefined =>
    codeOf(() => {
      const sorted = Object.fromEntries(
        Object.entries({ ...manifest, ...changed }).toSorted(([a], [b]) => (a < b ? -1 : 1)),
      )
      return parseBundleManifest(Buffer.from(JSON.stringify(sorted)))
    })

  it.each<[string, object]>([
    ['of another kind', { entente: 'record' }],
    ['of another version', { v: 2 }],
    ['with an act twice', { acts: [act, act] }],
    ['with the genesis as an act', { acts: [{ ...act, seq: 0 }] }],
    ['with a stray field', { note: 'x' }],
    ['with an exhibit in no known form', { exhibits: [{ bytes: 1, form: 'open', sealed: 'd'.repeat(64) }] }],
  ])('%s is refused', (_what, changed) => {
    expect(codeFor(changed)).toBe('archive-malformed')
  })

  it('as it should be is taken', () => {
    expect(codeFor({ acts: [act] })).toBeUndefined()
  })
})
