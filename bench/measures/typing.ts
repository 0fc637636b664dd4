import type { Page } from 'playwright-core'
import { openStage } from '../../tests/web/stage.ts'
import { type Figure, figure } from '../figures.ts'
import type { Measure } from './measure.ts'

/** Longer forms are rare; longer lists are pasted, and not shown at once. */
const IDENTIFIERS = 1_000
const PROVISIONS = 5
const FACTS = 'Invented for the bench: one sentence of a long account of facts. '.repeat(300)
const KEYS = 150
const KEYS_QUICK = 40
/** As fast as people type. */
const KEY_DELAY_MS = 60
/** Longer than this after a key, and the eye sees the letter come late. */
const NOTICED_MS = 50

/** How long a key takes to be seen in the longest form, while it is noted, saved and checked beside. */
export const typing: Measure = {
  name: 'typing',
  what: 'from a key to its letter on the screen, in the longest form',
  async run({ quick, say }) {
    const stage = await openStage()
    try {
      const { page, person } = await stage.sit(stage.us, 'desk')
      const { id } = await person.client.call('drafts.make', {
        params: { channel: stage.channel },
        body: { content: longRequest() },
      })
      await page.goto(`/requests/new?channel=${stage.channel}&draft=${id}`)
      say(`${IDENTIFIERS} identifiers, ${PROVISIONS} provisions, ${FACTS.length} characters of facts`)
      const count = quick ? KEYS_QUICK : KEYS
      const inLine = await keysSeen(page, 'form.title', count)
      const inProse = await keysSeen(page, 'form.facts', count)
      return [...figuresOf('a line', inLine), ...figuresOf('long prose', inProse)]
    } finally {
      await stage.close()
    }
  },
}

function longRequest() {
  return {
    type: 'request.open',
    data: { instrument: { id: 'charter' }, kind: 'preserve', to: 'cn', urgency: 'routine' },
    body: {
      form: 'request/1',
      title: 'Long',
      facts: FACTS,
      law: Array.from({ length: PROVISIONS }, (_, i) => ({
        provision: `Article ${i + 1}`,
        text: 'Invented.',
      })),
      identifiers: Array.from({ length: IDENTIFIERS }, (_, i) => ({
        type: 'domain',
        value: `host${i}.example`,
      })),
    },
  }
}

/** For the page. A message is handled after the frame has been painted. */
const WATCHING = `
  globalThis.seen = []
  document.addEventListener('keydown', ({ timeStamp }) => {
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel()
      port1.onmessage = () => seen.push(performance.now() - timeStamp)
      port2.postMessage(null)
    })
  }, { capture: true })`

/** Milliseconds from each key to the frame that shows it. */
async function keysSeen(page: Page, field: string, count: number): Promise<readonly number[]> {
  const box = page.locator(`[name="${field}"]`)
  await box.click()
  await page.evaluate(WATCHING)
  await box.pressSequentially('a'.repeat(count), { delay: KEY_DELAY_MS })
  await page.waitForTimeout(NOTICED_MS * 4)
  return page.evaluate<readonly number[]>('seen')
}

function figuresOf(where: string, seenMs: readonly number[]): Figure[] {
  if (seenMs.length === 0) throw new Error('No key was seen.')
  const sorted = seenMs.toSorted((a, b) => a - b)
  const at = (share: number): number =>
    sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0
  const limit = { value: NOTICED_MS, name: 'what is noticed' }
  return [
    figure(`key to paint in ${where}, median`, at(0.5), 'ms', limit),
    figure(`key to paint in ${where}, 95th percentile`, at(0.95), 'ms', limit),
  ]
}
