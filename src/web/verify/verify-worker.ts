import { verifyMatters } from '../../channel/index.ts'
import type { VerifiedMatters } from '../../channel/index.ts'
import { checkRun, parseCard, RecordError } from '../../record/index.ts'
import type { RunChecker } from '../../record/index.ts'
import type { FromWorker, ToWorker, VerifyRequest } from './messages.ts'
import { RunPool } from './run-pool.ts'

/** Below this size other threads cost more time than they save. */
const MIN_POOL_BYTES: number = 4 * 1024 * 1024

/** Verifies one file, which the page hands over piece by piece, and is then done. */
class Verification {
  #wanted: ((piece: Uint8Array | undefined) => void) | undefined
  #readBytes = 0
  /** That have passed every check so far. */
  acts = 0
  #pool: RunPool | undefined

  /** A piece of the file that was asked for; undefined at its end. */
  take(piece: Uint8Array | undefined): void {
    this.#wanted?.(piece)
  }

  run({ cards = [], leaf, policy }: VerifyRequest): Promise<VerifiedMatters> {
    return verifyMatters(this.#pieces(), {
      // As a file it may end in a newline.
      cards: cards.map((card) => parseCard(card.trimEnd())),
      ...(leaf === undefined ? {} : { leaf }),
      ...(policy === undefined ? {} : { policy }),
      checkRun: this.#checkRun,
      onLeaves: (_party, leaves) => {
        this.acts += leaves.length
      },
    })
  }

  /** How large the file is is known only once it was read; workers are made when it is worth their while. */
  readonly #checkRun: RunChecker = (job) => {
    if (this.#readBytes < MIN_POOL_BYTES) return Promise.resolve(checkRun(job))
    this.#pool ??= new RunPool()
    return this.#pool.check(job)
  }

  async *#pieces(): AsyncGenerator<Uint8Array, void, undefined> {
    for (;;) {
      const piece = await new Promise<Uint8Array | undefined>((resolve) => {
        this.#wanted = resolve
        answer({ kind: 'pull', acts: this.acts })
      })
      if (piece === undefined) return
      this.#readBytes += piece.length
      yield piece
    }
  }
}

function answer(message: FromWorker): void {
  globalThis.postMessage(message)
}

async function begin(request: VerifyRequest): Promise<void> {
  try {
    const report = await verification.run(request)
    answer({ kind: 'done', report, acts: verification.acts })
  } catch (error) {
    if (error instanceof RecordError) answer({ kind: 'refused', code: error.code, message: error.message })
    else answer({ kind: 'failed', message: String(error) })
  }
}

const verification = new Verification()
globalThis.addEventListener('message', ({ data }: MessageEvent<ToWorker>) => {
  switch (data.kind) {
    case 'begin':
      void begin(data.request)
      return
    case 'piece':
      verification.take(data.bytes)
      return
    case 'end':
      verification.take(undefined)
  }
})
