import { expect, it } from 'vitest'

import { codeAfter, hexOf, OPEN, outcomeOf } from '../acts.testkit.ts'
import type { Step } from '../acts.testkit.ts'

const TRANSLATE: Step = {
  type: 'remark.translate',
  by: 'cn',
  data: { language: 'zh-Hans', of: hexOf(1), standing: 'machine-draft' },
}

it('a translation is one more remark, official or a draft, in a language that has a tag', () => {
  expect(outcomeOf([OPEN, TRANSLATE])).toMatchObject({ remarks: 1 })
  expect(codeAfter(OPEN, { ...TRANSLATE, body: null })).toBe('body-missing')
  const data = { ...TRANSLATE.data, language: 'Chinese' }
  expect(codeAfter(OPEN, { ...TRANSLATE, data })).toBe('data-invalid')
  expect(codeAfter(OPEN, { ...TRANSLATE, data: { ...TRANSLATE.data, standing: 'draft' } })).toBe(
    'data-invalid',
  )
})
