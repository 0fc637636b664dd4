import { expect, it } from 'vitest'
import { plantedProject } from '../project.ts'
import { literalText } from './literal-text.ts'

const check = (text: string): readonly string[] =>
  literalText.check(plantedProject({ 'src/web/x.tsx': text })).findings.map(({ message }) => message)

it('finds text between tags, in spoken attributes and behind conditions', () => {
  expect(check('export const A = () => <p>Hello there</p>')).toHaveLength(1)
  expect(check('export const A = () => <p>{"Hello"}</p>')).toHaveLength(1)
  expect(check('export const A = () => <button aria-label="Close" />')).toHaveLength(1)
  expect(check('export const A = ({ b }) => <p>{b ? "Yes" : null}</p>')).toHaveLength(1)
  expect(check('export const A = () => <p>请求</p>')).toHaveLength(1)
})

it('lets words, codes, signs and class names be', () => {
  expect(check("export const A = () => <p className='soft'>{words('today.title')}</p>")).toEqual([])
  expect(check("export const A = () => <p>{'\\u25BE'} ({count})</p>")).toEqual([])
  expect(check('export const A = () => <Tag tone="good" />')).toEqual([])
})

it('looks at no test', () => {
  const planted = plantedProject({ 'src/web/x.test.tsx': 'export const A = () => <p>Hello there</p>' })
  expect(literalText.check(planted)).toEqual({ looked: '0 components', findings: [] })
})
