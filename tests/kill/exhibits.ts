import { hash } from 'node:crypto'
import { readFile, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { AdmittedAct } from '../../src/acts/index.ts'
import type { Store } from '../../src/store/index.ts'
import type { Victim } from './victim.ts'

export interface ExhibitTally {
  /** Exhibits named by acts; each is whole on both sides, and its receipt is on the record once. */
  readonly exhibits: number
  /** Sealed files that no act names: their author was killed between sealing and recording. */
  readonly orphans: number
}

/** Holds the exhibits on both disks against the acts that name them. Throws an Error in words. */
export async function checkExhibits(
  nodes: readonly Victim[],
  stores: readonly Store[],
  channel: string,
  acts: Iterable<AdmittedAct>,
): Promise<ExhibitTally> {
  const [named, receipts] = [new Map<string, string>(), new Map<string, string[]>()]
  for (const { leaf } of acts) {
    if (leaf.type === 'evidence.deposit')
      for (const sealed of sealedIn(leaf.data)) named.set(sealed, leaf.party)
    if (leaf.type !== 'evidence.receive') continue
    const { result, sealed } = leaf.data
    if (typeof sealed !== 'string' || typeof result !== 'string') continue
    receipts.set(sealed, [...(receipts.get(sealed) ?? []), `${leaf.party} ${result}`])
  }
  for (const [sealed, by] of named) {
    const other = nodes.find(({ party }) => party !== by)?.party
    const said = (receipts.get(sealed) ?? []).join(', ')
    if (said !== `${other} match`) throw new Error(`the receipts of exhibit ${sealed} are: ${said}`)
  }
  let orphans = 0
  for (const [i, { dir, party }] of nodes.entries()) {
    const folder = join(dir, 'exhibits')
    const names = await readdir(folder)
    orphans += names.filter((name) => !named.has(name)).length
    for (const sealed of named.keys()) {
      if (!names.includes(sealed)) throw new Error(`"${party}" does not hold exhibit ${sealed}`)
      if (hash('sha256', await readFile(join(folder, sealed))) !== sealed)
        throw new Error(`exhibit ${sealed} is damaged at "${party}"`)
    }
    const rows = (await stores[i]?.exhibits(channel)) ?? []
    const whole = rows.filter(({ complete, sealedBytes, heldBytes }) => complete && heldBytes === sealedBytes)
    if (whole.length !== named.size)
      throw new Error(`"${party}" knows ${whole.length} whole exhibits; acts name ${named.size}`)
  }
  return { exhibits: named.size, orphans }
}

function sealedIn(data: AdmittedAct['leaf']['data']): string[] {
  const listed = data['exhibits']
  if (!Array.isArray(listed)) return []
  return listed.map((each: unknown) =>
    typeof each === 'object' && each !== null && 'sealed' in each ? String(each.sealed) : '',
  )
}
