import {
  type JsonObject,
  type KeyDocument,
  type PartyId,
  type PartySigners,
  keyDocumentOf,
  makeRotation,
  signersFromSeeds,
} from '../../src/record/index.ts'
import type { SeededRng } from '../sim/random.ts'

interface Keys {
  readonly document: KeyDocument
  readonly signers: PartySigners
}

/** Key documents that a party of a history may bring: few, so that some are named twice. */
const KEYS_PER_PARTY = 3
const made = new Map<string, Keys>()
/** Each is signed once: five signatures take a few milliseconds. */
const rotations = new Map<string, JsonObject>()

/** Data of an act by which a party changes its keys, whole and signed; sometimes those of another party. */
export function rotationFor(channel: string, party: PartyId, rng: SeededRng): JsonObject {
  const from = rng.below(KEYS_PER_PARTY)
  const to = rng.below(KEYS_PER_PARTY)
  const owner = rng.chance(0.05) ? 'xx' : party
  const name = `${channel}/${owner}/${from}/${to}`
  const known = rotations.get(name)
  if (known !== undefined) return known
  const before = keysOf(owner, from)
  const data: JsonObject = JSON.parse(
    JSON.stringify(
      makeRotation(channel, { document: before.document, head: before.signers.head }, keysOf(owner, to)),
    ),
  )
  rotations.set(name, data)
  return data
}

function keysOf(party: PartyId, number: number): Keys {
  const name = `${party}/${number}`
  const known = made.get(name)
  if (known !== undefined) return known
  const seed = (role: number): Buffer => Buffer.from(name.padEnd(31, '.') + String(role))
  const signers = signersFromSeeds({
    head: { ed25519: seed(1), mldsa44: seed(2) },
    receipt: { ed25519: seed(3), mldsa44: seed(4) },
    transport: { ed25519: seed(5) },
  })
  const document = keyDocumentOf(party, signers, '0'.repeat(64), `age1${'q'.repeat(58)}`)
  const keys = { document, signers }
  made.set(name, keys)
  return keys
}
