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
  'not-consulted',
  'keeping-lapsed',
  // cases
  'already-so',
  'not-closed',
  'already-linked',
  'link-to-self',
  // leads
  'not-a-receiver',
  'already-taken',
  'not-taken',
  // calls
  'not-the-called',
  'not-answered',
  // evidence
  'exhibit-unknown',
  'exhibit-too-large',
  'own-exhibit',
  'already-received',
  'exhibit-not-held',
  'exhibit-destroyed',
  'exhibit-under-seal',
  'not-under-seal',
  'not-the-custodian',
  'not-the-depositor',
  'not-your-seal',
  'permission-unknown',
  'release-stopped',
  // bodies
  'expunge-unknown',
  'already-expunged',
  // channel
  'parties-mismatch',
  'state-unseen',
  'state-gap',
  'has-left',
  'proposal-unknown',
  'own-proposal',
  'already-accepted',
  'fold-not-newer',
  'already-a-party',
  'already-suspended',
  'not-suspended',
  'successor-self',
  'not-your-keys',
  'keys-mismatch',
  'keys-used',
  'already-revoked',
  // directory
  'not-the-owner',
  'seat-unknown',
  'seat-held',
  'officer-unknown',
  'credential-used',
  'already-answered',
  // attest
  'already-attested',
] as const
export type VoidCode = (typeof VOID_CODES)[number]
