/** The parts of package-lock.json (lockfileVersion 3) that matter here. */
export interface LockFile {
  readonly packages: Readonly<Record<string, LockEntry>>
  readonly [field: string]: unknown
}

export interface LockEntry {
  readonly version?: string
  readonly dev?: boolean
  readonly optional?: boolean
  readonly os?: readonly string[]
  readonly cpu?: readonly string[]
  readonly libc?: readonly string[]
  readonly engines?: Readonly<Record<string, string>>
  readonly optionalDependencies?: Readonly<Record<string, string>>
  readonly [field: string]: unknown
}

export interface MissingEntry {
  /** Key in `packages`. */
  readonly path: string
  readonly name: string
  readonly version: string
  /** Key of the package that asks for it. */
  readonly askedBy: string
}

/**
 * Optional packages that are asked for and have no entry. A registry mirror that lacks the binaries of other platforms
 * makes npm leave them out without a word; `npm ci` then refuses the whole file, on every machine.
 */
export function missingEntries(lock: LockFile): MissingEntry[] {
  return Object.entries(lock.packages).flatMap(([askedBy, entry]) =>
    Object.entries(entry.optionalDependencies ?? {})
      .map(([name, version]) => ({ path: `node_modules/${name}`, name, version, askedBy }))
      .filter(
        ({ path }) => lock.packages[path] === undefined && lock.packages[`${askedBy}/${path}`] === undefined,
      ),
  )
}

/**
 * Adds an entry for each missing binary, its platform read from its name. They carry no integrity hash: it is not known
 * where the registry does not give the package out. A later `npm install` against a full registry fills it in.
 */
export function completeLock(lock: LockFile): LockFile {
  const added = missingEntries(lock).map(({ path, name, version, askedBy }): [string, LockEntry] => [
    path,
    {
      version,
      ...platformOf(name),
      ...(lock.packages[askedBy]?.dev === true ? { dev: true } : {}),
      optional: true,
    },
  ])
  const byPath = (a: [string, LockEntry], b: [string, LockEntry]): number =>
    a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : 0
  return { ...lock, packages: Object.fromEntries([...Object.entries(lock.packages), ...added].sort(byPath)) }
}

const systems = [
  'android',
  'darwin',
  'freebsd',
  'linux',
  'openharmony',
  'win32',
  'aix',
  'netbsd',
  'openbsd',
  'sunos',
]
const processors = ['arm64', 'arm', 'ia32', 'ppc64', 'riscv64', 's390x', 'x64', 'loong64']

/** Reads `…-linux-arm64-musl` as npm's `os`, `cpu` and `libc`. Throws when the name tells no platform. */
export function platformOf(name: string): Pick<LockEntry, 'os' | 'cpu' | 'libc'> {
  const words = name.split(/[/-]/)
  const os = words.find((word) => systems.includes(word))
  const cpu = words.find((word) => processors.includes(word))
  if (os === undefined || cpu === undefined)
    throw new Error(`${name} names no platform; add its entry by hand.`)
  const library = words.find((word) => /^(musl|gnu)/.test(word))
  if (os !== 'linux' || library === undefined) return { cpu: [cpu], os: [os] }
  return { cpu: [cpu], libc: [library.startsWith('musl') ? 'musl' : 'glibc'], os: [os] }
}
