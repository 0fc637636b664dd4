/**
 * Why a well-formed act has no effect. A void act is recorded and shown with its code, the same on every node.
 * Codes are part of the fold: a new meaning needs a new code.
 */
export const VOID_CODES = [
  // any act
  'type-unknown',
  'about-missing',
  'about-not-allowed',
  'body-missing',
  'body-not-allowed',
  'body-type-not-allowed',
  'data-invalid',
  'matter-unknown',
  'wrong-kind',
  'matter-closed',
  'matter-full',
  // who
  'not-the-requester',
  'not-the-requested',
  'not-a-principal',
  'not-your-clock',
  'to-unknown-party',
  'to-self',
  // requests
  'due-not-after-made',
  'already-acknowledged',
  'not-at-this-stage',
  'nothing-asked',
  'already-rated',
  'no-deadline',
  'expired-early',
  'nothing-to-extend',
  'not-later',
  // evidence
  'exhibit-unknown',
  'exhibit-too-large',
  'own-exhibit',
  'already-received',
  // bodies
  'expunge-unknown',
  'already-expunged',
  // channel
  'parties-mismatch',
  'state-unseen',
  'state-gap',
] as const
export type VoidCode = (typeof VOID_CODES)[number]
