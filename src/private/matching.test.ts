import { describe, expect, it } from 'vitest'
import { snippet } from './matching.ts'
import { exactForm, foldedForm, piecesOf } from './pieces.ts'

describe('a snippet', () => {
  const marked = (text: string, query: string, around?: number): string =>
    snippet(text, query, around)
      .map(({ text: part, hit }) => (hit ? `[${part}]` : part))
      .join('')

  it('marks what was looked for, as it is written', () => {
    expect(marked('Bảo quản dữ liệu: Yêu cầu số 5', 'yeu cau')).toBe('Bảo quản dữ liệu: [Yêu] [cầu] số 5')
    expect(marked('请求协助调查', '协助')).toBe('请求[协助]调查')
    expect(marked('see mail.evil.com now', 'evil.com')).toBe('see mail.[evil.com] now')
    expect(marked('information', 'inform*')).toBe('[information]')
  })

  it('shows the surroundings of the first hit and never half a character', () => {
    const text = `${'𠮷'.repeat(50)} needle ${'𠮷'.repeat(50)}`
    const shown = marked(text, 'needle', 4)
    expect(shown).toBe('…𠮷 [needle] 𠮷𠮷…')
    expect(shown.isWellFormed()).toBe(true)
  })

  it('passes markup on as plain text, and shows the beginning when nothing is found', () => {
    expect(marked('<script>alert(1)</script>', 'alert')).toBe('<script>[alert](1)</script>')
    expect(marked('nothing of it', 'absent', 7)).toBe('nothing…')
  })
})

describe('pieces', () => {
  it('are the same for both composed and decomposed letters', () => {
    const forms = ['yêu cầu đường', 'yêu cầu đường'.normalize('NFD')]
    const [one, other] = forms.map((text) => piecesOf(text).map(({ plain }) => plain))
    expect(one).toEqual(['yeu', 'cau', 'duong'])
    expect(other).toEqual(one)
  })

  it('keep a Vietnamese tone wherever it is set, and tell different tones apart', () => {
    expect(exactForm('hòa')).toBe(exactForm('hoà'))
    expect(exactForm('hòa')).not.toBe(exactForm('hóa'))
    expect(foldedForm('ngưỡng')).toBe('nguong')
  })

  it('take no longer than the text is long for text made to be slow', () => {
    const hostile = ['a'.repeat(100_000), 'a.'.repeat(50_000), '[.]'.repeat(33_000), '\u0301'.repeat(100_000)]
    for (const text of hostile) expect(piecesOf(text).length).toBeLessThanOrEqual(50_000)
  })
})
