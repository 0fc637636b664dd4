import { newKey, type Seated } from '../api/desks.ts'

/** An agency of that person's side with one empty seat, listed in this channel; its id. */
export async function listedAgency(
  { client }: Pick<Seated, 'client'>,
  channel: string,
  of: {
    readonly timeZone: string
    readonly function: 'central-authority' | 'point-of-contact'
    readonly seat: string
    readonly hours: 'always' | 'office'
  },
): Promise<string> {
  const calendar = {
    timeZone: of.timeZone,
    workingDays: [1, 2, 3, 4, 5],
    officeHours: { from: '08:00', to: '17:00' },
  }
  const { id } = await client.call('directory.list', {
    params: { channel },
    body: {
      names: { en: 'Cyber Office' },
      entry: { calendar, functions: [of.function], languages: ['en'] },
    },
    key: newKey(),
  })
  await client.call('directory.open-seat', {
    params: { channel, matter: id },
    body: { names: { en: of.seat }, function: of.function, hours: of.hours, languages: ['en'] },
    key: newKey(),
  })
  return id
}
