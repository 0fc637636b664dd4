import type { Project } from './project.ts'

/** One house rule. */
export interface Rule {
  readonly name: string
  check(project: Project): Outcome
}

export interface Outcome {
  /** How much was looked at, in words: a rule that looked at nothing must show it. */
  readonly looked: string
  readonly findings: readonly Finding[]
}

export interface Finding {
  readonly path: string
  /** From 1; 0 when the finding is about the whole file. */
  readonly line: number
  /** One sentence that names what is wrong and what the rule is. */
  readonly message: string
}
