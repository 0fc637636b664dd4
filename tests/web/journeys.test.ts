import type { Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Language } from '../../src/words/index.ts'
import { newKey, requestTo, type Seated, until } from '../api/desks.ts'
import { type Arrived, enter } from './arrival.ts'
import { field } from './form-stage.ts'
import { openStage, type Stage } from './stage.ts'
import { expectLive } from './liveness.ts'

const STARTING_MS = 90_000
/** A hundred steps by keyboard on a machine with four times the work it can do; what stands still ends at its own step. */
const TEST_MS = 180_000
/** For one step; a crowded machine needs seconds for it. */
const STEP = { timeout: 20_000 }
const LOG = Buffer.from('198.51.100.7 - - [06/Dec/2016:10:00:00 +0000] "GET /" 200\n'.repeat(200))

/** A deadline for every answer, which a question stops. */
const CHARTER = JSON.stringify({
  entente: 'charter/1',
  title: { en: 'Trial charter' },
  text: { en: 'Every request is answered within seven days.' },
  terms: {
    rules: [
      {
        id: 'seven-days',
        instruments: 'any',
        kinds: 'any',
        urgency: 'any',
        aim: 'answer',
        starts: 'request-received',
        pauses: 'clarification',
        length: { count: 7, unit: 'calendar-days' },
        extension: null,
        onExpiry: 'overdue',
      },
    ],
  },
})

/** The one that is walked by keyboard alone. */
const BY_KEYBOARD: Language = 'en'

let stage: Stage
let ours: Seated
let theirs: Seated
beforeAll(async () => {
  stage = await openStage(CHARTER)
  ours = await stage.us.seated('desk')
  theirs = await stage.cn.seated('desk')
}, STARTING_MS)
afterAll(() => stage?.close())

/** Both sides before their own browsers, each come by a link of their own. */
async function bothEnter(language: Language): Promise<[Arrived, Arrived]> {
  const how = { language, isByKeyboard: language === BY_KEYBOARD }
  return Promise.all([enter(stage, stage.us, 'desk', how), enter(stage, stage.cn, 'desk', how)])
}

async function leave(...all: readonly Arrived[]): Promise<void> {
  for (const { complaints, context } of all) {
    expect(complaints).toEqual([])
    await context.close()
  }
}

/** Goes to a screen by the navigation, as somebody does who has no addresses. */
async function goTo({ hands, page }: Arrived, name: string): Promise<void> {
  await hands.press(page.getByRole('navigation').first().getByRole('link', { name, exact: true }))
}

/** How long each thing took from where a node holds it to where somebody sees it; below nothing, the screen was first. */
const heardMs: number[] = []

async function live(what: string, isHeld: () => Promise<boolean>, shown: Locator): Promise<void> {
  const [heldMs, shownMs] = await Promise.all([
    until('the node holds it', isHeld, STEP.timeout).then(() => performance.now()),
    shown.waitFor(STEP).then(() => performance.now()),
  ])
  const tookMs = Math.round(shownMs - heldMs)
  console.log(`live: ${what} ${tookMs} ms after receipt`)
  heardMs.push(tookMs)
}

async function requestsOf({ client }: Seated): Promise<number> {
  const params = { channel: stage.channel }
  return (await client.call('matters.list', { params, query: { kind: 'request', limit: 100 } })).items.length
}

const matterOf = (page: Page): string => new URL(page.url()).pathname.split('/').at(-1) ?? ''

async function statusAt({ client }: Seated, matter: string): Promise<string> {
  const params = { channel: stage.channel, matter }
  return client.call('matters.get', { params }).then(
    ({ status }) => status,
    () => '',
  )
}

const standing = ({ page, words }: Arrived, code: string): Locator =>
  page.locator('.matter-standing').getByText(words.term('stage', code), { exact: true }).first()

async function begin({ button, hands, page, words }: Arrived, type: string): Promise<void> {
  await hands.press(button(words.term('matter', `do.${type}`), page.locator('.matter-deeds')))
}

