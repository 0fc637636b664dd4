import type { Reply } from '../api/client.ts'

export type Fault = Reply<'requests.check'>['faults'][number]

/** Why the record would not take it as it is. */
export interface Bar {
  readonly code: string
  readonly detail: string
  readonly field: string | null
}

export interface Told {
  readonly faults: readonly Fault[]
  readonly left: number
  readonly bar: Bar | null
  /** Null until it was said. */
  readonly needsApproval: boolean | null
}

export type Checking = 'not-yet' | 'under-way' | 'told' | 'away'
const NOTHING: Told = { faults: [], left: 0, bar: null, needsApproval: null }
const NONE: readonly Fault[] = []

/** What is wrong with a draft, by field. What is merely missing is not held against a field that nobody has come to yet. */
export class FaultBook {
  readonly #listeners = new Set<() => void>()
  readonly #visited = new Set<string>()
  #byField = new Map<string, readonly Fault[]>()
  #told = NOTHING
  #checking: Checking = 'not-yet'
  #isOpen = false

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  readonly told = (): Told => this.#told
  readonly checking = (): Checking => this.#checking
  /** Faults of a field; the same list as before where nothing has changed. */
  at(field: string): readonly Fault[] {
    return this.#byField.get(field) ?? NONE
  }

  isVisited(field: string): boolean {
    return this.#isOpen || this.#visited.has(field)
  }

  /** Somebody has been at the field and gone on. */
  visit(field: string): void {
    if (this.#visited.has(field)) return
    this.#visited.add(field)
    this.#say()
  }

  /** Somebody wants it recorded: everything that is missing is said at its field. */
  open(): void {
    this.#isOpen = true
    this.#say()
  }

  say(checking: Checking): void {
    if (this.#checking === checking) return
    this.#checking = checking
    this.#say()
  }

  tell(told: Told): void {
    const before = this.#byField
    this.#byField = new Map()
    for (const fault of told.faults)
      this.#byField.set(fault.field, [...(this.#byField.get(fault.field) ?? []), fault])
    for (const [field, faults] of this.#byField) {
      const old = before.get(field)
      if (old !== undefined && JSON.stringify(old) === JSON.stringify(faults)) this.#byField.set(field, old)
    }
    this.#told = told
    this.#checking = 'told'
    this.#say()
  }

  #say(): void {
    for (const listener of this.#listeners) listener()
  }
}
