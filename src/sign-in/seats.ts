import type { StatementSync } from 'node:sqlite'
import { z } from 'zod'
import { isActId } from '../record/index.ts'
import type { ActId, ChannelId } from '../record/index.ts'
import { numberOf, numberOrNone, textOf, textOrNone } from '../store/index.ts'
import type { Row } from '../store/index.ts'
import { checkInput, plainText } from './check-input.ts'
import type { SignInContext } from './context.ts'
import { SignInError } from './errors.ts'
import { OPERATOR } from './events.ts'
import { SEAT_KINDS, SEAT_PERMISSIONS } from './permissions.ts'
import type { Grant, Permission, SeatKind } from './permissions.ts'
import { randomId } from './tokens.ts'

export const SEATS_MAX = 200
/** People and deputies of one seat. */
export const GRANTS_PER_SEAT_MAX = 100
const TITLE_CHARACTERS_MAX = 120
const CHANNELS_MAX = 100
const MATTERS_MAX = 500

export interface Seat {
  readonly id: string
  readonly kind: SeatKind
  /** What our own people call it; the directory has its own names, in bodies. */
  readonly title: string
  /** The agency and the seat as the directory lists them, when it does. */
  readonly agency: ActId | undefined
  readonly listed: ActId | undefined
  readonly madeMs: number
  readonly closedMs: number | undefined
}

export interface SeatDraft {
  readonly kind: SeatKind
  readonly title: string
  readonly agency?: ActId | undefined
  readonly listed?: ActId | undefined
}

/** What is left out stays; null takes a seat out of the directory. */
interface SeatChange {
  readonly title?: string | undefined
  readonly agency?: ActId | null | undefined
  readonly listed?: ActId | null | undefined
}

/** Somebody's hold on a seat. */
export interface HeldGrant extends Grant {
  readonly id: string
  readonly user: string
  /** Stands in for the holder; has an end. */
  readonly deputy: boolean
  readonly fromMs: number | undefined
  readonly untilMs: number | undefined
}

export interface GrantDraft {
  readonly seat: string
  readonly user: string
  readonly channels: '*' | readonly ChannelId[]
  readonly matters?: readonly ActId[] | undefined
  readonly deputy?: boolean | undefined
  readonly fromMs?: number | undefined
  readonly untilMs?: number | undefined
}

const act = z.string().refine(isActId, 'must be an id: 64 lower-case hex digits')
const title = plainText(TITLE_CHARACTERS_MAX)
const seatShape = z.strictObject({
  kind: z.enum(SEAT_KINDS),
  title,
  agency: act.optional(),
  listed: act.optional(),
})
const seatChange = z.strictObject({
  title: title.optional(),
  agency: act.nullish(),
  listed: act.nullish(),
})
const instantMs = z.int().min(0)
const grantShape = z
  .strictObject({
    seat: z.string(),
    user: z.string(),
    channels: z.union(
      [z.literal('*'), z.array(act).min(1).max(CHANNELS_MAX)],
      'must be * or a list of channel ids',
    ),
    matters: z.array(act).min(1).max(MATTERS_MAX).optional(),
    deputy: z.boolean().default(false),
    fromMs: instantMs.optional(),
    untilMs: instantMs.optional(),
  })
  .refine(({ deputy, untilMs }) => !deputy || untilMs !== undefined, {
    path: ['untilMs'],
    message: 'is missing: a deputy stands in for a time',
  })
  .refine(({ fromMs, untilMs }) => fromMs === undefined || untilMs === undefined || fromMs < untilMs, {
    path: ['untilMs'],
    message: 'must be after fromMs',
  })

/** The seats of this node and who holds them. */
export class Seats {
  readonly #context: SignInContext
  readonly #get: StatementSync
  readonly #all: StatementSync
  readonly #insert: StatementSync
  readonly #update: StatementSync
  readonly #close: StatementSync
  readonly #grant: StatementSync
  readonly #grants: StatementSync
  readonly #grantsOfUser: StatementSync
  readonly #grantsOfSeat: StatementSync
  readonly #insertGrant: StatementSync
  readonly #removeGrant: StatementSync
  readonly #knowsUser: StatementSync

