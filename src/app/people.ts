import type { PeoplePort, Recipient, Who } from '../desk/index.ts'
import type { PrivateSide } from '../private/index.ts'
import type { ActId, ChannelId } from '../record/index.ts'
import { SEAT_PERMISSIONS, type SignIn, type User } from '../sign-in/index.ts'
import { type Language, languageFrom } from '../words/index.ts'
import { agenciesOf, officersOnDuty } from './directory.ts'
import type { EntenteNode } from './node.ts'

export interface PeopleNeeds {
  readonly node: EntenteNode
  readonly signIn: () => SignIn
  readonly side: PrivateSide
}

/** Whom a notice reaches: seats and passkeys of the sign-in room laid over the directory of the record. */
export class People implements PeoplePort {
  readonly #needs: PeopleNeeds

  constructor(needs: PeopleNeeds) {
    this.#needs = needs
  }

  async reached(who: Who, atMs: number): Promise<readonly Recipient[]> {
    const users = new Set(await this.#usersFor(who, atMs))
    if (users.size === 0) return []
    const known = await this.#needs.signIn().users.list()
    return known.filter((user) => users.has(user.id) && user.disabledMs === undefined).map(recipientOf)
  }

  async zones(channel: ChannelId | null): Promise<readonly string[]> {
    const { node } = this.#needs
    if (channel === null) return ['UTC']
    const live = node.channel(channel)
    const agencies = await agenciesOf(node, live)
    const own = agencies.filter(({ state }) => state.owner === live.held.self)
    const others = agencies.filter(({ state }) => state.owner !== live.held.self)
    const zones = [...own, ...others].map(({ state }) => state.calendar.timeZone)
    return zones.length === 0 ? ['UTC'] : [...new Set(zones)]
  }

  async #usersFor(who: Who, atMs: number): Promise<readonly string[]> {
    switch (who.to) {
      case 'users':
        return who.users
      case 'line':
        return this.#onLine(who, atMs)
      case 'officer':
        return this.#officers(who.channel, [who.officer])
      case 'seat':
        return this.#holdersOf(who.seat, who.channel, atMs)
      case 'matter':
        return this.#workingOn(who.channel, who.matter, atMs)
      case 'permission':
        return this.#allowed(who, atMs)
    }
  }

  async #onLine(
    { channel, line, seat }: Extract<Who, { to: 'line' }>,
    atMs: number,
  ): Promise<readonly string[]> {
    const { node } = this.#needs
    return this.#officers(channel, await officersOnDuty(node, node.channel(channel), seat, line, atMs))
  }

  /** People behind appointments: whose passkey the record knows by that credential. */
  async #officers(channel: ChannelId, officers: readonly ActId[]): Promise<readonly string[]> {
    const { node } = this.#needs
    const live = node.channel(channel)
    const credentials = new Set<string>()
    for (const { state } of await agenciesOf(node, live, live.held.self))
      for (const { act, credential } of state.officers)
        if (officers.includes(act)) credentials.add(credential)
    const { passkeys } = this.#needs.signIn()
    const holders = await Promise.all([...credentials].map((credential) => passkeys.holderOf(credential)))
    return holders.filter((user) => user !== undefined)
  }

  /** Who holds the seats of this node that stand for one of the directory. */
  async #holdersOf(listed: ActId, channel: ChannelId, atMs: number): Promise<readonly string[]> {
    const { seats } = this.#needs.signIn()
    const ours = (await seats.list()).filter((seat) => seat.listed === listed).map((seat) => seat.id)
    const grants = await seats.holders()
    return grants
      .filter((grant) => ours.includes(grant.seat) && reaches(grant, channel, atMs))
      .map((grant) => grant.user)
  }

  async #workingOn(channel: ChannelId, matter: ActId, atMs: number): Promise<readonly string[]> {
    const assigned = await this.#needs.side.assignments.of(channel, matter)
    const users: string[] = []
    for (const { holder } of assigned) {
      if (holder.kind === 'user') users.push(holder.id)
      else users.push(...(await this.#holdersOfOwn(holder.id, channel, atMs)))
    }
    const working = await this.#whoMayRead(users, channel, matter, atMs)
    if (working.length > 0) return working
    const duty = await this.#onLine({ to: 'line', channel, seat: null, line: 'seat' }, atMs)
    const onDuty = await this.#whoMayRead(duty, channel, matter, atMs)
    if (onDuty.length > 0) return onDuty
    return this.#whoMayRead(await this.#allowed({ permission: 'act', channel }, atMs), channel, matter, atMs)
  }

  /** Those of them who may see the matter: a notice by mail says that there is one, so it is kept from the others. */
  async #whoMayRead(
    users: readonly string[],
    channel: ChannelId,
    matter: ActId,
    atMs: number,
  ): Promise<readonly string[]> {
    if (users.length === 0) return users
    const keptTo = this.#needs.side.restrictions.seatsOf(channel, matter)
    const grants = await this.#needs.signIn().seats.holders()
    const readers = grants.filter(
      (grant) =>
        SEAT_PERMISSIONS[grant.kind].includes('read') &&
        reaches(grant, channel, atMs) &&
        (grant.matters === undefined || grant.matters.includes(matter)) &&
        (keptTo === undefined || keptTo.includes(grant.seat)),
    )
    return users.filter((user) => readers.some((grant) => grant.user === user))
  }

  async #holdersOfOwn(seat: string, channel: ChannelId, atMs: number): Promise<readonly string[]> {
    const grants = await this.#needs.signIn().seats.holders({ seat })
    return grants.filter((grant) => reaches(grant, channel, atMs)).map((grant) => grant.user)
  }

  async #allowed(
    { channel, matter, permission }: Omit<Extract<Who, { to: 'permission' }>, 'to'>,
    atMs: number,
  ): Promise<readonly string[]> {
    const grants = await this.#needs.signIn().seats.holders()
    const keptTo =
      channel === null || matter === undefined || matter === null
        ? undefined
        : this.#needs.side.restrictions.seatsOf(channel, matter)
    return grants
      .filter(
        (grant) =>
          SEAT_PERMISSIONS[grant.kind].includes(permission) &&
          reaches(grant, channel, atMs) &&
          (matter === undefined || grant.matters === undefined || isAmong(matter, grant.matters)) &&
          (keptTo === undefined || keptTo.includes(grant.seat)),
      )
      .map((grant) => grant.user)
  }
}

/** What opens a matter is in none of those that a grant lists. */
function isAmong(matter: ActId | null, listed: readonly ActId[]): boolean {
  return matter !== null && listed.includes(matter)
}

function reaches(
  grant: {
    readonly channels: '*' | readonly ChannelId[]
    readonly fromMs: number | undefined
    readonly untilMs: number | undefined
  },
  channel: ChannelId | null,
  atMs: number,
): boolean {
  const isNow =
    (grant.fromMs === undefined || grant.fromMs <= atMs) &&
    (grant.untilMs === undefined || atMs < grant.untilMs)
  return isNow && (channel === null || grant.channels === '*' || grant.channels.includes(channel))
}

function recipientOf({ id, languages }: User): Recipient {
  const language: Language = languageFrom(...languages)
  return { user: id, language }
}
