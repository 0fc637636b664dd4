import { type AdmittedAct, matterOf } from '../acts/index.ts'
import { VerifyPool } from '../app/index.ts'
import { type FoldedMatter, type Verdict, contextOf, foldMatter, summaryOf } from '../channel/index.ts'
import {
  type ActId,
  type Card,
  type GenesisLeaf,
  type VerifiedFile,
  channelIdOf,
  verifyFile,
} from '../record/index.ts'

/** Matters are told act by act up to here; of a larger record the counts are told, and memory stays flat. */
const MAX_TOLD_ACTS = 5_000
/** Below this size other threads cost more time than they save. */
const MIN_POOL_BYTES: number = 4 * 1024 * 1024

export interface ToldMatter {
  readonly id: ActId
  readonly kind: string
  readonly status: string
  readonly folded: FoldedMatter
  /** In the order of the fold, void acts with their code. */
  readonly acts: readonly Verdict[]
}

export interface Told {
  readonly verified: VerifiedFile
  /** Empty when the file is not good, has no acts, or is too large to be told act by act. */
  readonly matters: readonly ToldMatter[]
}

/** Verifies a file of any kind and, when it holds acts and is good, folds what is in it. */
export async function verifyOffline(
  source: AsyncIterable<Uint8Array>,
  sizeBytes: number,
  cards: readonly Card[],
): Promise<Told> {
  const acts: AdmittedAct[] = []
  let genesis: { bytes: Uint8Array; leaf: GenesisLeaf } | undefined
  let count = 0
  const pool = sizeBytes < MIN_POOL_BYTES ? undefined : new VerifyPool()
  try {
    const verified = await verifyFile(source, {
      cards,
      ...(pool === undefined ? {} : { checkRun: pool.check }),
      watch: (part) => {
        if (part.kind === 'genesis') genesis = { bytes: part.bytes, leaf: part.genesis }
      },
      onLeaves: (_party, leaves) => {
        count += leaves.length
        if (count <= MAX_TOLD_ACTS)
          acts.push(...leaves.filter(({ seq }) => seq > 0).map(({ id, leaf }) => ({ id, leaf })))
      },
    })
    const hasActs = verified.kind === 'record' || verified.kind === 'bundle'
    const tell = hasActs && verified.findingCount === 0 && count <= MAX_TOLD_ACTS
    return {
      verified,
      matters: tell && genesis !== undefined ? mattersOf(genesis.bytes, genesis.leaf, acts) : [],
    }
  } finally {
    await pool?.close()
  }
}

function mattersOf(
  genesisBytes: Uint8Array,
  genesis: GenesisLeaf,
  acts: readonly AdmittedAct[],
): ToldMatter[] {
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
