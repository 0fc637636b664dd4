import { createHash, createHmac } from 'node:crypto'
import type { Hmac } from 'node:crypto'
import type { ActProof } from './act-proof.ts'
import type { BundleAct, BundleExhibit, BundleManifest } from './bundle.ts'
import type { ChannelKeys } from './cosignature.ts'
import { RecordError } from './errors.ts'
import { keysOfNote } from './key-eras.ts'
import type { NamedExhibit } from './named-exhibits.ts'
import { parseNote } from './note.ts'
import { policyFor } from './policy.ts'
import { parseTlogProof } from './tlog-proof.ts'
import type { Leaf, PartyId } from './types.ts'

/** A policy names one set of keys: after a change of keys it must be that which signed this proof. */
export function checkPolicy(
  policy: string | undefined,
  proofText: string,
  party: PartyId,
  keys: ChannelKeys,
): void {
  const { note } = parseTlogProof(proofText)
  if (policy !== policyFor(party, keysOfNote(keys, parseNote(note))))
    throw new RecordError('policy-malformed', 'the policy must name the keys that signed the proof')
}

/** What the manifest lists must be what the proof shows, and belong to the matter: else somebody has mixed two. */
export function checkPlace(
  listed: BundleAct,
  proof: ActProof,
  leaf: Leaf,
  { channel, matter }: BundleManifest,
): void {
  if (proof.id !== listed.id || proof.party !== listed.party || proof.index !== listed.seq)
    throw new RecordError('leaf-misplaced', 'the act must be the one that the manifest lists')
  const isOpening = proof.id === matter && leaf.about === undefined
  const isOfChannel = matter === channel && leaf.about === undefined && leaf.type.startsWith('channel.')
  if (!isOpening && !isOfChannel && leaf.about !== matter)
    throw new RecordError('leaf-misplaced', 'the act must be about the matter of the bundle')
}

/** Hashes a file as the record commits to it; undefined when the salt of a plain one is not there. */
export function meterFor(
  { form }: BundleExhibit,
  named: NamedExhibit | undefined,
): Hmac | ReturnType<typeof createHash> | undefined {
  if (form === 'sealed') return createHash('sha256')
  return named?.salt === undefined ? undefined : createHmac('sha256', named.salt)
}
