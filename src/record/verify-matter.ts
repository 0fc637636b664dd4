import { cardName, GENESIS_NAME } from './archive.ts'
import { MAX_TURN_BYTES, placedTurn } from './archive-turns.ts'
import type { CarriedTurn } from './archive-turns.ts'
import { verifyActProof } from './act-proof.ts'
import type { ActProof } from './act-proof.ts'
import { MAX_CARRIED_BODY_BYTES, parseBodies } from './bodies.ts'
import type { SaltedBody } from './bodies.ts'
import { checkBody } from './body.ts'
import {
  actBodyName,
  actPolicyName,
  actProofName,
  BUNDLE_MANIFEST_NAME,
  bundleExhibitName,
  MAX_BUNDLE_MANIFEST_BYTES,
  parseBundleManifest,
  policyName,
} from './bundle.ts'
import type { BundleAct, BundleExhibit, BundleManifest } from './bundle.ts'
import { checkPlace, checkPolicy, meterFor } from './bundle-checks.ts'
import { BundleMembers, malformed } from './bundle-members.ts'
import { MAX_CARD_BYTES } from './card.ts'
import { RecordError } from './errors.ts'
import { fingerprintOf, parseGenesis } from './genesis.ts'
import { MAX_LEAF_BYTES, parseLeaf } from './leaf.ts'
import { namedExhibits } from './named-exhibits.ts'
import type { NamedExhibit } from './named-exhibits.ts'
import { isAttestation, readOfficerStep } from './officers.ts'
import { policyFor } from './policy.ts'
import { MAX_TLOG_PROOF_BYTES, parseTlogProof } from './tlog-proof.ts'
import type { ActId, ChannelId, Instant, Leaf, PartyId } from './types.ts'
import { CardCheck } from './verify-cards.ts'
import { bundleDoubts } from './verify-matter-doubts.ts'
import { Findings } from './verify-report.ts'
import type { Doubt, Finding, VerifiedParty } from './verify-report.ts'
import type { VerifyOptions } from './verify.ts'

/** An act of a bundle that has passed every check. */
export interface ProvenAct {
  readonly id: ActId
  readonly party: PartyId
  readonly seq: number
  /** Of the signed head that its proof leads to. */
  readonly size: number
  readonly receivedBy: ActProof['receivedBy']
  readonly untold: readonly PartyId[]
  readonly body: 'held' | 'absent' | 'none'
}

/** What a matter bundle shows. It is good when there are no findings. */
export interface VerifiedBundle {
  readonly kind: 'bundle'
  readonly channel: ChannelId | undefined
  readonly fingerprint: readonly number[]
  readonly founded: Instant | undefined
  readonly matter: ActId | undefined
  readonly parties: readonly VerifiedParty[]
  readonly acts: readonly ProvenAct[]
  /** Officers' signatures that hold under the keys in their own acts. */
  readonly attestations: number
  /** Hex SHA-256 of the sealed files, of those that are in the bundle and good. */
  readonly exhibits: {
    readonly sealed: readonly string[]
    readonly plain: readonly string[]
    readonly absent: number
  }
  readonly findings: readonly Finding[]
  readonly findingCount: number
  readonly couldNotTell: readonly Doubt[]
}

/** Verifies a matter bundle front to back. What is wrong becomes a finding; only errors of the source itself are thrown. */
export async function verifyBundle(
  source: AsyncIterable<Uint8Array>,
  options: VerifyOptions = {},
): Promise<VerifiedBundle> {
  const check = new BundleCheck(source, options)
  await check.run()
  return check.result()
}

class BundleCheck {
  readonly #options: VerifyOptions
  readonly #file: BundleMembers
  readonly #findings = new Findings()
  #manifest: BundleManifest | undefined
  #cards: CardCheck | undefined
  readonly #acts: ProvenAct[] = []
  readonly #named = new Map<string, NamedExhibit>()
  readonly #good: { sealed: string[]; plain: string[] } = { sealed: [], plain: [] }
  /** What was stated last of each author. */
  readonly #policies = new Map<PartyId, string>()
  #attestations = 0
  #stopped = true

