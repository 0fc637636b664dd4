import { IntlMessageFormat } from 'intl-messageformat'
import { describe, expect, it } from 'vitest'
import {
  fingerprintNumber,
  fingerprintWords,
  instantText,
  isLanguage,
  LANGUAGES,
  languageFrom,
  translator,
} from './index.ts'
import { texts as en } from './screens/en.ts'
import { texts as vi } from './screens/vi.ts'
import { texts as zhHans } from './screens/zh-Hans.ts'

const all: Readonly<Record<string, Readonly<Record<string, string>>>> = { en, vi, 'zh-Hans': zhHans }

/** Names of the arguments of a message, with how each is used. */
function argumentsOf(message: string): string {
  const found = new Set<string>()
  const walk = (value: unknown): void => {
    if (Array.isArray(value)) value.forEach(walk)
    else if (typeof value === 'object' && value !== null) {
      if ('type' in value && 'value' in value && typeof value.value === 'string' && value.type !== 0)
        found.add(`${value.value}:${String(value.type)}`)
      Object.values(value).forEach(walk)
    }
  }
  walk(new IntlMessageFormat(message, 'en', undefined, { ignoreTag: true }).getAst())
  return [...found].sort().join(' ')
}

describe('words', () => {
  it('exist in every language under the same keys, and none is empty', () => {
    const keys = Object.keys(en)
    expect(keys.length).toBeGreaterThan(400)
    for (const language of LANGUAGES) {
      const texts = all[language] ?? {}
      expect(Object.keys(texts).sort()).toEqual([...keys].sort())
      expect(Object.values(texts).filter((text) => text.trim() === '')).toEqual([])
    }
  })

  it('take the same arguments in every language', () => {
    for (const [key, text] of Object.entries(en))
      for (const language of LANGUAGES)
        expect(`${key} ${argumentsOf(all[language]?.[key] ?? '')}`).toBe(`${key} ${argumentsOf(text)}`)
  })

  it('are in normal form C, so that a search finds them', () => {
    for (const language of LANGUAGES)
      for (const text of Object.values(all[language] ?? {})) expect(text.normalize('NFC')).toBe(text)
  })

  it('are translated: hardly a message reads the same in two languages', () => {
    const same = Object.entries(en).filter(
      ([key, text]) => /[a-z]{4}/.test(text.replaceAll(/\{[^}]*\}/g, '')) && all['vi']?.[key] === text,
    )
    expect(same).toEqual([])
    const withoutHan = Object.entries(zhHans).filter(
      ([, text]) => !/\p{Script=Han}/u.test(text) && /[a-z]{4}/.test(text.replaceAll(/\{[^}]*\}/g, '')),
    )
    expect(withoutHan).toEqual([])
  })
})

describe('translator', () => {
  it('fills in arguments and counts', () => {
    expect(translator('en')('verify.verdict.wrong', { count: 1 })).toContain('1 thing was')
    expect(translator('en')('verify.verdict.wrong', { count: 3 })).toContain('3 things were')
    expect(translator('vi')('verify.verdict.wrong', { count: 3 })).toContain('3 điểm sai')
    expect(translator('zh-Hans')('verify.verdict.wrong', { count: 3 })).toContain('3 处问题')
  })

  it('shows angle brackets, quotes and braces of a value as they are', () => {
    const value = `<b>'{x}'</b>`
    expect(translator('en')('usage.argument-extra', { value })).toContain(`"${value}"`)
  })

  it('sets a space between Chinese and Latin, and none between Chinese and Chinese', () => {
    const words = translator('zh-Hans')
    expect(words.term('check', 'unknown-field', { field: '标题' })).toBe('标题不是表单中的项目。')
    expect(words.term('check', 'unknown-field', { field: 'title' })).toBe('title 不是表单中的项目。')
    expect(words.term('check', 'too-long', { field: '标题', most: 80 })).toBe('标题最多 80 个字符。')
    // What somebody wrote stays as it was written.
    expect(words.term('check', 'unknown-field', { field: '张 三x' })).toBe('张 三x 不是表单中的项目。')
  })

  it('gives the code itself where there is no word for it', () => {
    const words = translator('zh-Hans')
    expect(words.term('act', 'request.open')).toBe('提出协助请求')
    expect(words.term('act', 'request.future')).toBe('request.future')
    expect(words.knows('act', 'constructor')).toBe(false)
  })
})

