import { namedExhibits } from '../../record/index.ts'
import type { ActId, NamedExhibit } from '../../record/index.ts'
import type { EvidenceRecord } from './ports.ts'

/** What the acts of a matter commit to, by sealed name; the salt is undefined where the body that has it is gone. */
export async function commitmentsOf(
  record: EvidenceRecord,
  matter: ActId,
): Promise<ReadonlyMap<string, NamedExhibit>> {
  const found = new Map<string, NamedExhibit>()
  for (const { code, leaf } of await record.acts(matter)) {
    if (code !== null || !Array.isArray(leaf.data['exhibits'])) continue
    const body = await record.body(leaf.party, leaf.seq)
    for (const each of namedExhibits(leaf, body?.bytes)) {
      // Named twice: the one that can be opened counts.
      if (found.get(each.sealed)?.salt === undefined) found.set(each.sealed, each)
    }
  }
  return found
}
