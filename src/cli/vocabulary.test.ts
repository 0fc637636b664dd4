import { describe, expect, it } from 'vitest'
import { VOCABULARY, VOID_CODES } from '../acts/index.ts'
import {
  GROUNDS,
  OFFENCES,
  RELEASE_STOPS,
  RELEASE_WAYS,
  REQUEST_KINDS,
  URGENCIES,
} from '../instruments/index.ts'
import { LANGUAGES, type TermGroup, translator } from '../words/index.ts'

/** Every code that a screen of this version can meet. */
const codes: Readonly<Partial<Record<TermGroup, readonly string[]>>> = {
  act: VOCABULARY.map(({ name }) => name),
  void: VOID_CODES,
  kind: REQUEST_KINDS,
  urgency: URGENCIES,
  offence: OFFENCES,
  ground: GROUNDS,
  mark: ['recorded', 'received', 'settled'],
  matter: ['agency', 'call', 'case', 'contact', 'channel', 'lead', 'request', 'evidence', 'unknown'],
  way: RELEASE_WAYS,
  stop: [...RELEASE_STOPS, 'malware-sealed-only'],
  stage: [
    'not-seen',
    'seen',
    'clarifying',
    'acknowledged',
    'accepted',
    'postponed',
    'partly-supplied',
    'supplied',
    'rated',
    'declined',
    'closed',
    'withdrawn',
    'expired',
    'founded',
    'succeeded',
    'suspended',
    'listed',
    'retired',
    'asked',
    'machine-answered',
    'answered',
    'answered-late',
    'open',
    'priority',
    'given',
    'taken',
    'used',
    'ringing',
    'handed-over',
    'stood-down',
    'unanswered',
    'under-seal',
    'destroyed',
    'deposited',
    'received',
    'refused',
    'void',
  ],
  doubt: [
    'keys-unanchored',
    'receipt-missing',
    'bodies-absent',
    'exhibits-absent',
    'exhibits-sealed',
    'matter-partial',
    'officers-unappointed',
    'not-read',
  ],
}

describe('the vocabulary', () => {
  for (const language of LANGUAGES)
    it(`has a word for every code, in ${language}`, () => {
      const words = translator(language)
      const groups = Object.entries(codes).map(([group, list]) => [group as TermGroup, list] as const)
      const missing = groups.flatMap(([group, list]) =>
        list.filter((code) => !words.knows(group, code)).map((code) => `${group}.${code}`),
      )
      expect(groups.flatMap(([, list]) => list).length).toBeGreaterThan(140)
      expect(missing).toEqual([])
    })
})