  constructor(source: AsyncIterable<Uint8Array>, options: VerifyOptions) {
    this.#file = new BundleMembers(source)
    this.#options = options
  }

  async run(): Promise<void> {
    try {
      await this.#members()
      this.#stopped = false
    } catch (error) {
      this.#findings.caught(this.#file.where, error)
    } finally {
      await this.#file.close()
    }
  }

  result(): VerifiedBundle {
    this.#cards?.settle()
    const { list: findings, count: findingCount } = this.#findings
    const parties = this.#cards?.parties() ?? []
    const held = new Set([...this.#good.sealed, ...this.#good.plain])
    const absent = [...this.#named.keys()].filter((sealed) => !held.has(sealed)).length
    const told = {
      parties,
      acts: this.#acts,
      attestations: this.#attestations,
      exhibits: { ...this.#good, absent },
    }
    return {
      kind: 'bundle',
      channel: this.#cards?.channel,
      fingerprint: this.#cards === undefined ? [] : fingerprintOf(this.#cards.channel),
      founded: this.#cards?.genesis.made,
      matter: this.#manifest?.matter,
      ...told,
      findings,
      findingCount,
      couldNotTell: bundleDoubts(told, this.#stopped),
    }
  }

  /** The members in the one order in which they stand. */
  async #members(): Promise<void> {
    await this.#file.advance()
    const manifest = parseBundleManifest(
      await this.#file.bytes(BUNDLE_MANIFEST_NAME, MAX_BUNDLE_MANIFEST_BYTES),
    )
    this.#manifest = manifest
    const bytes = await this.#file.bytes(GENESIS_NAME, MAX_LEAF_BYTES)
    const genesis = parseGenesis(bytes)
    this.#options.watch?.({ kind: 'genesis', bytes, genesis })
    const cards = new CardCheck(bytes, genesis, this.#options.cards ?? [], this.#findings)
    this.#cards = cards
    if (cards.channel !== manifest.channel)
      throw malformed('the channel must be the one that the genesis founds')
    if (!manifest.acts.some(({ id }) => id === manifest.matter) && manifest.matter !== manifest.channel)
      throw malformed('the act that opened the matter must be in it')
    const parties = genesis.data.parties.map(({ id }) => id)
    for (const party of parties) {
      cards.take(party, await this.#file.bytes(cardName(party), MAX_CARD_BYTES))
      await this.#turns(party, cards)
    }
    cards.settle()
    for (const party of parties) {
      if (manifest.acts.some((act) => act.party === party)) await this.#policy(party, cards)
    }
    for (const [place, act] of manifest.acts.entries()) await this.#act(place, act, cards, manifest)
    for (const exhibit of manifest.exhibits) await this.#exhibit(exhibit)
    this.#file.end()
  }

  /** Changes of keys prove themselves to whoever has the keys before: that they stand in the feed, a whole record shows. */
  async #turns(party: PartyId, cards: CardCheck): Promise<void> {
    const turns: CarriedTurn[] = []
    for (let name = this.#turnAhead(party); name !== undefined; name = this.#turnAhead(party)) {
      const turn = placedTurn(name, party, await this.#file.bytes(name, MAX_TURN_BYTES), turns)
      turns.push(turn)
      cards.turn(party, turn)
    }
  }

  #turnAhead(party: PartyId): string | undefined {
    const name = this.#file.ahead
    return name?.startsWith(`keys/${party}/`) === true ? name : undefined
  }

  /** For tools of other makers. It must say no other keys than the cards. */
  async #policy(party: PartyId, cards: CardCheck): Promise<void> {
    const name = policyName(party)
    const text = Buffer.from(await this.#file.bytes(name, MAX_LEAF_BYTES * 4)).toString('utf8')
    this.#policies.set(party, text)
    this.#findings.try(name, () => {
      if (cards.keys.has(party) && text !== policyFor(party, cards.keys))
        throw new RecordError('policy-malformed', 'the policy must be the one that the cards make')
    })
  }

  async #act(place: number, listed: BundleAct, cards: CardCheck, manifest: BundleManifest): Promise<void> {
    const name = actProofName(place)
    const text = Buffer.from(await this.#file.bytes(name, MAX_TLOG_PROOF_BYTES)).toString('utf8')
    const policy = await this.#policyOf(place, listed.party)
    const body = listed.body ? await this.#body(place) : undefined
    await this.#findings.tryAsync(name, async () => {
      const bytes = parseTlogProof(text).extra
      if (bytes === undefined) throw malformed(`${name} must carry its act`)
      const leaf = parseLeaf(bytes, cards.genesis.data.limits.leafBytes)
      const proof = verifyActProof(bytes, text, cards.keys)
      checkPolicy(policy, text, proof.party, cards.keys)
      checkPlace(listed, proof, leaf, manifest)
      if (isAttestation(leaf.type)) {
        readOfficerStep(cards.channel, proof.id, leaf)
        this.#attestations++
      }
      const held = this.#checkBody(place, leaf, body, cards)
      for (const each of namedExhibits(leaf, held?.bytes)) {
        // An act may name a file that an earlier one named: the commitment that can be checked is worth more.
        if (this.#named.get(each.sealed)?.salt === undefined) this.#named.set(each.sealed, each)
      }
      const { id, party, index, receivedBy, size, untold } = proof
      const told = leaf.body === undefined ? 'none' : held === undefined ? 'absent' : 'held'
      this.#acts.push({ id, party, seq: index, size, receivedBy, untold, body: told })
      await this.#options.onLeaves?.(party, [{ id, seq: index, leaf, body: held }])
    })
  }

  /** The one that stands with the act, or else the last one of its author. */
  async #policyOf(place: number, party: PartyId): Promise<string | undefined> {
    const name = actPolicyName(place)
    if (this.#file.ahead === name)
      this.#policies.set(
        party,
        Buffer.from(await this.#file.bytes(name, MAX_LEAF_BYTES * 4)).toString('utf8'),
      )
    return this.#policies.get(party)
  }

  async #body(place: number): Promise<Uint8Array> {
    return this.#file.bytes(actBodyName(place), MAX_CARRIED_BODY_BYTES)
  }

  #checkBody(
    place: number,
    leaf: Leaf,
    bytes: Uint8Array | undefined,
    cards: CardCheck,
  ): SaltedBody | undefined {
    if (bytes === undefined) return undefined
    return this.#findings.try(actBodyName(place), () => {
      const [body] = parseBodies(bytes, 1)
      if (leaf.body === undefined || body === undefined) throw malformed('a body that its act does not have')
      if (body.bytes.length > cards.genesis.data.limits.bodyBytes)
        throw new RecordError(
          'body-too-large',
          'the body must have at most the bytes that the genesis allows',
        )
      checkBody(leaf.body, body.salt, body.bytes)
      return body
    })
  }

  async #exhibit(listed: BundleExhibit): Promise<void> {
    const name = bundleExhibitName(listed)
    const member = this.#file.expect(name)
    const { size } = member
    const named = this.#named.get(listed.sealed)
    const meter = meterFor(listed, named)
    for await (const piece of member.pieces()) meter?.update(piece)
    this.#findings.try(name, () => {
      if (named === undefined)
        throw new RecordError('exhibit-unnamed', 'no act in the bundle names this exhibit')
      if (meter === undefined)
        throw new RecordError(
          'exhibit-unnamed',
          'the body that ties this file to its act is not in the bundle',
        )
      const wanted =
        listed.form === 'sealed' ? [listed.sealed, named.sealedBytes] : [named.hmac, named.plainBytes]
      if (meter.digest('hex') !== wanted[0] || size !== wanted[1] || size !== listed.bytes)
        throw new RecordError(
          'exhibit-mismatch',
          'the exhibit must have the size and hash that its act commits to',
        )
      this.#good[listed.form].push(listed.sealed)
    })
    await this.#file.advance()
  }
}
