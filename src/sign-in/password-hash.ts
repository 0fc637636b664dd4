import { argon2, timingSafeEqual } from 'node:crypto'
import type { Rng } from '../exchange/index.ts'
import { SignInError } from './errors.ts'

/** RFC 9106, second recommended option: 64 MiB and 3 passes; one lane, since each hash runs on one thread of the pool. */
const MEMORY_KIB = 64 * 1024
const PASSES = 3
const LANES = 1
const TAG_BYTES = 32
const NONCE_BYTES = 16
/** Two at a time leave threads of the pool for the disk, and hold 128 MiB at most. */
const AT_ONCE_MAX = 2
/** About four seconds of work: beyond it a flood at the door is told to come again. */
const WAITING_MAX = 32

const FORM =
  /^\$argon2id\$v=19\$m=(\d{1,7}),t=(\d{1,3}),p=(\d{1,2})\$([A-Za-z0-9+/]{22})\$([A-Za-z0-9+/]{43})$/

/** Hashes passwords off the event loop, with a pepper that is not in the file. */
export class PasswordHasher {
  readonly #rng: Rng
  readonly #pepper: Uint8Array
  readonly #waiting: (() => void)[] = []
  #running = 0

  constructor(rng: Rng, pepper: Uint8Array) {
    this.#rng = rng
    this.#pepper = pepper
  }

  /** In the PHC form, with its parameters, so that they can grow. Throws `sign-in-busy`. */
  async hash(password: string): Promise<string> {
    const nonce = this.#rng.bytes(NONCE_BYTES)
    const tag = await this.#derive(password, nonce, MEMORY_KIB, PASSES, LANES)
    return `$argon2id$v=19$m=${MEMORY_KIB},t=${PASSES},p=${LANES}$${base64(nonce)}$${base64(tag)}`
  }

  /**
   * Whether it is the password of that hash. Without a hash the same work is done and the answer is false, so that nobody
   * can tell by the time taken whether there is such a user. Throws `sign-in-busy`.
   */
  async verify(password: string, hash: string | undefined): Promise<boolean> {
    const [, memory, passes, lanes, nonce, tag] = FORM.exec(hash ?? '') ?? []
    const derived = await this.#derive(
      password,
      nonce === undefined ? new Uint8Array(NONCE_BYTES) : Buffer.from(nonce, 'base64'),
      Number(memory ?? MEMORY_KIB),
      Number(passes ?? PASSES),
      Number(lanes ?? LANES),
    )
    const wanted = tag === undefined ? Buffer.alloc(TAG_BYTES) : Buffer.from(tag, 'base64')
    return timingSafeEqual(derived, wanted) && tag !== undefined
  }

  async #derive(
    password: string,
    nonce: Uint8Array,
    memory: number,
    passes: number,
    parallelism: number,
  ): Promise<Buffer> {
    await this.#turn()
    try {
      return await new Promise((resolve, reject) => {
        const secret = this.#pepper
        // The same password typed on another keyboard may come decomposed.
        const message = password.normalize('NFC')
        const parameters = { message, nonce, memory, passes, parallelism, tagLength: TAG_BYTES, secret }
        argon2('argon2id', parameters, (error, tag) => (error === null ? resolve(tag) : reject(error)))
      })
    } finally {
      this.#running--
      this.#waiting.shift()?.()
    }
  }

  async #turn(): Promise<void> {
    if (this.#running < AT_ONCE_MAX) {
      this.#running++
      return
    }
    if (this.#waiting.length >= WAITING_MAX)
      throw new SignInError('sign-in-busy', 'sign-in: too many sign-ins at once; try again in a moment')
    await new Promise<void>((resolve) => {
      this.#waiting.push(() => {
        this.#running++
        resolve()
      })
    })
  }
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64').replace(/=+$/, '')
}
