import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { DEFAULT_TERMS } from '../../src/instruments/index.ts'
import { codeOf, type Desks, enrolled, openDesks } from './desks.ts'

let desks: Desks
beforeAll(async () => {
  desks = await openDesks()
})
afterAll(() => desks?.close())

describe('what a screen asks before it offers something', () => {
  it('tells who could be appointed, with the passkeys by which they would sign, and names nobody who was shut out', async () => {
    const { us, channel } = desks
    const { person } = await enrolled(await us.seated('desk'), us.origin)
    const without = await us.seated('desk')
    const gone = await us.seated('desk')
    const coordinator = await us.seated('coordinator')
    await us.signIn.users.disable(coordinator.user, gone.user)
    const { items } = await coordinator.client.call('directory.candidates', { params: { channel } })
    const passkeysOf = (user: string): readonly string[] | undefined =>
      items.find((one) => one.user === user)?.passkeys.map(({ label }) => label)
    expect(passkeysOf(person.user)).toEqual(['key'])
    expect(passkeysOf(without.user)).toEqual([])
    expect(passkeysOf(gone.user)).toBeUndefined()
    expect(await codeOf(without.client.call('directory.candidates', { params: { channel } }))).toMatch(/^403/)
  })

  it('tells the charter’s terms in force to who reads the channel', async () => {
    const { cn, us, channel } = desks
    for (const desk of [us, cn]) {
      const { client } = await desk.seated('desk')
      const terms = await client.call('channels.terms', { params: { channel } })
      expect(terms.hotline.steps).toEqual(DEFAULT_TERMS.hotline.steps)
      expect(terms.contactChecks.answerHours).toBe(DEFAULT_TERMS.contactChecks.answerHours)
    }
    const operator = await us.seated('operator')
    expect(await codeOf(operator.client.call('channels.terms', { params: { channel } }))).toMatch(/^403/)
  })
})
