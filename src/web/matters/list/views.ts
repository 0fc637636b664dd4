import type { Call } from '../../api/client.ts'

/** Ways of looking at all matters. */
export const VIEWS = [
  'mine',
  'theirs',
  'overdue',
  'lapsing',
  'changed',
  'assigned',
  'followed',
  'all',
] as const
export type View = (typeof VIEWS)[number]

export const KINDS = ['request', 'case', 'lead', 'call', 'evidence', 'contact', 'agency'] as const

export const ORDERS = ['newest', 'oldest', 'due', 'changed'] as const
export type Order = (typeof ORDERS)[number]

/** What the address of the list says: it can be shared, saved, and gone back to. */
export interface ListAddress {
  readonly list?: string | undefined
  readonly channel?: string | undefined
  readonly kind?: string | undefined
  readonly status?: string | undefined
  readonly party?: string | undefined
  readonly sort?: string | undefined
}

/** An address without what it leaves open, as the router takes it. */
export function searchOf(address: ListAddress): Readonly<Partial<Record<keyof ListAddress, string>>> {
  return Object.fromEntries(Object.entries(address).filter(([, value]) => value !== undefined))
}

/** The same, read. */
export interface Asked {
  readonly view: View
  readonly order: Order
  readonly narrow: Narrow
}
export type Narrow = Pick<NonNullable<Call<'inbox.all'>['query']>, 'channel' | 'kind' | 'status' | 'openedBy'>

const HEX_ID = /^[0-9a-f]{64}$/
const CODE = /^[a-z0-9-]{1,64}$/
const CODES = /^[a-z0-9-]{1,64}(?:,[a-z0-9-]{1,64}){0,31}$/

/** What stands in an address may be of anybody's making: what has no form is left out. */
export function askedBy({ list, channel, kind, status, party, sort }: ListAddress): Asked {
  const fit = (value: string | undefined, form: RegExp): value is string =>
    value !== undefined && form.test(value)
  return {
    view: VIEWS.find((view) => view === list) ?? 'mine',
    order: ORDERS.find((order) => order === sort) ?? 'newest',
    narrow: {
      ...(fit(channel, HEX_ID) ? { channel } : {}),
      ...(fit(kind, CODE) ? { kind } : {}),
      ...(fit(status, CODES) ? { status } : {}),
      ...(fit(party, CODE) ? { openedBy: party } : {}),
    },
  }
}

/** An address as text, always in the same order, so that a saved view knows itself again. */
export function addressText({ list, channel, kind, status, party, sort }: ListAddress): string {
  const fields = { list, channel, kind, status, party, sort }
  const said = Object.entries(fields).filter(([, value]) => value !== undefined && value !== '')
  return new URLSearchParams(said.map(([name, value]) => [name, String(value)])).toString()
}

/** What was saved, back as an address; unknown fields of a later version are left out. */
export function addressIn(query: string): ListAddress {
  const said = new URLSearchParams(query)
  const of = (name: string): string | undefined => said.get(name) ?? undefined
  return {
    list: of('list'),
    channel: of('channel'),
    kind: of('kind'),
    status: of('status'),
    party: of('party'),
    sort: of('sort'),
  }
}
