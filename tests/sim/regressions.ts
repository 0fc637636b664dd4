import { readFile, writeFile } from 'node:fs/promises'

/** A seed that failed once: it is run again for ever. */
export interface Regression {
  readonly seed: number
  readonly profile: string
  /** Commit at which it failed. */
  readonly commit: string
  /** What was wrong, in words. */
  readonly fault: string
}

const file = new URL('regressions.json', import.meta.url)

export async function readRegressions(): Promise<Regression[]> {
  const list: unknown = JSON.parse(await readFile(file, 'utf8'))
  if (!Array.isArray(list)) throw new Error('regressions.json must hold a list')
  return list.map(readOne)
}

export async function addRegression(regression: Regression): Promise<void> {
  const known = await readRegressions()
  if (known.some(({ profile, seed }) => seed === regression.seed && profile === regression.profile)) return
  await writeFile(file, `${JSON.stringify([...known, regression], null, 2)}\n`)
}

function readOne(value: unknown): Regression {
  if (typeof value !== 'object' || value === null)
    throw new Error('regressions.json: an entry must be an object')
  const { commit, fault, profile, seed } = value as Partial<Record<keyof Regression, unknown>> // each field is checked below
  if (typeof seed !== 'number' || typeof profile !== 'string')
    throw new Error('regressions.json: an entry must name a seed and a profile')
  return { seed, profile, commit: String(commit), fault: String(fault) }
}