describe('degrees of urgency', () => {
  it('are told apart at a glance: none is the beginning or the end of another', () => {
    for (const language of LANGUAGES) {
      const degrees = ['emergency', 'urgent', 'routine'].map((code) =>
        translator(language).term('urgency', code),
      )
      for (const one of degrees)
        expect(degrees.filter((other) => other.startsWith(one) || other.endsWith(one))).toEqual([one])
    }
  })
})

describe('lists', () => {
  const [en, vi, zhHans] = LANGUAGES.map((language) => translator(language))

  it('are joined as each language joins them', () => {
    const names = ['A', 'B', 'C']
    expect([en, vi, zhHans].map((words) => words?.list(names))).toEqual([
      'A, B and C',
      'A, B và C',
      'A、B 和 C',
    ])
    expect([en, vi, zhHans].map((words) => words?.listed(names))).toEqual(['A, B, C', 'A, B, C', 'A、B、C'])
    expect([en, vi, zhHans].map((words) => words?.phrases(names))).toEqual(['A; B; C', 'A; B; C', 'A；B；C'])
    expect(zhHans?.list(['中国', '越南'])).toBe('中国和越南')
  })
})

describe('language', () => {
  it('follows the locale of the system', () => {
    expect(languageFrom('vi_VN.UTF-8')).toBe('vi')
    expect(languageFrom('', undefined, 'zh_CN.UTF-8')).toBe('zh-Hans')
    expect(languageFrom('zh-Hans-SG')).toBe('zh-Hans')
    expect(languageFrom('C', 'vi_VN')).toBe('en')
    expect(languageFrom('de_DE.UTF-8')).toBe('en')
    expect(languageFrom()).toBe('en')
  })

  it('does not give simplified characters to who reads traditional ones', () => {
    for (const locale of ['zh_TW.UTF-8', 'zh_HK', 'zh-Hant']) expect(languageFrom(locale)).toBe('en')
  })

  it('knows its own names only', () => {
    expect(LANGUAGES.every(isLanguage)).toBe(true)
    expect(isLanguage('zh')).toBe(false)
  })
})

describe('instantText', () => {
  const ms = Date.UTC(2016, 11, 7, 15, 5)

  it('gives the hour in UTC and in each zone, and the date again where it differs', () => {
    expect(instantText(ms, ['America/New_York', 'Asia/Shanghai'], 'en')).toBe(
      '7 Dec 2016, 15:05 UTC (10:05 America/New_York, 23:05 Asia/Shanghai)',
    )
    expect(instantText(Date.UTC(2016, 11, 7, 20), ['Asia/Shanghai'], 'en')).toContain(
      '8 Dec 2016 04:00 Asia/Shanghai',
    )
  })

  it('speaks the reader’s language and says midnight as 00:00', () => {
    expect(instantText(Date.UTC(2016, 11, 7), ['UTC'], 'zh-Hans')).toBe('2016年12月7日 00:00 UTC')
    expect(instantText(Date.UTC(2016, 11, 7), [], 'vi')).toBe('07/12/2016, 00:00 UTC')
  })
})

describe('fingerprintNumber', () => {
  it('takes a word as it was heard and typed, and no other', () => {
    expect(['abandon', ' Zoo ', 'length'].map(fingerprintNumber)).toEqual([0, 2047, 1024])
    expect(fingerprintNumber('thoả')).toBeUndefined()
    expect(fingerprintNumber('')).toBeUndefined()
  })
})

describe('fingerprintWords', () => {
  it('reads the first, the last and any number as one word of the list', () => {
    expect(fingerprintWords([0, 2047, 1024])).toEqual(['abandon', 'zoo', 'length'])
  })

  it('refuses a number that has no word', () => {
    expect(() => fingerprintWords([2048])).toThrow(RangeError)
    expect(() => fingerprintWords([-1])).toThrow(RangeError)
  })
})