  constructor(context: SignInContext) {
    const { file } = context
    const grants =
      'select g.*, s.kind from sign_in_grant g join sign_in_seat s on s.id = g.seat and s.closed_ms is null'
    this.#context = context
    this.#get = file.prepare('select * from sign_in_seat where id = ?')
    this.#all = file.prepare('select * from sign_in_seat order by title, id')
    this.#insert = file.prepare('insert into sign_in_seat values(?, ?, ?, ?, ?, ?, null) returning *')
    this.#update = file.prepare(
      'update sign_in_seat set title = ?, agency = ?, listed = ? where id = ? returning *',
    )
    this.#close = file.prepare('update sign_in_seat set closed_ms = ? where id = ? returning *')
    this.#grant = file.prepare(`${grants} where g.id = ?`)
    this.#grants = file.prepare(
      `${grants} join sign_in_user u on u.id = g.user and u.disabled_ms is null order by g.id`,
    )
    this.#grantsOfUser = file.prepare(`${grants} where g.user = ? order by g.id`)
    this.#grantsOfSeat = file.prepare(`${grants} where g.seat = ? order by g.id`)
    this.#insertGrant = file.prepare('insert into sign_in_grant values(?, ?, ?, ?, ?, ?, ?, ?)')
    this.#removeGrant = file.prepare('delete from sign_in_grant where id = ?')
    this.#knowsUser = file.prepare('select 1 from sign_in_user where id = ?')
  }

  /** Throws `input-invalid` or `too-many-held`. */
  async make(by: string, input: SeatDraft): Promise<Seat> {
    const { kind, title, agency, listed } = checkInput(seatShape, input, 'seat')
    return this.#context.change((note) => {
      const { clock, rng } = this.#context
      if (this.#all.all().length >= SEATS_MAX)
        throw new SignInError('too-many-held', `seat: this node has ${SEATS_MAX} seats, the most it takes`, {
          rule: { code: 'held-at-most', values: { most: SEATS_MAX } },
        })
      const id = randomId(rng, 'seat')
      const row = this.#insert.get(id, kind, title, agency ?? null, listed ?? null, clock.now())
      note({ what: 'seat-made', by, subject: id })
      return seatOf(row ?? {})
    })
  }

  /** The kind of a seat never changes: whoever holds it would change with it. Throws `input-invalid` or `seat-unknown`. */
  async change(by: string, id: string, input: SeatChange): Promise<Seat> {
    const wanted = checkInput(seatChange, input, 'seat')
    return this.#context.change((note) => {
      const seat = this.#open(id)
      const row = this.#update.get(
        wanted.title ?? seat.title,
        (wanted.agency === undefined ? seat.agency : wanted.agency) ?? null,
        (wanted.listed === undefined ? seat.listed : wanted.listed) ?? null,
        id,
      )
      note({ what: 'seat-changed', by, subject: id })
      return seatOf(row ?? {})
    })
  }

  /** Whoever holds it may no longer do anything by it. Throws `seat-unknown` or `nobody-left`. */
  close(by: string, id: string): Promise<Seat> {
    return this.#context.change((note) =>
      this.keepingSomebody(by, () => {
        this.#open(id)
        note({ what: 'seat-closed', by, subject: id })
        return seatOf(this.#close.get(this.#context.clock.now(), id) ?? {})
      }),
    )
  }

  list(): Promise<Seat[]> {
    return this.#context.file.read(() => this.#all.all().map(seatOf))
  }

  /**
   * Gives somebody a seat, or lets them stand in for its holder.
   * Throws `input-invalid`, `seat-unknown`, `user-unknown`, `own-grant` or `too-many-held`.
   */
  async grant(by: string, input: GrantDraft): Promise<HeldGrant> {
    const { seat, user, channels, matters, deputy, fromMs, untilMs } = checkInput(grantShape, input, 'grant')
    if (by === user)
      throw new SignInError('own-grant', 'user: nobody gives a seat to themselves', { field: 'grant.user' })
    return this.#context.change((note) => {
      this.#open(seat)
      if (this.#knowsUser.get(user) === undefined)
        throw new SignInError('user-unknown', `user: there is no user ${user}`, { field: 'grant.user' })
      if (this.#grantsOfSeat.all(seat).length >= GRANTS_PER_SEAT_MAX)
        throw new SignInError('too-many-held', `seat: at most ${GRANTS_PER_SEAT_MAX} people hold one seat`, {
          rule: { code: 'held-at-most', values: { most: GRANTS_PER_SEAT_MAX } },
        })
      const id = randomId(this.#context.rng, 'grant')
      const scope = matters === undefined ? null : JSON.stringify(matters)
      const [from, until] = [fromMs ?? null, untilMs ?? null]
      this.#insertGrant.run(id, seat, user, JSON.stringify(channels), scope, deputy ? 1 : 0, from, until)
      note({ what: 'grant-made', by, user, subject: id })
      return grantOf(this.#grant.get(id) ?? {})
    })
  }

  /** Throws `grant-unknown` or `nobody-left`. */
  withdraw(by: string, id: string): Promise<void> {
    return this.#context.change((note) =>
      this.keepingSomebody(by, () => {
        const row = this.#grant.get(id)
        if (row === undefined)
          throw new SignInError('grant-unknown', `grant: there is no ${id}`, { field: 'grant' })
        this.#removeGrant.run(id)
        note({ what: 'grant-removed', by, user: textOf(row, 'user'), subject: id })
      }),
    )
  }

  /** All holds on open seats, past and future ones too: of a seat, of a user, or all of users who are not shut out. */
  holders(of: { seat?: string; user?: string } = {}): Promise<HeldGrant[]> {
    return this.#context.file.read(() => {
      if (of.seat !== undefined) return this.#grantsOfSeat.all(of.seat).map(grantOf)
      return of.user === undefined ? this.#grants.all().map(grantOf) : this.ofUser(of.user)
    })
  }

  /** Inside a change or a read. */
  ofUser(user: string): HeldGrant[] {
    return this.#grantsOfUser.all(user).map(grantOf)
  }

  /** Inside a change or a read: the users who may do something now, somewhere. */
  usersWith(permission: Permission): string[] {
    const now = this.#context.clock.now()
    const able = this.#grants
      .all()
      .map(grantOf)
      .filter((grant) => isInForce(grant, now) && SEAT_PERMISSIONS[grant.kind].includes(permission))
    return [...new Set(able.map(({ user }) => user))]
  }

  /**
   * Inside a change: undoes it with `nobody-left` when it takes away the last one who may manage people. The command line
   * may do even that, for it can make another.
   */
  keepingSomebody<T>(by: string, work: () => T): T {
    const before = this.usersWith('people').length
    const result = work()
    if (by !== OPERATOR && before > 0 && this.usersWith('people').length === 0)
      throw new SignInError('nobody-left', 'seat: nobody would be left who may manage people')
    return result
  }

  #open(id: string): Seat {
    const row = this.#get.get(id)
    const seat = row === undefined ? undefined : seatOf(row)
    if (seat === undefined || seat.closedMs !== undefined)
      throw new SignInError('seat-unknown', `seat: there is no open seat ${id}`, { field: 'seat' })
    return seat
  }
}

