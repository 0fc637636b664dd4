import type { Condition, Confidentiality } from './codes.ts'
import type { Handling, Pap, Tlp } from './marks.ts'

/** Every way in which material leaves the hands of a party that received it. */
export const RELEASE_WAYS = [
  /** Put before a court, as evidence. */
  'court-bundle',
  /** To others in the same organisation. */
  'organisation',
  /** To those whom the organisation protects. */
  'client',
  /** To peers and partners: other CERTs, other agencies. */
  'community',
  /** Where anybody can read it. */
  'publish',
  /** An action that the adversary can notice: blocking, scanning, take-down, interview. */
  'active-use',
  /** To machines whose readers are not known one by one: block lists, TAXII collections. */
  'machine-feed',
] as const
export type ReleaseWay = (typeof RELEASE_WAYS)[number]

/** What an author has marked its material with. */
export interface Marks {
  readonly handling: readonly Handling[]
  readonly pap: Pap | null
  readonly tlp: Tlp
}

/** All that binds whoever received a piece of material. */
export interface Restrictions {
  readonly conditions: readonly Condition[]
  readonly confidentiality: readonly Confidentiality[]
  /** Null when its author marked it with nothing. */
  readonly marks: Marks | null
}

export const RELEASE_STOPS = [
  'unmarked',
  'tlp-red',
  'tlp-amber-strict',
  'tlp-amber',
  'tlp-green',
  'pap-red',
  'pap-amber',
  'handling-h0',
  'handling-h1',
  'handling-h2',
  'handling-h3',
  'condition-purpose-only',
  'condition-no-court-use',
  'condition-no-onward-transfer',
  'condition-keep-confidential',
  'condition-other',
  'request-confidential',
  'request-do-not-notify-user',
  'request-use-limited',
] as const
/** The mark or condition that stops a release. */
export type ReleaseStop = (typeof RELEASE_STOPS)[number]

export interface ReleaseRule {
  readonly stop: ReleaseStop
  /** Ways that it closes unless the author has permitted them. */
  readonly closes: readonly ReleaseWay[]
  readonly source: string
  /** False: this house's reading where the source leaves it open. Screens must say so. */
  readonly checked: boolean
}

const TLP_2 = 'FIRST, Traffic Light Protocol 2.0'
const PAP_1 = 'MISP taxonomy PAP, Permissible Actions Protocol'
const SIENA = 'Europol, SIENA handling codes'
const BUDAPEST = 'Convention on Cybercrime, ETS 185, Art. 28(2)'
const UN = 'UN Convention against Cybercrime, Art. 40'

const OUTWARD: readonly ReleaseWay[] = ['client', 'community', 'publish', 'machine-feed']

/** Strictest first within each scheme. A way that no rule closes is open. */
export const RELEASE_RULES: readonly ReleaseRule[] = [
  // Nobody said what may be done with it: it stays where it is until somebody does.
  { stop: 'unmarked', closes: OUTWARD, source: 'Charter default', checked: false },
  // To named recipients only; all else takes the source's permission.
  {
    stop: 'tlp-red',
    closes: ['court-bundle', 'organisation', ...OUTWARD],
    source: TLP_2,
    checked: true,
  },
  { stop: 'tlp-amber-strict', closes: ['court-bundle', ...OUTWARD], source: TLP_2, checked: true },
  // A court is neither the organisation nor its client.
  {
    stop: 'tlp-amber',
    closes: ['court-bundle', 'community', 'publish', 'machine-feed'],
    source: TLP_2,
    checked: true,
  },
  { stop: 'tlp-green', closes: ['publish'], source: TLP_2, checked: true },
  // A publication and a feed are seen by the adversary as well.
  {
    stop: 'pap-red',
    closes: ['active-use', 'publish', 'machine-feed'],
    source: PAP_1,
    checked: false,
  },
  { stop: 'pap-amber', closes: ['active-use', 'publish'], source: PAP_1, checked: false },
  // For preventing and combating crime only: those who do neither do not get it.
  {
    stop: 'handling-h0',
    closes: ['client', 'publish', 'machine-feed'],
    source: SIENA,
    checked: false,
  },
  // What is published can be produced in court by anybody.
  { stop: 'handling-h1', closes: ['court-bundle', 'publish'], source: SIENA, checked: false },
  // A court is one more to whom it would be passed on.
  {
    stop: 'handling-h2',
    closes: ['court-bundle', 'organisation', ...OUTWARD],
    source: SIENA,
    checked: false,
  },
  // Written in words, which a program cannot weigh: only its author can say that it does not apply.
  {
    stop: 'handling-h3',
    closes: ['active-use', 'court-bundle', 'organisation', ...OUTWARD],
    source: SIENA,
    checked: false,
  },
  { stop: 'condition-purpose-only', closes: OUTWARD, source: BUDAPEST, checked: true },
  { stop: 'condition-no-court-use', closes: ['court-bundle', 'publish'], source: UN, checked: false },
  {
    stop: 'condition-no-onward-transfer',
    closes: ['court-bundle', ...OUTWARD],
    source: UN,
    checked: false,
  },
  { stop: 'condition-keep-confidential', closes: OUTWARD, source: BUDAPEST, checked: true },
  {
    stop: 'condition-other',
    closes: ['active-use', 'court-bundle', ...OUTWARD],
    source: BUDAPEST,
    checked: false,
  },
  { stop: 'request-confidential', closes: OUTWARD, source: BUDAPEST, checked: false },
  // An action that is noticed, or words to clients, would tell the user.
  {
    stop: 'request-do-not-notify-user',
    closes: ['active-use', 'client', 'publish'],
    source: 'Regulation (EU) 2023/1543, Art. 13',
    checked: false,
  },
  { stop: 'request-use-limited', closes: OUTWARD, source: BUDAPEST, checked: false },
]

