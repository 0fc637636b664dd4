import type { DraftContent } from './content.ts'

/** A state of a draft to go back to: here, or a version that the node keeps. */
export type Past = { readonly content: DraftContent } | { readonly version: number }

/** Typing that goes on in one field within this time is one step. */
const STEP_MS = 1_500

/** What was, for undo and redo: of this page, and before that the versions of the node. */
export class Steps {
  #past: Past[] = []
  #future: DraftContent[] = []
  #field = ''
  #atMs = 0

  get canUndo(): boolean {
    return this.#past.length > 0
  }

  get canRedo(): boolean {
    return this.#future.length > 0
  }

  /** Versions of the node, oldest first, that lie before everything of this page. */
  before(versions: readonly number[]): void {
    this.#past = [...versions.map((version) => ({ version })), ...this.#past]
  }

  /** Something is about to be changed. */
  leave(content: DraftContent, field: string, nowMs: number): void {
    const goesOn = field === this.#field && nowMs - this.#atMs < STEP_MS
    if (!goesOn) this.#past.push({ content })
    this.#field = field
    this.#atMs = nowMs
    this.#future = []
  }

  undo(): Past | undefined {
    return this.#past.pop()
  }

  undone(from: DraftContent): void {
    this.#future.push(from)
    this.#field = ''
  }

  redo(from: DraftContent): DraftContent | undefined {
    const next = this.#future.pop()
    if (next !== undefined) this.#past.push({ content: from })
    this.#field = ''
    return next
  }
}
