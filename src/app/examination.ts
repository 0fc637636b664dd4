import type { DoctorState } from '../api/index.ts'
import { instantFromMs } from '../record/index.ts'
import { doctor } from './operations-doctor.ts'
import { refusalOf } from './refusal.ts'
import type { OpenedNode } from './serve.ts'

/** The doctor, asked for at the screens: it waits for peers, and nobody waits for it. */
export class Examination {
  readonly #opened: OpenedNode
  #state: DoctorState = { running: false, ran: null, failed: null, findings: [] }

  constructor(opened: OpenedNode) {
    this.#opened = opened
  }

  get state(): DoctorState {
    return this.#state
  }

  /** Begins, unless it is under way. */
  begin(): DoctorState {
    if (this.#state.running) return this.#state
    this.#state = { ...this.#state, running: true }
    const ran = (): string => instantFromMs(this.#opened.node.needs.clock.now())
    doctor(this.#opened, true).then(
      ({ findings }) => (this.#state = { running: false, ran: ran(), failed: null, findings }),
      (cause: unknown) =>
        (this.#state = { running: false, ran: ran(), failed: refusalOf(cause).code, findings: [] }),
    )
    return this.#state
  }
}
