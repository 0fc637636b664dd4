import { readFileSync } from 'node:fs'
import { z } from 'zod'

/** Of this release, from the package itself, which stands at the same place beside the source and beside what is built. */
export function releaseVersion(): string {
  const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8')
  return z.object({ version: z.string() }).parse(JSON.parse(text)).version
}

/** IANA zone in which the machine shows its time. */
export function machineZone(): string {
  return new Intl.DateTimeFormat().resolvedOptions().timeZone
}
