import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openStage, type Stage } from './stage.ts'

describe('a refusal', () => {
  let stage: Stage
  beforeAll(async () => {
    stage = await openStage()
  }, 120_000)
  afterAll(() => stage.close())

  it.each([
    ['vi', 'Kênh không đúng mẫu.'],
    ['zh-Hans', '渠道不符合格式。'],
  ] as const)(
    'is said in the reader’s language, and its English detail is marked as such: %s',
    async (language, rule) => {
      const { page } = await stage.sit(stage.us, 'desk', { language })
      await page.goto('/channels/zz/matters/zz')
      const said = page.locator('#content [role="alert"]')
      await said.first().waitFor()
      expect(await said.first().textContent()).toContain(rule)
      expect(await said.first().textContent()).not.toMatch(/must be/)
      expect(await page.locator('#content details [lang="en"]').textContent()).toContain(
        'path.channel: must be',
      )
    },
  )
})