/** To the record by the last button and the question after it; the act stands in the thread then. */
async function record({ button, hands, page, words }: Arrived, type: string): Promise<void> {
  const acts = page.locator('.matter-act h3').filter({ hasText: words.term('act', type) })
  const before = await acts.count()
  await hands.press(button(words('forms.record')))
  await hands.press(button(words('forms.record'), page.getByRole('dialog')))
  await acts.nth(before).waitFor(STEP)
}

/** Writes the shortest request that lacks nothing. */
async function writeRequest(one: Arrived, title: string): Promise<void> {
  const { button, hands, page, words } = one
  await goTo(one, words('shell.matters'))
  await hands.press(page.getByRole('link', { name: words('matters.new-request'), exact: true }).first())
  const option = page.getByRole('option', { name: words.term('kind', 'preserve'), exact: true })
  await hands.choose(page.locator('#field-data-kind button'), option)
  await hands.write(field(page, 'form.title'), title)
  await hands.write(field(page, 'form.facts'), 'Invented for the test.')
  await hands.write(field(page, 'form.law[0].provision'), 'Article 1')
  await hands.write(field(page, 'form.wanted'), 'Please keep the records of 192.0.2.7.')
  await hands.write(page.getByLabel(words('forms.paste')), 'seen at 192[.]0[.]2[.]7')
  await hands.press(button(words('forms.paste-read')))
  await hands.press(button(words('forms.paste-take', { count: 1 })))
  await hands.write(field(page, 'form.necessity'), 'There is no other source.')
  await hands.write(field(page, 'form.ourNumber'), 'US-1')
  await hands.write(field(page, 'form.inCharge.office'), 'Duty desk')
  await page.getByText(words('check.good')).waitFor(STEP)
}

