/**
 * Runs tasks one after another. Whoever holds the turn is the only one to touch what the turn guards
 * (a feed's tree and head); a task that fails gives the turn on and fails alone.
 */
export class Serial {
  #last: Promise<unknown> = Promise.resolve()

  run<T>(task: () => Promise<T>): Promise<T> {
    const turn = this.#last.then(task)
    this.#last = turn.catch(() => undefined)
    return turn
  }
}
