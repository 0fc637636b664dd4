import { hash as digest } from 'node:crypto'

import { parseAttestation, verifyAttestation } from './attestation.ts'
import { RecordError } from './errors.ts'
import type { ActId, ChannelId, Json, Leaf } from './types.ts'

/** The three types of act that this room reads by itself: who signs, who appoints, who relieves. */
const SIGN = 'attest.sign'
const APPOINT = 'directory.officer.appoint'
const RELIEVE = 'directory.officer.relieve'

/** Officers whom one feed may have appointed: ten thousand times a real directory, and still little memory. */
const MAX_OFFICERS = 100_000

/** What a leaf does to the officers of its author's feed, or says of one. Plain data: it crosses to other threads. */
export type OfficerStep =
  | { readonly kind: 'appoint'; readonly id: ActId; readonly agency: ActId; readonly officer: string }
  | { readonly kind: 'relieve'; readonly id: ActId; readonly agency: ActId; readonly appointed: ActId }
  | { readonly kind: 'sign'; readonly id: ActId; readonly appointed: ActId; readonly officer: string }

/** Whether a leaf of this type may be a step; a cheap first look. */
export function concernsOfficers(type: string): boolean {
  return type === SIGN || type === APPOINT || type === RELIEVE
}

export function isAttestation(type: string): boolean {
  return type === SIGN
}

/**
 * Reads a leaf of those types; undefined for any other, and for an appointment or relief that says nothing. A signature is
 * verified here, by what stands in its own leaf; that its officer was appointed is for `OfficerBook` to say.
 * Throws RecordError as `parseAttestation` and `verifyAssertion`.
 */
export function readOfficerStep(channel: ChannelId, id: ActId, leaf: Leaf): OfficerStep | undefined {
  const { about, data, type } = leaf
  if (type === SIGN) {
    const claim = parseAttestation(data)
    verifyAttestation(channel, claim)
    return { kind: 'sign', id, appointed: claim.appointed, officer: nameOf(claim) }
  }
  if (about === undefined) return undefined
  if (type === APPOINT) {
    const { credential = null, key = null, rp = null } = data
    return { kind: 'appoint', id, agency: about, officer: nameOf({ credential, key, rp }) }
  }
  const { officer } = data
  if (type !== RELIEVE || typeof officer !== 'string') return undefined
  return { kind: 'relieve', id, agency: about, appointed: officer }
}

/** Credential, key and relying party together, as one short name. */
function nameOf({ credential, key, rp }: Readonly<Record<'credential' | 'key' | 'rp', Json>>): string {
  return digest('sha256', JSON.stringify([credential, key, rp]), 'hex')
}

interface Appointment {
  readonly agency: ActId
  readonly officer: string
  readonly relieved: boolean
}

/** The officers of one feed, up to a place in it. Whoever has the book gives it the steps in the order of the feed. */
export class OfficerBook {
  readonly #appointed: Map<ActId, Appointment>

  constructor(appointed: ReadonlyMap<ActId, Appointment> = new Map()) {
    this.#appointed = new Map(appointed)
  }

  copy(): OfficerBook {
    return new OfficerBook(this.#appointed)
  }

  knows(appointed: ActId): boolean {
    return this.#appointed.has(appointed)
  }

  /**
   * Takes the next step. Throws RecordError `attestation-unappointed`, `attestation-relieved` or
   * `attestation-officer-wrong` for the signature of somebody who may not sign at that place.
   */
  take(step: OfficerStep): void {
    switch (step.kind) {
      case 'appoint': {
        const { agency, id, officer } = step
        if (this.#appointed.size < MAX_OFFICERS) this.#appointed.set(id, { agency, officer, relieved: false })
        return
      }
      case 'relieve': {
        const known = this.#appointed.get(step.appointed)
        // In another agency's matter it has no effect in the fold either.
        if (known?.agency === step.agency) this.#appointed.set(step.appointed, { ...known, relieved: true })
        return
      }
      case 'sign':
        this.#checkOfficer(step.appointed, step.officer)
    }
  }

  #checkOfficer(appointed: ActId, officer: string): void {
    const known = this.#appointed.get(appointed)
    if (known === undefined)
      throw refused(
        'attestation-unappointed',
        'the officer must have been appointed earlier in the same feed',
      )
    if (known.relieved)
      throw refused('attestation-relieved', 'the officer was relieved earlier in the same feed')
    if (known.officer !== officer)
      throw refused('attestation-officer-wrong', 'credential, key and rp must be those of the appointment')
  }
}

function refused(
  code: 'attestation-unappointed' | 'attestation-relieved' | 'attestation-officer-wrong',
  message: string,
): RecordError {
  return new RecordError(code, message, { field: 'appointed' })
}
