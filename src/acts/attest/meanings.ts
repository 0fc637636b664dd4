/** What an officer says by signing an act. */
export const ATTESTATION_MEANINGS = ['approve', 'sign', 'authorise', 'receive', 'witness'] as const
export type AttestationMeaning = (typeof ATTESTATION_MEANINGS)[number]
