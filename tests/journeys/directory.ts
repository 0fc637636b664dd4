import { type Json, type Officer, signedInBy } from './party.ts'
import { SoftwarePasskey } from './software-passkey.ts'

const CALENDAR = {
  timeZone: 'UTC',
  workingDays: [1, 2, 3, 4, 5, 6, 7],
  officeHours: { from: '00:00', to: '23:59' },
}

export interface Listed {
  readonly agency: string
  readonly seat: string
}

/** A party's agency with one seat that is always held, listed by its coordinator. */
export async function list(coordinator: Officer, over: Json = {}): Promise<Listed> {
  const agency = await coordinator.act('directory.agency.list', {
    data: {
      calendar: CALENDAR,
      functions: ['point-of-contact'],
      languages: ['en'],
      ...over,
    },
    body: { name: `Agency of ${coordinator.party.id}` },
  })
  const seat = await coordinator.act('directory.seat.open', {
    about: agency,
    data: { function: 'point-of-contact', hours: 'always', languages: ['en'] },
    body: { name: 'Point of contact' },
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
  const { party } = officer
  const passkey = new SoftwarePasskey(party.origin)
  const options = await officer.client.call('own.passkey-options')
  const body = { response: passkey.create(options), label: 'the key of the desk' }
  officer.use(signedInBy(party, await officer.client.send('own.add-passkey', { body })))
  const { passkeys } = await officer.client.call('own.credentials')
  const own = passkeys[0]?.officer
  if (own === undefined) throw new Error('no passkey was enrolled')
  const { credential, key, rpId: rp } = own
  const appointed = await coordinator.act('directory.officer.appoint', {
    about: to.agency,
    data: { alg: own.algorithm, credential, key, rp, seat: to.seat },
    body: { name: officer.user },
  })
  return { officer, passkey, appointed, credential, key, rp }
}
