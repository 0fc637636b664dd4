import { type Desks, newKey, openDesks, requestTo, type Seated } from './desks.ts'

/** A desk officer and a coordinator of `us`, with a request to `cn` that both may work on. */
export interface TwoOfficers {
  readonly desks: Desks
  readonly officer: Seated
  readonly second: Seated
  /** The request. */
  readonly matter: string
}

export async function openTwoOfficers(charter?: string): Promise<TwoOfficers> {
  const desks = await openDesks(charter)
  const officer = await desks.us.seated('desk')
  const second = await desks.us.seated('coordinator')
  const { id } = await officer.client.call('acts.make', {
    params: { channel: desks.channel },
    body: await requestTo('cn'),
    key: newKey(),
  })
  return { desks, officer, second, matter: id }
}

/** A change of a draft names the version that was seen. */
export const tag = (version: number): { headers: Record<string, string> } => ({
  headers: { 'if-match': `"v${version}"` },
})

export async function seatOf({ client }: Seated): Promise<string> {
  return (await client.call('me.get')).grants[0]?.seat ?? ''
}

/** A charter by which a case is opened by two officers. */
export const TWO_OPEN_A_CASE: string = JSON.stringify({
  entente: 'charter/1',
  title: { en: 'Trial charter' },
  text: { en: 'Two officers open a case.' },
  terms: { approvals: ['case.open'] },
})
