import { matterOf } from '../acts/index.ts'
import type { AdmittedAct } from '../acts/index.ts'
import { channelIdOf, verifyFile } from '../record/index.ts'
import type { ActId, GenesisLeaf, ProofOptions, VerifiedFile, VerifyOptions } from '../record/index.ts'
import { contextOf } from './context.ts'
import { foldMatter } from './fold.ts'
import type { FoldedMatter, Verdict } from './fold.ts'
import { summaryOf } from './matter-row.ts'

/** Matters are told act by act up to here; of a larger record the counts are told, and memory stays flat. */
const MAX_TOLD_ACTS = 5_000

export interface VerifiedMatter {
  readonly id: ActId
  readonly kind: string
  readonly status: string
  readonly folded: FoldedMatter
  /** In the order of the fold, void acts with their code. */
  readonly acts: readonly Verdict[]
}

/** What a file shows by itself, and what its acts come to. Plain data: it crosses to other threads. */
export interface VerifiedMatters {
  readonly verified: VerifiedFile
  /** Empty when the file is not good, has no acts, or is too large to be told act by act. */
  readonly matters: readonly VerifiedMatter[]
}

/** Verifies a file of any kind as `verifyFile` does and, when it holds acts and is good, folds what is in it. */
export async function verifyMatters(
  source: AsyncIterable<Uint8Array>,
  options: VerifyOptions & ProofOptions = {},
): Promise<VerifiedMatters> {
  const acts: AdmittedAct[] = []
  let genesis: { bytes: Uint8Array; leaf: GenesisLeaf } | undefined
  let count = 0
  const verified = await verifyFile(source, {
    ...options,
    watch: (part) => {
      if (part.kind === 'genesis') genesis = { bytes: part.bytes, leaf: part.genesis }
      options.watch?.(part)
    },
    onLeaves: async (party, leaves) => {
      count += leaves.length
      if (count <= MAX_TOLD_ACTS)
        acts.push(...leaves.filter(({ seq }) => seq > 0).map(({ id, leaf }) => ({ id, leaf })))
      await options.onLeaves?.(party, leaves)
    },
  })
  const hasActs = verified.kind === 'record' || verified.kind === 'bundle'
  const tell = hasActs && verified.findingCount === 0 && count <= MAX_TOLD_ACTS
  const matters = tell && genesis !== undefined ? mattersOf(genesis.bytes, genesis.leaf, acts) : []
  return { verified, matters }
}

function mattersOf(
  genesisBytes: Uint8Array,
  genesis: GenesisLeaf,
  acts: readonly AdmittedAct[],
): VerifiedMatter[] {
  const channel = channelIdOf(genesisBytes)
  const context = contextOf(channel, genesis)
  const byMatter = new Map<ActId, AdmittedAct[]>()
  for (const act of acts) {
    const id = matterOf(channel, act.leaf, act.id)
    byMatter.set(id, [...(byMatter.get(id) ?? []), act])
  }
  byMatter.delete(channel)
  return [...byMatter].flatMap(([id, own]) => {
    const folded = foldMatter(id, own, context)
    if (folded.kind !== 'folded') return []
    const { kind, status } = summaryOf(folded.matter)
    return [{ id, kind, status, folded: folded.matter, acts: folded.verdicts }]
  })
}