describe.each(['en', 'vi', 'zh-Hans'] as const)(
  'the work of a desk in %s, from the sign-in link on',
  (language) => {
    it(
      'a request is written, appears there at once, is acknowledged, made clear, supplied in parts, rated and closed',
      async () => {
        const [asker, asked] = await bothEnter(language)
        const { words } = asker
        const title = `Preservation (invented, ${language})`

        await writeRequest(asker, title)
        await asker.hands.press(asker.button(words('forms.record-request')))
        const before = await requestsOf(theirs)
        await Promise.all([
          asker.hands.press(asker.button(words('forms.record'), asker.page.getByRole('dialog'))),
          live(
            'a request',
            async () => (await requestsOf(theirs)) > before,
            asked.page.getByRole('link', { name: title, exact: true }).first(),
          ),
        ])
        await asker.hands.press(
          asker.page.getByRole('link', { name: words('forms.open-matter'), exact: true }),
        )
        await asker.page.locator('.matter-act').first().waitFor(STEP)
        const matter = matterOf(asker.page)

        await asked.hands.press(asked.page.getByRole('link', { name: title, exact: true }).first())
        await begin(asked, 'request.acknowledge')
        const acknowledge = words.term('matter', 'do.request.acknowledge')
        const seen = asker.page.getByText(words.term('matter', 'seen.acknowledged'), { exact: true })
        await Promise.all([
          asked.hands.press(asked.button(words('matter.sure-now', { deed: acknowledge }))),
          live('an acknowledgement', async () => (await statusAt(ours, matter)) === 'acknowledged', seen),
        ])

        await begin(asked, 'request.ask')
        await asked.hands.mark(asked.page.locator('#field-data-what').getByRole('checkbox').first())
        await asked.hands.write(field(asked.page, 'form.text'), 'In which zone is the time?')
        await record(asked, 'request.ask')
        const stopped = (one: Arrived): Locator =>
          one.page.getByText(words('matter.stopped'), { exact: true })
        for (const one of [asker, asked]) await stopped(one).waitFor(STEP)

        await begin(asker, 'request.clarify')
        const question = asker.page.getByRole('option').first()
        await asker.hands.choose(asker.page.locator('#field-data-to button'), question)
        await asker.hands.write(field(asker.page, 'form.text'), 'UTC.')
        await record(asker, 'request.clarify')
        for (const one of [asker, asked]) {
          await one.page.getByText(words('matter.pause-moved')).waitFor(STEP)
          expect(await stopped(one).count()).toBe(0)
        }

        await begin(asked, 'request.supply')
        const picker = asked.page.waitForEvent('filechooser')
        await asked.hands.press(asked.button(words('uploads.pick')))
        await (await picker).setFiles({ name: 'access.log', mimeType: 'text/plain', buffer: LOG })
        await asked.page.getByText(words('uploads.is-whole')).waitFor(STEP)
        await asked.hands.write(field(asked.page, 'form.text'), 'The first day.')
        await record(asked, 'request.supply')
        for (const one of [asker, asked]) await standing(one, 'partly-supplied').waitFor(STEP)
        await asker.page.locator('.matter-files').getByText('access.log').waitFor(STEP)

        await begin(asked, 'request.supply')
        const whole = asked.page.getByRole('radio', { name: words('forms.supply-whole') })
        await asked.hands.mark(whole)
        await asked.hands.write(field(asked.page, 'form.text'), 'The other days.')
        await record(asked, 'request.supply')
        await standing(asker, 'supplied').waitFor(STEP)

        await begin(asker, 'request.rate')
        for (const what of ['timeliness', 'completeness', 'usefulness'])
          await asker.hands.mark(
            asker.page
              .locator(`#field-data-${what}`)
              .getByRole('radio', { name: words.term('choice', '4'), exact: true }),
          )
        await record(asker, 'request.rate')
        await begin(asker, 'request.close')
        const answered = words.term('choice', 'answered')
        await asker.hands.mark(asker.page.getByRole('radio', { name: answered, exact: true }))
        await record(asker, 'request.close')
        for (const one of [asker, asked]) await standing(one, 'closed').waitFor(STEP)
        expect(await statusAt(theirs, matter)).toBe('closed')
        await leave(asker, asked)
      },
      TEST_MS,
    )

    it(
      'a request is refused: after a consultation, with a ground that the other side reads',
      async () => {
        const { id: matter } = await ours.client.call('acts.make', {
          params: { channel: stage.channel },
          body: await requestTo('cn'),
          key: newKey(),
        })
        const [asker, asked] = await bothEnter(language)
        const { words } = asker
        await asker.page.goto(`/channels/${stage.channel}/matters/${matter}`)
        await until('it has come', async () => (await statusAt(theirs, matter)) !== '')
        await goTo(asked, words('shell.matters'))
        await asked.hands.press(asked.page.locator(`a[href$="/matters/${matter}"]`).first())

        await begin(asked, 'request.decline')
        await asked.page.getByText(words('forms.consult-first')).waitFor(STEP)
        await asked.hands.press(asked.button(words('forms.consult')))
        const refusal = asked.page.getByRole('radio', { name: words.term('choice', 'refusal'), exact: true })
        await refusal.waitFor({ ...STEP, state: 'attached' })
        expect(await refusal.isChecked()).toBe(true)
        await asked.hands.write(field(asked.page, 'form.text'), 'We believe that we must refuse. Do you?')
        await record(asked, 'request.consult')
        await asker.page.getByText('We believe that we must refuse. Do you?').first().waitFor(STEP)

        await begin(asked, 'request.decline')
        const ground = words.term('ground', 'ongoing-investigation')
        const grounds = asked.page.locator('#field-data-grounds')
        await asked.hands.mark(grounds.getByRole('checkbox', { name: ground }))
        await asked.hands.write(field(asked.page, 'form.text'), 'After the consultation.')
        await record(asked, 'request.decline')
        expect(await asked.page.getByText(words('forms.consult-first')).count()).toBe(0)
        const told = (how: string): string => words.term('matter', how)
        await asked.page.getByText(told('seen-ours.declined'), { exact: true }).waitFor(STEP)
        await asker.page.getByText(told('seen.declined'), { exact: true }).waitFor(STEP)
        await asker.page.locator('.matter-act').last().getByText(ground).waitFor(STEP)
        expect(await statusAt(ours, matter)).toBe('declined')
        await leave(asker, asked)
      },
      TEST_MS,
    )

    it(
      'a drill of the hotline rings there, is answered, and ends with a note that both read',
      async () => {
        const [caller, called] = await bothEnter(language)
        const { page, hands, words, button } = caller
        const radio = (says: string): Locator =>
          // What it means stands behind its name.
          page
            .locator('label')
            .filter({ hasText: new RegExp(`^${says}`) })
            .getByRole('radio')
        await goTo(caller, words('shell.hotline'))
        await hands.press(page.getByRole('link', { name: words('hotline.place'), exact: true }).first())
        await hands.mark(radio(words('hotline.kind-drill')))
        await hands.mark(radio(words.term('call-reason', 'other')))
        await hands.mark(radio(words.term('severity', 'moderate')))
        const labelled = (one: Arrived, says: string): Locator =>
          one.page.getByRole('textbox', { name: says })
        await hands.write(labelled(caller, words('hotline.note')), `Is the line good? (${language})`)
        await hands.write(labelled(caller, words('hotline.confirm', { phrase: 'drill cn' })), 'drill cn')
        const ringing = called.page.locator('.hotline-ring')
        await Promise.all([
          hands.press(button(words('hotline.go-drill'))),
          live(
            'a ring',
            async () => {
              const { items } = await theirs.client.call('hotline.calls', {
                params: { channel: stage.channel },
              })
              return items.some(({ status }) => status === 'ringing')
            },
            ringing,
          ),
        ])
        await ringing.getByText(words('hotline.ringing-drill')).waitFor(STEP)
        await called.hands.press(button(words('hotline.answer-drill'), ringing))
        await ringing.waitFor({ ...STEP, state: 'detached' })
        const answered = words.term('stage', 'answered')
        for (const one of [caller, called])
          await one.page.locator('.hotline-standing').getByText(answered, { exact: true }).waitFor(STEP)

        await called.hands.press(called.button(words('hotline.stand-down')))
        const done = called.page.getByRole('option', { name: words.term('call-outcome', 'drill-done') })
        await called.hands.choose(called.page.locator('.hotline-close .choice'), done)
        await called.hands.write(
          labelled(called, words('hotline.close-note')),
          `Heard at once. (${language})`,
        )
        await called.hands.press(called.button(words('hotline.stand-down-go')))
        for (const one of [caller, called]) {
          await one.page.getByText(`Heard at once. (${language})`).waitFor(STEP)
          const ended = one.page.locator('.hotline-standing').getByText(words.term('stage', 'stood-down'))
          await ended.first().waitFor(STEP)
          expect(await ended.count()).toBeGreaterThan(0)
        }
        await leave(caller, called)
      },
      TEST_MS,
    )

    it(
      'the record that came of it is verified in the browser of either side',
      async () => {
        const both = await bothEnter(language)
        for (const one of both) {
          const { hands, page, words, button } = one
          await goTo(one, words('shell.record'))
          await hands.press(page.getByRole('link', { name: words('record.view-verify'), exact: true }))
          await hands.press(button(words('record.verify-all')))
          const verdict = page.locator('.record-verdict')
          await verdict.waitFor(STEP)
          expect(await verdict.textContent()).toBe(words('record.good-held'))
        }
        await leave(...both)
      },
      TEST_MS,
    )
  },
)

describe('what the other side does', () => {
  it('is on the screen by itself, of all that was measured', () => {
    expect(heardMs.length).toBeGreaterThan(0)
    const middle = heardMs.toSorted((a, b) => a - b)[Math.floor(heardMs.length / 2)] ?? Infinity
    expectLive(`the middle one of ${heardMs.length}`, middle)
  })
})
