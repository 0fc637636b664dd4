import { type AdmittedAct, type FoldContext, VOCABULARY } from '../../src/acts/index.ts'
import { foldMatter } from '../../src/channel/index.ts'
import type { Attempt } from './ledger.ts'
import { byMatter } from './refold.ts'

/** What came of the acts of one type, in one run or in many. */
export interface TypeCoverage {
  recorded: number
  effective: number
  /** Void acts in the record, by code. */
  readonly voids: Map<string, number>
  /** Acts that a node did not record, by the code of its refusal. */
  readonly refused: Map<string, number>
}

/** What came of acts, type by type. */
export class Coverage {
  readonly #types = new Map<string, TypeCoverage>()

  of(type: string): TypeCoverage {
    const known = this.#types.get(type)
    if (known !== undefined) return known
    const made = { recorded: 0, effective: 0, voids: new Map(), refused: new Map() }
    this.#types.set(type, made)
    return made
  }

  noteRecord(acts: readonly AdmittedAct[], context: FoldContext): void {
    for (const [id, of] of byMatter(acts, context)) {
      const folded = foldMatter(id, of, context)
      if (folded.kind !== 'folded') throw new Error(`matter ${id} did not fold: ${folded.kind}`)
      for (const { act, code } of folded.verdicts) {
        const type = this.of(act.leaf.type)
        type.recorded += 1
        if (code === null) type.effective += 1
        else count(type.voids, code, 1)
      }
    }
  }

  noteRefused(attempts: readonly Attempt[]): void {
    for (const { outcome, type } of attempts)
      if (outcome !== 'recorded') count(this.of(type).refused, outcome, 1)
  }

  add(other: Coverage): void {
    for (const [name, { effective, recorded, refused, voids }] of other.#types) {
      const type = this.of(name)
      type.recorded += recorded
      type.effective += effective
      for (const [code, times] of voids) count(type.voids, code, times)
      for (const [code, times] of refused) count(type.refused, code, times)
    }
  }

  get voids(): number {
    return [...this.#types.values()].reduce((sum, { effective, recorded }) => sum + recorded - effective, 0)
  }

  /** A line for each act of the vocabulary, and for each other type that was met. */
  text(): string {
    const names = [...new Set([...VOCABULARY.map(({ name }) => name), ...this.#types.keys()])]
    return names
      .map((name) => {
        const { effective, recorded, refused, voids } = this.of(name)
        return `  ${name}: ${recorded} recorded, ${effective} effective${list('void', voids)}${list('refused', refused)}`
      })
      .join('\n')
  }
}

function count(codes: Map<string, number>, code: string, times: number): void {
  codes.set(code, (codes.get(code) ?? 0) + times)
}

function list(what: string, codes: ReadonlyMap<string, number>): string {
  if (codes.size === 0) return ''
  const sorted = [...codes].toSorted(([, a], [, b]) => b - a)
  return `; ${what} ${sorted.map(([code, times]) => `${code} ${times}`).join(', ')}`
}
