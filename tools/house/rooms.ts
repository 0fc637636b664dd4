/** What a room may use. The table in ARCHITECTURE.md is the same table in words. */
export interface Room {
  /** Other rooms whose `index.ts` it may import. */
  readonly rooms: readonly string[]
  /** Rooms of which it may know the types only. */
  readonly types?: readonly string[]
  /** Packages and built-in modules it may import; undefined: any in package.json. */
  readonly packages?: readonly string[]
  /** A pure room takes time and randomness as arguments and touches nothing outside. */
  readonly pure: boolean
}

export const rooms: Readonly<Record<string, Room>> = {
  record: { rooms: [], packages: ['node:crypto'], pure: true },
  acts: { rooms: ['record', 'instruments'], packages: ['zod', 'node:crypto'], pure: true },
  instruments: { rooms: [], packages: ['zod', 'date-holidays', 'ioc-extractor'], pure: true },
  channel: { rooms: ['acts', 'record', 'instruments'], packages: ['zod', 'node:crypto'], pure: true },
  indicators: { rooms: ['acts'], pure: true },
  report: { rooms: ['record', 'acts'], pure: true },
  words: { rooms: [], packages: ['intl-messageformat', '@scure/bip39'], pure: true },
  store: { rooms: ['record'], pure: false },
  exchange: { rooms: ['record', 'store'], pure: false },
  private: { rooms: ['record', 'store', 'instruments'], types: ['exchange'], pure: false },
  'sign-in': { rooms: ['record', 'store', 'instruments'], types: ['exchange'], pure: false },
  desk: {
    rooms: ['record', 'acts', 'instruments', 'channel', 'store', 'words', 'private', 'sign-in'],
    types: ['app', 'exchange'],
    pure: false,
  },
  api: {
    rooms: ['record', 'acts', 'instruments', 'channel', 'report', 'words', 'private', 'sign-in', 'desk'],
    types: ['app', 'exchange', 'store'],
    pure: false,
  },
  // The screens: pure rooms, and of the interface the types alone, so that no schema of the server reaches a browser.
  web: {
    rooms: ['record', 'acts', 'channel', 'instruments', 'report', 'words'],
    types: ['api'],
    pure: false,
  },
  cli: {
    rooms: ['app', 'record', 'acts', 'channel', 'instruments', 'report', 'words', 'store'],
    pure: false,
  },
  app: {
    rooms: [
      'record',
      'acts',
      'instruments',
      'channel',
      'indicators',
      'report',
      'words',
      'store',
      'exchange',
      'private',
      'sign-in',
      'desk',
      'api',
    ],
    pure: false,
  },
}

/**
 * The files that implement the outside effects (Clock, Rng, Net): they alone may tell the time, wait and draw randomness,
 * so that a simulated node is the same node.
 */
const effectFiles = [
  // Clock, Rng and the like over the operating system.
  /^src\/(app|cli|store|exchange|web)\/(.*\/)?(effects\/[a-z-]+|(real|system)-[a-z-]+|clock|rng|net)\.ts$/,
  // Net over HTTPS: sockets have time limits.
  /^src\/exchange\/https-[a-z-]+\.ts$/,
  // A TLS key is drawn by the cryptographic library itself; it takes no bytes from outside.
  /^src\/exchange\/certificate\.ts$/,
  // Names of temporary files; they reach no other node and no simulated one.
  /^src\/store\/(durable-files|exhibit-seal)\.ts$/,
]

export function isEffectFile(path: string): boolean {
  return effectFiles.some((pattern) => pattern.test(path))
}

/** The files that read the environment and the command line, once. */
export function readsEnvironment(path: string): boolean {
  return /^src\/(cli\/|app\/(.*\/)?(env|environment|config)[a-z-]*\.ts$)/.test(path)
}
