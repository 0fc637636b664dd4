import { expect, it } from 'vitest'
import { tickRows } from './tick-rows.ts'

const HOURS = {
  en: ['1 h', '4 h', '12 h', '1 d', '3 d', '7 d'],
  vi: ['1 giờ', '4 giờ', '12 giờ', '1 ngày', '3 ngày', '7 ngày'],
  'zh-Hans': ['1 小时', '4 小时', '12 小时', '1 天', '3 天', '7 天'],
}
const EM_PX = 13
/** Seven bars on a phone, and in half of a wide window. */
const [PHONE_PX, WIDE_PX] = [34, 64]

it.each(Object.entries(HOURS))('labels in %s stand in one row where there is room', (_, labels) => {
  expect(tickRows(labels, WIDE_PX, EM_PX)).toBe(1)
})

it('labels that would run into each other on a phone stand in two', () => {
  expect(tickRows(HOURS.vi, PHONE_PX, EM_PX)).toBe(2)
  expect(tickRows(HOURS['zh-Hans'], PHONE_PX, EM_PX)).toBe(2)
  expect(tickRows(HOURS.en, PHONE_PX, EM_PX)).toBe(2)
})

it('larger letters need more room', () => {
  expect(tickRows(HOURS.vi, WIDE_PX, 1.5 * EM_PX)).toBe(2)
})

it('without labels one row is enough', () => {
  expect(tickRows([], PHONE_PX, EM_PX)).toBe(1)
})
