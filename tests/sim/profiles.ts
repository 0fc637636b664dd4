/** What may go wrong in a run, and how often. The seed decides within these bounds. */
export interface Profile {
  readonly name: string
  /** How many parties; those that stand there more often are met more often. */
  readonly parties: readonly number[]
  readonly acts: readonly [least: number, most: number]
  /** Simulated time over which acts and faults are spread. */
  readonly spanMs: number
  readonly maxDelaysMs: readonly number[]
  readonly losses: readonly number[]
  readonly duplications: readonly number[]
  readonly crashes: number
  readonly partitions: number
  readonly clockSteps: number
  readonly restores: number
  /** Whether restores lose the high-water marks too. */
  readonly losesHighWater: boolean
  /** Carried files made and handed round. */
  readonly carried: number
  /** Side channels that somebody proposes; with two parties there are none. */
  readonly sides: number
  /**
   * Changes of keys that parties set out on. Their signatures by ML-DSA-44 have chance in them and stand in the record: no two
   * runs are the same to the byte.
   */
  readonly keyChanges: number
  /** Whether one machine is copied and both run. */
  readonly clones: boolean
  /** Probability that one party cannot be called. */
  readonly unreachable: number
}

const mixed: Profile = {
  name: 'mixed',
  parties: [2, 2, 2, 3, 3, 4],
  acts: [5, 12],
  spanMs: 9_000,
  maxDelaysMs: [5, 40, 300, 900],
  losses: [0, 0.02, 0.1],
  duplications: [0, 0.05, 0.2],
  crashes: 2,
  partitions: 2,
  clockSteps: 1,
  restores: 0,
  losesHighWater: false,
  carried: 1,
  sides: 1,
  keyChanges: 0,
  clones: false,
  unreachable: 0.25,
}

const all: readonly Profile[] = [
  mixed,
  {
    ...mixed,
    name: 'calm',
    maxDelaysMs: [5],
    losses: [0],
    duplications: [0],
    crashes: 0,
    partitions: 0,
    clockSteps: 0,
  },
  {
    ...mixed,
    name: 'desk',
    parties: [2, 2, 3, 3, 4],
    acts: [45, 60],
    spanMs: 20_000,
    maxDelaysMs: [5, 40],
    losses: [0, 0.02],
    sides: 2,
  },
  {
    ...mixed,
    name: 'storm',
    maxDelaysMs: [900, 1_500],
    losses: [0.1, 0.3],
    duplications: [0.2, 0.5],
    partitions: 4,
  },
  { ...mixed, name: 'crash', crashes: 7, partitions: 1 },
  { ...mixed, name: 'restore', restores: 2, crashes: 1, sides: 0 },
  { ...mixed, name: 'lost-machine', restores: 2, losesHighWater: true, crashes: 1, sides: 0 },
  {
    ...mixed,
    name: 'clone',
    clones: true,
    sides: 0,
    carried: 0,
    partitions: 1,
    crashes: 0,
    clockSteps: 0,
    unreachable: 0,
  },
  { ...mixed, name: 'clock', clockSteps: 5, crashes: 1 },
  { ...mixed, name: 'keys', parties: [2, 3, 3, 4], keyChanges: 3, crashes: 3, carried: 2, sides: 3 },
  // The book of side channels is not on the simulated disk: an older one would be put beside a newer book.
  { ...mixed, name: 'keys-restored', keyChanges: 3, crashes: 3, restores: 1, carried: 2, sides: 0 },
  {
    ...mixed,
    name: 'carried',
    carried: 6,
    losses: [0.3, 0.9],
    partitions: 4,
    crashes: 1,
  },
  {
    ...mixed,
    name: 'long',
    carried: 6,
    acts: [80, 160],
    spanMs: 120_000,
    crashes: 10,
    partitions: 6,
    restores: 2,
    sides: 0,
    clockSteps: 4,
  },
]

export const profiles: Readonly<Record<string, Profile>> = Object.fromEntries(
  all.map((profile) => [profile.name, profile]),
)
/** The order in which seeds meet the profiles; `long` is for the command alone, and those of keys have a test of their own. */
const rota = [
  'carried',
  'storm',
  'crash',
  'restore',
  'calm',
  'mixed',
  'lost-machine',
  'crash',
  'clone',
  'clock',
  'desk',
]

/** The profile of a seed unless one is named. Throws RangeError for a name that does not exist. */
export function profileFor(seed: number, name?: string): Profile {
  const chosen = profiles[name ?? rota[seed % rota.length] ?? 'mixed']
  if (chosen === undefined)
    throw new RangeError(`--profile must be one of ${Object.keys(profiles).join(', ')}`)
  return chosen
}
