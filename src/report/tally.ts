import type { SpanCode } from './codes.ts'
import { entriesOf } from './entries.ts'
import type { Fact } from './facts.ts'

interface Group {
  readonly counts: Map<string, number>
  readonly spans: Map<SpanCode, number[]>
}

/** Adds facts up, one by one, so that whoever has many can let others run in between. The order does not matter. */
export class Tally {
  readonly #groups = new Map<string, Group>()
  readonly #atMs: number

  /** @param atMs the instant that tells what is overdue and what was missed. */
  constructor(atMs: number) {
    this.#atMs = atMs
  }

  add(fact: Fact): void {
    for (const { counts, groups, spans } of entriesOf(fact, this.#atMs))
      for (const name of groups) {
        const group = this.#group(name)
        for (const code of counts) group.counts.set(code, (group.counts.get(code) ?? 0) + 1)
        for (const { code, ms } of spans) {
          const known = group.spans.get(code)
          if (known === undefined) group.spans.set(code, [ms])
          else known.push(ms)
        }
      }
  }

  groups(): Iterable<string> {
    return this.#groups.keys()
  }

  countOf(code: string, group: string): number {
    return this.#groups.get(group)?.counts.get(code) ?? 0
  }

  /** In rising order. */
  spansOf(code: SpanCode, group: string): readonly number[] {
    return (this.#groups.get(group)?.spans.get(code) ?? []).toSorted((a, b) => a - b)
  }

  #group(name: string): Group {
    const known = this.#groups.get(name)
    if (known !== undefined) return known
    const made: Group = { counts: new Map(), spans: new Map() }
    this.#groups.set(name, made)
    return made
  }
}
