import type { Ground } from './codes.ts'

/** Where a ground comes from. */
export interface GroundSource {
  readonly source: string
  /** As printed; null when the source has no article. */
  readonly article: string | null
  /** False: from memory, not compared with the text. Screens must say so. */
  readonly checked: boolean
}

const swedish: GroundSource = { source: 'Directive (EU) 2023/977', article: '6(1)', checked: true }
const budapest = (article: string, checked = false): GroundSource => ({
  source: 'Convention on Cybercrime, ETS 185',
  article,
  checked,
})
const un = (article: string): GroundSource => ({
  source: 'UN Convention against Cybercrime',
  article,
  checked: false,
})
const eio: GroundSource = { source: 'Directive 2014/41/EU', article: '11(1)', checked: false }
/** No text at hand names them. */
const practice: GroundSource = { source: 'Practice of mutual assistance', article: null, checked: false }

/** The texts that know each ground for refusing, postponing or answering in part. */
export const GROUND_SOURCES: Readonly<Record<Ground, readonly GroundSource[]>> = {
  'not-available': [swedish],
  'form-defect': [swedish],
  'judicial-authorisation-refused': [swedish],
  'category-not-allowed': [swedish],
  'inaccurate-or-outdated': [swedish],
  'essential-security': [swedish, budapest('27(4)')],
  'ongoing-investigation': [swedish, budapest('27(5)')],
  'safety-of-person': [swedish],
  'protected-interests': [swedish],
  'minor-or-no-offence': [swedish],
  'third-party-consent-missing': [swedish],
  'political-offence': [budapest('27(4)'), budapest('29(5)'), budapest('30(2)')],
  'sovereignty-security-public-order': [
    budapest('27(4)'),
    budapest('29(5)'),
    budapest('30(2)'),
    un('40(21)'),
  ],
  'dual-criminality-missing': [budapest('29(4)', true)],
  'domestic-law-bars': [un('40(21)')],
  'discrimination-ground': [un('40(22)')],
  'ne-bis-in-idem': [eio],
  'de-minimis': [practice],
  'excessive-burden': [practice],
}
