import { ProblemError } from './client.ts'

/**
 * Has each thing that is wished done once. An answer that is lost says nothing of whether the node did it, and the reader
 * presses again: the same wish has the same key until the node has said yes or no. After that, it is meant once more.
 */
export class Wishes {
  readonly #draw: () => string
  readonly #keys = new Map<string, string>()
  readonly #underWay = new Map<string, Promise<unknown>>()

  constructor(draw: () => string) {
    this.#draw = draw
  }

  /** A second press before the first is answered asks nothing: it waits for that answer. */
  ask<Answer>(wish: string, ask: (key: string) => Promise<Answer>): Promise<Answer> {
    const asked = this.#underWay.get(wish)
    if (asked !== undefined) return asked as Promise<Answer>
    const asking = this.#askOnce(wish, ask).finally(() => this.#underWay.delete(wish))
    this.#underWay.set(wish, asking)
    return asking
  }

  async #askOnce<Answer>(wish: string, ask: (key: string) => Promise<Answer>): Promise<Answer> {
    const key = this.#keys.get(wish) ?? this.#draw()
    this.#keys.set(wish, key)
    try {
      const reply = await ask(key)
      this.#keys.delete(wish)
      return reply
    } catch (cause) {
      if (isAnswer(cause)) this.#keys.delete(wish)
      throw cause
    }
  }
}

/** A proxy that gave up, or a node that fell or is still at it, may stand before a deed that is done. */
function isAnswer(cause: unknown): boolean {
  if (!(cause instanceof ProblemError)) return false
  const { code, status } = cause.problem
  return status < SERVER_ERRORS && code !== 'key-in-use'
}
const SERVER_ERRORS = 500
