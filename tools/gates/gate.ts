import type { Project } from '../house/project.ts'

/** One thing that must hold before a change may land. */
export interface Gate {
  /** As in `npm test -- --only types,lint`. */
  readonly name: string
  run(context: GateContext): Promise<GateResult>
}

export interface GateContext {
  /** Absolute path of the project. */
  readonly root: string
  readonly project: Project
  /** Mend what can be mended by machine instead of only saying so. */
  readonly write: boolean
}

export interface GateResult {
  readonly passed: boolean
  /** How much was looked at, in words: a gate that looked at nothing must show it. */
  readonly looked: string
  /** What a person must read when it failed; may be empty. */
  readonly report: string
  /** Tests run, when the gate runs tests. */
  readonly tests?: TestCounts
}

export interface TestCounts {
  readonly passed: number
  readonly failed: number
  readonly skipped: number
}
