import type { PartyId } from '../record/index.ts'
import { StoreError } from './errors.ts'
import type { ThreadAct } from './port.ts'
import type { SqliteFile } from './sqlite-file.ts'
import { numberOf, textOf } from './sqlite-rows.ts'
import { KEY_SPAN } from './sqlite-schema.ts'

/** Acts in one row: a row for each act would double what an act writes, and one for all would grow with the matter. */
const ACTS_PER_PART = 64

/** The order of each folded matter's acts, in parts. Every method runs inside the caller's transaction. */
export class SqliteThreads {
  readonly #sql: ReturnType<typeof statements>

  constructor(file: SqliteFile) {
    this.#sql = statements(file)
  }

  /** Acts from place `from` on become these; a thread never grows shorter. */
  replace(matter: number, from: number, acts: readonly ThreadAct[]): void {
    if (acts.length === 0) return
    let part = Math.floor(from / ACTS_PER_PART)
    let whole = [...this.#part(matter, part).slice(0, from % ACTS_PER_PART), ...acts]
    if (whole.length < (from % ACTS_PER_PART) + acts.length)
      throw new StoreError('store-damaged', 'the store is damaged: the order of a matter has a gap')
    for (; whole.length > 0; part++) {
      this.#sql.put.run(matter, part, encoded(whole.slice(0, ACTS_PER_PART)))
      whole = whole.slice(ACTS_PER_PART)
    }
  }

  page(matter: number, from: number, limit: number): (ThreadAct & { place: number })[] {
    const page: (ThreadAct & { place: number })[] = []
    let part = Math.floor(from / ACTS_PER_PART)
    for (let place = from; page.length < limit; part++) {
      const acts = this.#part(matter, part).slice(
        place % ACTS_PER_PART,
        (place % ACTS_PER_PART) + limit - page.length,
      )
      for (const act of acts) page.push({ ...act, place: place++ })
      if (place % ACTS_PER_PART !== 0 || acts.length === 0) break
    }
    return page
  }

  /** A party's acts stand in their sequence, so the first part with one that is late enough is found by halves. */
  ofParty(matter: number, party: PartyId, from: number, to: number): ThreadAct[] {
    const last = this.#sql.last.get(matter)
    const end = last === undefined ? 0 : numberOf(last, 'part') + 1
    const own = (part: number): ThreadAct[] => this.#part(matter, part).filter((act) => act.party === party)
    let [low, high] = [0, end]
    while (low < high) {
      const middle = (low + high) >> 1
      const known = this.#firstWith(own, middle, high)
      if (known === undefined || (known.acts.at(-1)?.seq ?? 0) >= from) high = middle
      else low = known.part + 1
    }
    const found: ThreadAct[] = []
    for (let part = low; part < end; part++) {
      const acts = own(part)
      found.push(...acts.filter(({ seq }) => seq >= from && seq < to))
      if (acts.some(({ seq }) => seq >= to)) break
    }
    return found
  }

  /** Others may have filled whole parts in between. */
  #firstWith(
    own: (part: number) => ThreadAct[],
    from: number,
    end: number,
  ): { part: number; acts: readonly ThreadAct[] } | undefined {
    for (let part = from; part < end; part++) {
      const acts = own(part)
      if (acts.length > 0) return { part, acts }
    }
    return undefined
  }

  forget(channelNo: number): void {
    this.#sql.forget.run(channelNo * KEY_SPAN, (channelNo + 1) * KEY_SPAN)
  }

  #part(matter: number, part: number): ThreadAct[] {
    const row = this.#sql.part.get(matter, part)
    return row === undefined ? [] : decoded(textOf(row, 'acts'))
  }
}

function encoded(acts: readonly ThreadAct[]): string {
  return JSON.stringify(
    acts.map(({ party, seq, code }) => (code === null ? [party, seq] : [party, seq, code])),
  )
}

function decoded(text: string): ThreadAct[] {
  const parsed: unknown = JSON.parse(text)
  if (!Array.isArray(parsed)) throw damaged()
  return parsed.map((each: unknown) => {
    if (!Array.isArray(each)) throw damaged()
    const [party, seq, code = null]: unknown[] = each
    if (typeof party !== 'string' || typeof seq !== 'number' || (code !== null && typeof code !== 'string'))
      throw damaged()
    return { party: party satisfies PartyId, seq, code }
  })
}

function damaged(): StoreError {
  return new StoreError('store-damaged', 'the store is damaged: column acts is not of its type')
}

function statements(file: SqliteFile) {
  return {
    part: file.prepare('select acts from thread where matter = ? and part = ?'),
    last: file.prepare('select part from thread where matter = ? order by part desc limit 1'),
    put: file.prepare('insert into thread values(?, ?, ?) on conflict do update set acts = excluded.acts'),
    forget: file.prepare('delete from thread where matter >= ? and matter < ?'),
  }
}
