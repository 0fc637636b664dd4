import type { StatementSync } from 'node:sqlite'
import { z } from 'zod'
import { numberOf, numberOrNone, textOf, textOrNone } from '../store/index.ts'
import type { Row } from '../store/index.ts'
import type { Attempts } from './attempts.ts'
import { checkInput } from './check-input.ts'
import type { SignInContext } from './context.ts'
import { SignInError } from './errors.ts'
import { NOBODY, OPERATOR } from './events.ts'
import type { Seats } from './seats.ts'
import type { OpenedSession, Sessions, Visit } from './sessions.ts'
import { hashOf, randomId } from './tokens.ts'

/** 160 bits, typed from paper once in years. */
const CODE_BYTES = 20
const CODE_FORM = /^[0-9a-f]{40}$/
const REASON_CHARACTERS_MIN = 10
const REASON_CHARACTERS_MAX = 2_000

export interface GlassUse {
  readonly id: string
  readonly madeMs: number
  readonly usedMs: number | undefined
  /** What whoever used it gave as the reason. Stays on this node. */
  readonly reason: string | undefined
}

export interface BrokenGlass extends OpenedSession {
  /** The users who must be told: all who may read the access log. */
  readonly tell: readonly string[]
}

const reasonShape = z
  .string()
  .trim()
  .min(REASON_CHARACTERS_MIN)
  .max(REASON_CHARACTERS_MAX)
  .transform((text) => text.normalize('NFC'))

/**
 * The way in when nobody who holds a seat can sign in and a call must be answered: a code on paper in a sealed envelope.
 * It gives a coordinator's session for four hours, once, with a reason, and never in silence.
 */
export class BreakGlass {
  readonly #context: SignInContext
  readonly #seats: Seats
  readonly #sessions: Sessions
  readonly #attempts: Attempts
  readonly #byCode: StatementSync
  readonly #all: StatementSync
  readonly #insert: StatementSync
  readonly #removeUnused: StatementSync
  readonly #use: StatementSync

  constructor(context: SignInContext, seats: Seats, sessions: Sessions, attempts: Attempts) {
    const { file } = context
    this.#context = context
    this.#seats = seats
    this.#sessions = sessions
    this.#attempts = attempts
    this.#byCode = file.prepare('select * from sign_in_glass where code = ? and used_ms is null')
    this.#all = file.prepare('select * from sign_in_glass order by made_ms desc, id')
    this.#insert = file.prepare('insert into sign_in_glass values(?, ?, ?, null, null)')
    this.#removeUnused = file.prepare('delete from sign_in_glass where used_ms is null')
    this.#use = file.prepare('update sign_in_glass set used_ms = ?, reason = ? where id = ?')
  }

  /** A new code, shown this once, for the envelope; the one before is good no more. */
  seal(by: string = OPERATOR): Promise<string> {
    return this.#context.change((note) => {
      const { clock, rng } = this.#context
      const code = Buffer.from(rng.bytes(CODE_BYTES)).toString('hex')
      const id = randomId(rng, 'glass')
      this.#removeUnused.run()
      this.#insert.run(id, hashOf(code), clock.now())
      note({ what: 'break-glass-sealed', by, subject: id })
      return code.match(/.{5}/g)?.join('-') ?? code
    })
  }

  /** Throws `input-invalid` when there is no reason, `break-glass-refused` or `too-many-attempts`. */
  async use(input: { code: string; reason: string }, visit: Visit): Promise<BrokenGlass> {
    const reason = checkInput(reasonShape, input.reason, 'reason')
    await this.#attempts.begin(['break-glass', visit.address], ['address', visit.address])
    const broken = await this.#context.change((note) => {
      const code = input.code.toLowerCase().replaceAll(/[\s-]/g, '')
      const row = CODE_FORM.test(code) ? this.#byCode.get(hashOf(code)) : undefined
      if (row === undefined) {
        note({ what: 'sign-in-refused', by: NOBODY, subject: 'break-glass' })
        return undefined
      }
      const id = textOf(row, 'id')
      this.#use.run(this.#context.clock.now(), reason, id)
      this.#attempts.succeeded(['break-glass', visit.address], ['address', visit.address])
      const opened = this.#sessions.open(id, 'break-glass', visit, note)
      note({ what: 'break-glass-used', by: id, subject: opened.session.id })
      return { ...opened, tell: this.#seats.usersWith('audit') }
    })
    if (broken !== undefined) return broken
    throw new SignInError('break-glass-refused', 'code: is not the sealed one, or was used before', {
      field: 'code',
    })
  }

  /** Every code that was sealed and is unused, or was used, with its reason. For who may read the access log. */
  uses(): Promise<GlassUse[]> {
    return this.#context.file.read(() => this.#all.all().map(useOf))
  }
}

function useOf(row: Row): GlassUse {
  return {
    id: textOf(row, 'id'),
    madeMs: numberOf(row, 'made_ms'),
    usedMs: numberOrNone(row, 'used_ms'),
    reason: textOrNone(row, 'reason'),
  }
}
