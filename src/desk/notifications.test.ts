import { afterEach, describe, expect, it } from 'vitest'
import type { SqliteFile } from '../store/index.ts'
import { LANGUAGES } from '../words/index.ts'
import { deskFile, HandClock, MINUTE, NOON } from './desk.testkit.ts'
import { letterOf } from './letter.ts'
import { CHANNEL, MATTER, noticeBench, noticeTo, Rota } from './notice.testkit.ts'
import type { NoticeBench } from './notice.testkit.ts'
import { EXPIRING, NOTICE_KINDS } from './notices.ts'
import { HOTLINE_LINES } from '../instruments/index.ts'

let file: SqliteFile
let at: NoticeBench
let clock: HandClock
let rota: Rota

async function begin(): Promise<void> {
  file = deskFile()
  clock = new HandClock(NOON)
  rota = new Rota()
  at = noticeBench(file, clock, rota)
  await at.start()
}
afterEach(async () => {
  await at.stop()
  await file.close()
})

const kindsOf = (user: string): unknown[] => at.notifications.inbox(user, 0, 10).map(({ kind }) => kind)

describe('notices', () => {
  it('stand in the list of each whom they are for, once for a key', async () => {
    await begin()
    const told: string[] = []
    at.notifications.listen((user) => void told.push(user))
    await file.write(() => expect(at.notifications.put(noticeTo(['u_1', 'u_2']))).toBe(true))
    await file.write(() => expect(at.notifications.put(noticeTo(['u_1']))).toBe(false))
    await clock.pass(0)
    expect([kindsOf('u_1'), kindsOf('u_2'), kindsOf('u_3')]).toEqual([['due-soon'], ['due-soon'], []])
    expect(told.sort()).toEqual(['u_1', 'u_2'])
    const [entry] = at.notifications.newest('u_1', Number.MAX_SAFE_INTEGER, 1)
    expect(entry).toMatchObject({ channel: CHANNEL, matter: MATTER, seenMs: undefined })
    await file.write(() => at.notifications.see('u_1', entry?.seq ?? 0))
    expect(at.notifications.inbox('u_1', 0, 1)[0]?.seenMs).toBe(NOON)
  })

  it('are not there when what they tell of was undone', async () => {
    await begin()
    const undone = file.write(() => {
      at.notifications.put(noticeTo(['u_1']))
      throw new Error('undone')
    })
    await expect(undone).rejects.toThrow('undone')
    await clock.pass(MINUTE)
    expect(kindsOf('u_1')).toEqual([])
  })

  it('go to the next line when nobody is on duty, and name the gap', async () => {
    await begin()
    rota.reach.set('line/principal', [{ user: 'u_9', language: 'en' }])
    const audience = { to: 'lines', channel: CHANNEL, seat: null, lines: HOTLINE_LINES } as const
    await file.write(() => at.notifications.put(noticeTo([], { kind: 'call-ringing', audience })))
    await clock.pass(0)
    expect(at.notifications.inbox('u_9', 0, 1)[0]?.gaps).toEqual(['seat', 'deputy'])
  })

  it('go to everybody who may answer the hotline when no line has anybody', async () => {
    await begin()
    rota.reach.set('permission/hotline', [{ user: 'u_7', language: 'vi' }])
    const audience = { to: 'lines', channel: CHANNEL, seat: null, lines: ['seat'] } as const
    await file.write(() => at.notifications.put(noticeTo([], { kind: 'call-ringing', audience })))
    await clock.pass(0)
    expect(at.notifications.inbox('u_7', 0, 1)[0]?.gaps).toEqual(['seat'])
  })

  it('wait while the rota cannot be read, and lose nothing', async () => {
    await begin()
    rota.broken = true
    await file.write(() => at.notifications.put(noticeTo(['u_1'])))
    await clock.pass(MINUTE)
    expect(at.faults.length).toBeGreaterThan(3)
    rota.broken = false
    await clock.pass(MINUTE)
    expect(kindsOf('u_1')).toEqual(['due-soon'])
  })

  it.each([
    [{ facts: { name: 'Ann' } }, 'notice.facts.name'],
    [{ facts: { party: 'Ministry of Ann' } }, 'notice.facts.party'],
    [{ matter: 'a request about Ann' }, 'notice.matter'],
    [{ key: 'about Ann' }, 'notice.key'],
  ])('take no word that a person wrote: %j', async (wrong, field) => {
    await begin()
    expect(() => at.notifications.put({ ...noticeTo(['u_1']), ...(wrong as object) })).toThrow(
      expect.objectContaining({ code: 'notice-invalid', field }),
    )
  })
})

describe('letters', () => {
  const notice = {
    id: 'a',
    madeMs: NOON,
    urgency: 'flash' as const,
    channel: CHANNEL,
    matter: MATTER,
    dueMs: Date.UTC(2030, 5, 4, 15),
    gaps: ['seat', 'deputy'] as const,
  }

  it('say what there is to do, by when in both capitals, and where', () => {
    const facts = { drill: true, step: 3, line: 'principal' as const }
    const zones = ['America/New_York', 'Asia/Shanghai']
    const { text } = letterOf({ ...notice, kind: 'call-ringing', facts }, 'en', zones, 'https://n.example/m')
    expect(text.split('\n')).toEqual([
      'Drill: Hotline call, step 3. Answer it now (principal).',
      'By 4 Jun 2030, 15:00 UTC (11:00 America/New_York, 23:00 Asia/Shanghai).',
      'Nobody is on duty on these lines: duty officer and deputy.',
      `Matter ${MATTER.slice(0, 12)}, channel ${CHANNEL.slice(0, 12)}.`,
      'Open: https://n.example/m',
    ])
  })

  it('mark a drill in every language, and no real call as one', () => {
    for (const language of LANGUAGES)
      for (const kind of NOTICE_KINDS.filter((each) => /^call-(?!flood)/.test(each))) {
        const subject = (drill: boolean): string =>
          letterOf({ ...notice, kind, facts: { drill, line: 'seat' } }, language, [], '').subject
        expect(subject(true)).toContain({ en: 'Drill', vi: 'Diễn tập', 'zh-Hans': '演练' }[language])
        expect(subject(false)).not.toMatch(/drill|diễn tập|演练/i)
      }
  })

  it('have words for every kind, line and thing that expires', () => {
    for (const language of LANGUAGES)
      for (const kind of NOTICE_KINDS)
        for (const item of EXPIRING) {
          const { subject } = letterOf({ ...notice, kind, facts: { item, line: 'seat' } }, language, [], '')
          expect(subject).not.toBe(kind)
          expect(subject).not.toContain(item)
        }
  })
})
