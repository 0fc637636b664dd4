import type { Locator, Page } from 'playwright-core'
import type { ContractOf, ReplyOf } from '../../src/api/index.ts'
import { newKey, requestTo, type Seated, until } from '../api/desks.ts'
import { openStage, type Sitting, type Stage } from './stage.ts'

export const STARTING_MS = 90_000
export const TEST_MS = 90_000
const CHARTER = JSON.stringify({
  entente: 'charter/1',
  title: { en: 'Trial charter' },
  text: { en: 'Two officers withdraw a request.' },
  terms: { approvals: ['request.withdraw'] },
})
/** It goes from one mark to the next within moments. */
export const REACHED = /Every other party holds it|It is settled/
const AGENCY = {
  names: { en: 'Invented Network Police', vi: 'Cơ quan an ninh mạng thử nghiệm' },
  entry: {
    calendar: {
      country: 'CN',
      officeHours: { from: '09:00', to: '17:00' },
      timeZone: 'Asia/Shanghai',
      workingDays: [1, 2, 3, 4, 5],
    },
    country: 'CN',
    functions: ['cybercrime-unit'],
    languages: ['en'],
    requires: { fields: ['custodian'], languages: ['en'] },
  },
}

/** Two parties of which one has an agency with demands, and a charter that wants two officers for a withdrawal. */
export async function openFormStage(): Promise<Stage> {
  const stage = await openStage(CHARTER)
  const theirs = await stage.cn.seated('coordinator')
  await theirs.client.call('directory.list', {
    params: { channel: stage.channel },
    body: AGENCY,
    key: newKey(),
  })
  const reader = await stage.us.seated('desk')
  await until('the agency is known here', async () => {
    const { items } = await reader.client.call('directory.agencies', { params: { channel: stage.channel } })
    return items.length === 1
  })
  return stage
}

export const field = (page: Page, name: string): Locator => page.locator(`[name="${name}"]`)
/** The line that says where the text is kept. */
export const line = (page: Page): Locator => page.locator('.forms-kept-now')

export async function openNew({ page }: Sitting): Promise<void> {
  await page.goto('/requests/new')
  await field(page, 'form.title').waitFor()
}

type Listed = ReplyOf<ContractOf<'drafts.list'>>['items'][number]

export async function lastDraft({ client }: Pick<Seated, 'client'>): Promise<Listed | undefined> {
  return (await client.call('drafts.list', { query: { list: 'mine' } })).items[0]
}

/** A request that the other side has made of us, here already. */
export async function askedOfUs(stage: Stage): Promise<string> {
  const theirs = await stage.cn.seated('desk')
  const made = await theirs.client.call('acts.make', {
    params: { channel: stage.channel },
    body: await requestTo('us'),
    key: newKey(),
  })
  const reader = await stage.us.seated('desk')
  await until('the request has come', async () => {
    const params = { channel: stage.channel, matter: made.id }
    const found = await reader.client.call('matters.get', { params }).catch(() => undefined)
    return (found?.state ?? null) !== null
  })
  return made.id
}

/** What the browser holds that the node has not confirmed, each note as text. */
export function noted(page: Page): Promise<readonly string[]> {
  return page.evaluate(
    () =>
      new Promise<string[]>((resolve, reject) => {
        const opening = indexedDB.open('entente-unconfirmed')
        opening.onerror = () => reject(new Error('the journal does not open'))
        opening.onsuccess = () => {
          const reading = opening.result.transaction('drafts').objectStore('drafts').getAll()
          reading.onsuccess = () => {
            opening.result.close()
            resolve(reading.result.map((note) => JSON.stringify(note)))
          }
        }
      }),
  )
}
