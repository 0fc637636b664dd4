import { z } from 'zod'
import type { Clock } from '../exchange/index.ts'
import type { ActId, ChannelId, Json } from '../record/index.ts'
import { numberOf, textOf, textOrNone } from '../store/index.ts'
import type { Row, SqliteFile } from '../store/index.ts'
import { Heartbeat } from './heartbeat.ts'
import type { ActPort, Deed } from './ports.ts'

/** A node that does not write yet, a full queue: tried again, doubling from a second to ten minutes. */
const RETRY_FIRST_MS = 1_000
const RETRY_LAST_MS = 600_000
const BATCH = 50
/** No act is wanted or put off for a later time than this: the hour that a flood of checks waits, and some. */
const DELAY_MAX_MS = 7_200_000
/** Clocks differ by less: an act of the own feed is looked for from this long before it was wanted. */
const SLACK_MS = 3_600_000

const json: z.ZodType<Json> = z.lazy(() =>
  z.union([z.null(), z.boolean(), z.number(), z.string(), z.array(json), z.record(z.string(), json)]),
)
const deedShape = z.strictObject({
  type: z.string(),
  about: z.string().exactOptional(),
  data: z.record(z.string(), json),
}) satisfies z.ZodType<Deed>

export interface DeedNeeds {
  readonly file: SqliteFile
  readonly clock: Clock
  readonly acts: ActPort
  readonly onFault: (cause: unknown) => void
}

/**
 * Acts that the desk makes by itself: wanted in one transaction with what wants them, recorded after that, once. An
 * attempt is on disk before it begins; after a crash the own feed is asked whether the act is there already.
 */
export class Deeds {
  readonly #needs: DeedNeeds
  readonly #sql: ReturnType<typeof statements>
  readonly #heart: Heartbeat

  constructor(needs: DeedNeeds) {
    this.#needs = needs
    this.#sql = statements(needs.file)
    this.#heart = new Heartbeat(needs.clock, () => this.#beat(), needs.onFault)
  }

  start(): void {
    this.#heart.start()
  }

  stop(): Promise<void> {
    return this.#heart.stop()
  }

  /** Wants an act, not before an instant, inside the transaction of what wants it. The same key again changes nothing. */
  want(key: string, channel: ChannelId, deed: Deed, fromMs: number): void {
    this.#sql.want.run(key, channel, JSON.stringify(deed), fromMs, this.#needs.clock.now())
    this.#heart.poke(fromMs)
  }

  /** The act that a wish led to; null while it waits, and when it could have no effect. Undefined: never wanted. */
  madeFor(key: string): ActId | null | undefined {
    const row = this.#sql.one.get(key)
    return row === undefined ? undefined : (textOrNone(row, 'act') ?? null)
  }

  async #beat(): Promise<number | undefined> {
    const nowMs = this.#needs.clock.now()
    // What was put off while the wall clock stood too far ahead would wait for years.
    if (this.#sql.stuck.get(nowMs + DELAY_MAX_MS) !== undefined)
      await this.#needs.file.write(() => this.#sql.unstick.run(nowMs, nowMs + DELAY_MAX_MS))
    for (const row of this.#sql.due.all(this.#needs.clock.now(), BATCH)) await this.#make(row)
    const next = this.#sql.next.get()
    return next === undefined ? undefined : numberOf(next, 'wake')
  }

  async #make(row: Row): Promise<void> {
    const { acts, clock, file } = this.#needs
    const [key, channel, tries] = [textOf(row, 'key'), textOf(row, 'channel'), numberOf(row, 'tries')]
    const againMs = clock.now() + Math.min(RETRY_FIRST_MS * 2 ** tries, RETRY_LAST_MS)
    await file.write(() => this.#sql.begin.run(againMs, key))
    try {
      const deed = deedShape.parse(JSON.parse(textOf(row, 'draft')))
      const before =
        tries === 0 ? undefined : await acts.recorded(channel, deed, numberOf(row, 'made') - SLACK_MS)
      const act = before ?? (await acts.act(channel, deed))
      await file.write(() => this.#sql.end.run(act, 'recorded', key))
    } catch (cause) {
      if (acts.isFinal(cause)) await file.write(() => this.#sql.end.run(null, 'without-effect', key))
      else this.#needs.onFault(cause)
    }
  }
}

function statements(file: SqliteFile) {
  return {
    want: file.prepare(
      `insert into desk_deed(key, channel, draft, wake, made) values(?, ?, ?, ?, ?) on conflict do nothing`,
    ),
    one: file.prepare('select act from desk_deed where key = ?'),
    due: file.prepare('select * from desk_deed where wake is not null and wake <= ? order by wake limit ?'),
    next: file.prepare('select wake from desk_deed where wake is not null order by wake limit 1'),
    stuck: file.prepare('select 1 from desk_deed where wake > ? limit 1'),
    unstick: file.prepare('update desk_deed set wake = ? where wake > ?'),
    begin: file.prepare('update desk_deed set wake = ?, tries = tries + 1 where key = ?'),
    end: file.prepare('update desk_deed set act = ?, code = ?, wake = null where key = ?'),
  }
}
