import { randomUUID } from 'node:crypto'
import type { Officer } from './officer.ts'
import { signedInBy } from './party.ts'
import { DAY_MS, HOUR_MS } from './times.ts'
import { SoftwarePasskey } from './software-passkey.ts'

export interface Listed {
  readonly agency: string
  readonly seat: string
}

/** A party's agency with one seat that is held day and night, listed by its coordinator. */
export async function list({ channel, client, party }: Officer): Promise<Listed> {
  const calendar = {
    timeZone: 'UTC',
    workingDays: [1, 2, 3, 4, 5, 6, 7],
    officeHours: { from: '00:00', to: '23:59' },
  }
  const { id: agency } = await client.call('directory.list', {
    params: { channel },
    body: {
      names: { en: `Agency of ${party.id}` },
      entry: { calendar, functions: ['point-of-contact'], languages: ['en'] },
    },
    key: randomUUID(),
  })
  const { id: seat } = await client.call('directory.open-seat', {
    params: { channel, matter: agency },
    body: {
      names: { en: 'Point of contact' },
      function: 'point-of-contact',
      hours: 'always',
      languages: ['en'],
    },
    key: randomUUID(),
  })
  return { agency, seat }
}

export interface Appointed {
  readonly officer: Officer
  readonly passkey: SoftwarePasskey
  /** The act that appoints them. */
  readonly appointed: string
  readonly credential: string
  readonly key: string
  readonly rp: string
}

/** An officer enrols a passkey at the door, and the coordinator appoints its holder to the seat. */
export async function appoint(officer: Officer, coordinator: Officer, to: Listed): Promise<Appointed> {
  const { party, user } = officer
  const passkey = new SoftwarePasskey(party.origin)
  const options = await officer.client.call('own.passkey-options')
  const body = { response: passkey.create(options), label: 'the key of the desk' }
  officer.use(signedInBy(party, await officer.client.send('own.add-passkey', { body })))
  const { passkeys } = await officer.client.call('own.credentials')
  const own = passkeys[0]?.officer
  if (own === undefined) throw new Error('no passkey was enrolled')
  const { id: appointed } = await coordinator.client.call('directory.appoint', {
    params: { channel: coordinator.channel, matter: to.agency },
    body: { user, seat: to.seat, names: { en: `Officer ${user}` } },
    key: randomUUID(),
  })
  return { officer, passkey, appointed, credential: own.credential, key: own.key, rp: own.rpId }
}

/** Puts officers on the lines of a seat, from an hour ago for a month. */
export async function putOnDuty(
  { channel, client, party }: Officer,
  { agency, seat }: Listed,
  lines: Readonly<Partial<Record<'seat' | 'deputy' | 'principal', Appointed>>>,
): Promise<void> {
  const [from, until] = [party.clock.in(-HOUR_MS), party.clock.in(30 * DAY_MS)]
  const shifts = (['seat', 'deputy', 'principal'] as const).flatMap((line) => {
    const on = lines[line]
    return on === undefined ? [] : [{ from, until, line, officer: on.appointed }]
  })
  await client.call('directory.set-duty', {
    params: { channel, matter: agency, seat },
    body: { shifts },
    key: randomUUID(),
  })
}
