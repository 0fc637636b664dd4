import { bad, checkCount, checkHex, checkKeys, checkParty } from './envelope.ts'
import { RecordError } from './errors.ts'
import { canonicalise, parseCanonical } from './json.ts'
import { recode } from './recode.ts'
import type { ActId, ChannelId, PartyId } from './types.ts'

/**
 * A matter bundle: the acts of one matter, each with the proof that it stands in its author's feed, the bodies and
 * exhibits that go along, and the cards that tell whose keys they are. Layout: `docs/protocol/matter-bundle.md`.
 */

export const BUNDLE_MANIFEST_NAME = 'bundle.json'

/** Acts of one matter in a file. Each comes with a proof of its own, about 10,000 bytes. */
export const MAX_BUNDLE_ACTS = 20_000
const MAX_BUNDLE_EXHIBITS = 4_096
export const MAX_BUNDLE_MANIFEST_BYTES: number = 8 * 1024 * 1024

/** `sealed`: as the record names it, for those who hold a key. `plain`: opened, held against the act's commitment. */
export type ExhibitForm = 'sealed' | 'plain'

export interface BundleManifest {
  readonly channel: ChannelId
  readonly matter: ActId
  /** In the order in which they are to be read. */
  readonly acts: readonly BundleAct[]
  readonly exhibits: readonly BundleExhibit[]
}

export interface BundleAct {
  readonly id: ActId
  readonly party: PartyId
  readonly seq: number
  /** Whether its body is in the file. */
  readonly body: boolean
}

export interface BundleExhibit {
  readonly sealed: string
  readonly form: ExhibitForm
  /** Of the file as it stands in the bundle. */
  readonly bytes: number
}

export function policyName(party: PartyId): string {
  return `policies/${party}`
}

export function actProofName(place: number): string {
  return `acts/${String(place).padStart(5, '0')}.proof`
}

export function actPolicyName(place: number): string {
  return `acts/${String(place).padStart(5, '0')}.policy`
}

export function actBodyName(place: number): string {
  return `acts/${String(place).padStart(5, '0')}.body`
}

export function bundleExhibitName({ form, sealed }: BundleExhibit): string {
  return `${form}/${sealed}`
}

/** Throws RecordError `archive-too-large`, `archive-malformed`. */
export function encodeBundleManifest(manifest: BundleManifest): Uint8Array {
  const { acts, channel, exhibits, matter } = manifest
  const bytes = Buffer.from(canonicalise({ v: 1, entente: 'bundle', acts, channel, exhibits, matter }))
  // What a reader would refuse is not written either.
  parseBundleManifest(bytes)
  return bytes
}

/** Throws RecordError `archive-malformed` or `archive-too-large`. */
export function parseBundleManifest(bytes: Uint8Array): BundleManifest {
  return recode(
    'archive-malformed',
    () => {
      const value = parseCanonical(bytes, { maxBytes: MAX_BUNDLE_MANIFEST_BYTES })
      checkKeys(value, BUNDLE_MANIFEST_NAME, ['acts', 'channel', 'entente', 'exhibits', 'matter', 'v'])
      const { v, entente, acts, channel, exhibits, matter } = value
      if (v !== 1) throw bad('v', 'must be 1')
      if (entente !== 'bundle') throw bad('entente', 'must be bundle')
      checkHex(channel, 'channel')
      checkHex(matter, 'matter')
      return { channel, matter, acts: actsIn(acts), exhibits: exhibitsIn(exhibits) }
    },
    /^leaf-/,
  )
}

function actsIn(acts: unknown): BundleAct[] {
  const seen = new Set<string>()
  return listIn(acts, 'acts', MAX_BUNDLE_ACTS).map((act, i) => {
    const field = `acts[${i}]`
    checkKeys(act, field, ['body', 'id', 'party', 'seq'])
    const { body, id, party, seq } = act
    checkHex(id, `${field}.id`)
    checkParty(party, `${field}.party`)
    checkCount(seq, `${field}.seq`)
    if (seq === 0) throw bad(`${field}.seq`, 'must be 1 or more, since the genesis is no act of a matter')
    if (typeof body !== 'boolean') throw bad(`${field}.body`, 'must be true or false')
    if (seen.has(id)) throw bad(`${field}.id`, 'must not be listed twice')
    seen.add(id)
    return { id, party, seq, body }
  })
}

function exhibitsIn(exhibits: unknown): BundleExhibit[] {
  let previous = ''
  return listIn(exhibits, 'exhibits', MAX_BUNDLE_EXHIBITS).map((exhibit, i) => {
    const field = `exhibits[${i}]`
    checkKeys(exhibit, field, ['bytes', 'form', 'sealed'])
    const { bytes, form, sealed } = exhibit
    checkHex(sealed, `${field}.sealed`)
    checkCount(bytes, `${field}.bytes`)
    if (form !== 'sealed' && form !== 'plain') throw bad(`${field}.form`, 'must be sealed or plain')
    if (sealed <= previous) throw bad(`${field}.sealed`, 'must come after the one before it')
    previous = sealed
    return { sealed, form, bytes }
  })
}

function listIn(value: unknown, field: string, most: number): unknown[] {
  if (!Array.isArray(value)) throw bad(field, 'must be a list')
  if (value.length > most) {
    throw new RecordError(
      'archive-too-large',
      `the bundle is too large: ${field} has at most ${most} entries`,
    )
  }
  return value
}
