/** TLP 2.0 (FIRST), strictest first. */
export const TLP = ['RED', 'AMBER+STRICT', 'AMBER', 'GREEN', 'CLEAR'] as const
export type Tlp = (typeof TLP)[number]

/** Permissible Actions Protocol, strictest first. */
export const PAP = ['RED', 'AMBER', 'GREEN', 'CLEAR'] as const
export type Pap = (typeof PAP)[number]

/** SIENA handling codes: H0 crime prevention only; H1 not in court without permission; H2 not passed on without permission; H3 other, in words. */
export const HANDLING = ['H0', 'H1', 'H2', 'H3'] as const
export type Handling = (typeof HANDLING)[number]

/** Evaluation 4x4: reliability of the source, then of the information. */
export const SOURCE_4X4 = ['A', 'B', 'C', 'X'] as const
export const INFORMATION_4X4 = [1, 2, 3, 4] as const

/** Admiralty code: reliability of the source, then credibility of the information. */
export const SOURCE_ADMIRALTY = ['A', 'B', 'C', 'D', 'E', 'F'] as const
export const INFORMATION_ADMIRALTY = [1, 2, 3, 4, 5, 6] as const

/** The stricter of two TLP marks. */
export function stricterTlp(a: Tlp, b: Tlp): Tlp {
  return TLP.indexOf(a) <= TLP.indexOf(b) ? a : b
}

/** The stricter of two PAP marks. */
export function stricterPap(a: Pap, b: Pap): Pap {
  return PAP.indexOf(a) <= PAP.indexOf(b) ? a : b
}