export function isInForce({ fromMs, untilMs }: HeldGrant, nowMs: number): boolean {
  return (fromMs === undefined || fromMs <= nowMs) && (untilMs === undefined || nowMs < untilMs)
}

function seatOf(row: Row): Seat {
  return {
    id: textOf(row, 'id'),
    kind: kindOf(row),
    title: textOf(row, 'title'),
    agency: textOrNone(row, 'agency'),
    listed: textOrNone(row, 'listed'),
    madeMs: numberOf(row, 'made_ms'),
    closedMs: numberOrNone(row, 'closed_ms'),
  }
}

function grantOf(row: Row): HeldGrant {
  const matters = textOrNone(row, 'matters')
  return {
    id: textOf(row, 'id'),
    seat: textOf(row, 'seat'),
    user: textOf(row, 'user'),
    kind: kindOf(row),
    // Written by `grant` above, from a list that was checked.
    channels: JSON.parse(textOf(row, 'channels')) as HeldGrant['channels'],
    ...(matters === undefined ? {} : { matters: JSON.parse(matters) as ActId[] }),
    deputy: numberOf(row, 'deputy') === 1,
    fromMs: numberOrNone(row, 'from_ms'),
    untilMs: numberOrNone(row, 'until_ms'),
  }
}

/** Of a kind that this release does not know nobody can tell what it allows. */
function kindOf(row: Row): SeatKind {
  const kind = SEAT_KINDS.find((one) => one === row['kind'])
  if (kind === undefined)
    throw new SignInError(
      'seat-unknown',
      `seat: its kind ${String(row['kind'])} is not known to this release`,
    )
  return kind
}