const CLOSED_BY: ReadonlyMap<ReleaseStop, ReadonlySet<ReleaseWay>> = new Map(
  RELEASE_RULES.map(({ stop, closes }) => [stop, new Set(closes)]),
)

/** Everything that stops this way out of one piece of material, in the order of the rules; empty when it is open. */
export function stopsOf(bound: Restrictions, way: ReleaseWay): ReleaseStop[] {
  return inForce(bound).filter((stop) => CLOSED_BY.get(stop)?.has(way) === true)
}

/** A piece of material: the words or the files of one author in a matter. */
export interface Material {
  /** Its author. Whoever owns it is bound by none of its own marks. */
  readonly owner: string
  readonly bound: Restrictions
  /** Whether its owner has permitted this way, on the record. */
  readonly permitted: boolean
}

/** What stops a party from letting the materials out together: the strictest of all their marks; empty when nothing does. */
export function releaseStops(materials: readonly Material[], way: ReleaseWay, by: string): ReleaseStop[] {
  const found = new Set(
    materials.flatMap(({ owner, bound, permitted }) =>
      owner === by || permitted ? [] : stopsOf(bound, way),
    ),
  )
  return RELEASE_STOPS.filter((stop) => found.has(stop))
}

/** Marks under which material of both may be handled: of each scheme the stricter. */
export function strictestMarks(a: Marks | null, b: Marks | null): Marks | null {
  if (a === null || b === null) return a ?? b
  const handling = HANDLING_ORDER.filter((code) => a.handling.includes(code) || b.handling.includes(code))
  return { handling, pap: stricter(PAP_ORDER, a.pap, b.pap), tlp: stricter(TLP_ORDER, a.tlp, b.tlp) ?? a.tlp }
}

const HANDLING_ORDER: readonly Handling[] = ['H0', 'H1', 'H2', 'H3']
const TLP_ORDER: readonly Tlp[] = ['RED', 'AMBER+STRICT', 'AMBER', 'GREEN', 'CLEAR']
const PAP_ORDER: readonly Pap[] = ['RED', 'AMBER', 'GREEN', 'CLEAR']

function stricter<T>(order: readonly T[], a: T | null, b: T | null): T | null {
  return order.find((mark) => mark === a || mark === b) ?? null
}

const TLP_STOPS: Readonly<Record<Tlp, ReleaseStop | null>> = {
  RED: 'tlp-red',
  'AMBER+STRICT': 'tlp-amber-strict',
  AMBER: 'tlp-amber',
  GREEN: 'tlp-green',
  CLEAR: null,
}
const PAP_STOPS: Readonly<Record<Pap, ReleaseStop | null>> = {
  RED: 'pap-red',
  AMBER: 'pap-amber',
  GREEN: null,
  CLEAR: null,
}
const HANDLING_STOPS: Readonly<Record<Handling, ReleaseStop>> = {
  H0: 'handling-h0',
  H1: 'handling-h1',
  H2: 'handling-h2',
  H3: 'handling-h3',
}
const CONDITION_STOPS: Readonly<Record<Condition, ReleaseStop | null>> = {
  'purpose-only': 'condition-purpose-only',
  'no-court-use': 'condition-no-court-use',
  'no-onward-transfer': 'condition-no-onward-transfer',
  'keep-confidential': 'condition-keep-confidential',
  // Duties of whoever uses it, not limits on where it goes.
  'delete-after-use': null,
  'report-use': null,
  other: 'condition-other',
}
const CONFIDENTIALITY_STOPS: Readonly<Record<Confidentiality, ReleaseStop>> = {
  confidential: 'request-confidential',
  'do-not-notify-user': 'request-do-not-notify-user',
  'use-limited': 'request-use-limited',
}

function inForce({ marks, conditions, confidentiality }: Restrictions): ReleaseStop[] {
  const named = [
    ...(marks === null
      ? (['unmarked'] as const)
      : [
          TLP_STOPS[marks.tlp],
          marks.pap === null ? null : PAP_STOPS[marks.pap],
          ...marks.handling.map((code) => HANDLING_STOPS[code]),
        ]),
    ...conditions.map((code) => CONDITION_STOPS[code]),
    ...confidentiality.map((code) => CONFIDENTIALITY_STOPS[code]),
  ]
  return RELEASE_STOPS.filter((stop) => named.includes(stop))
}
