import type { ViewPurpose } from '../../acts/index.ts'
import type { ReleaseWay } from '../../instruments/index.ts'

/** In the order in which they are offered. The compiler holds the first two to the vocabulary; a test holds all of them. */
export const PURPOSES: readonly ViewPurpose[] = [
  'investigation',
  'examination',
  'verification',
  'translation',
  'court',
  'administration',
  'other',
]
export const WAYS: readonly ReleaseWay[] = [
  'court-bundle',
  'organisation',
  'client',
  'community',
  'publish',
  'active-use',
  'machine-feed',
]
export const SEAL_GROUNDS = [
  'court-order',
  'chain-of-custody',
  'privilege',
  'dispute',
  'classification',
  'other',
] as const
export const TRANSFER_REASONS = [
  'examination',
  'storage',
  'prosecution',
  'duty-change',
  'return',
  'other',
] as const
export const DESTROY_GROUNDS = [
  'retention-ended',
  'case-closed',
  'data-subject-right',
  'court-order',
  'unlawful-data',
  'use-limit',
  'sent-in-error',
  'returned',
  'other',
] as const
