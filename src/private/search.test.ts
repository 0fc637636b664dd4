import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { writeFile } from 'node:fs/promises'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { matches } from './matching.ts'
import { foldedForm, piecesOf } from './pieces.ts'
import { CHANNEL, StandingNeeds, actId, asBytes, documentOf, inFolder, rawBytes } from './private.testkit.ts'
import { parseQuery } from './query.ts'
import { Search, type SearchAsked } from './search.ts'

const { rng } = new StandingNeeds()
const all = (query: string, more: Partial<SearchAsked> = {}): SearchAsked => ({
  query,
  limit: 50,
  allowed: () => true,
  ...more,
})

function isAsked(query: string): boolean {
  try {
    return parseQuery(query).length > 0
  } catch {
    return false
  }
}

describe('search', () => {
  let search = Search.open(':memory:', rng)
  beforeEach(() => {
    search = Search.open(':memory:', rng)
  })
  afterEach(() => search.close())

  const texts = [
    'Yêu cầu hỗ trợ: bảo quản dữ liệu của máy chủ 203.0.113.5:443',
    'yêu càu — a spelling of its own',
    '请求协助调查非法访问计算机系统',
    'Request for preservation of mail.evil-domain.com and hxxps://evil[.]com/a, user a.b@mail.example.vn',
    'CVE-2024-3094 in xz; SHA-256 d41d8cd98f00b204e9800998ecf8427e; follow-up of hòa giải',
    '중앙지검에서 보낸 요청, カタカナ ＡＢＣ株式会社',
  ]
  const found = async (query: string): Promise<number[]> => {
    const { hits } = await search.find(all(query))
    return hits.map(({ madeMs }) => madeMs).toSorted((a, b) => a - b)
  }

  it.each([
    ['yeu cau', [0, 1]],
    ['YÊU CẦU', [0]],
    ['yêu càu', [1]],
    ['yeu* ho tro', [0]],
    ['"yeu cau ho"', [0]],
    ['"cau yeu"', []],
    ['hoà giải', [4]],
    ['203.0.113.5', [0]],
    ['203.0.113', [0]],
    ['203.0.113.5:443', [0]],
    ['203.0.11*', [0]],
    ['203.0.114.5', []],
    ['协助调查', [2]],
    ['机', [2]],
    ['调查协助', []],
    ['计算机 非法', [2]],
    ['evil-domain.com', [3]],
    ['mail.evil-domain.com', [3]],
    ['evil.com', [3]],
    ['https://evil.com', [3]],
    ['a.b@mail.example.vn', [3]],
    ['mail.example.vn', [3]],
    ['example', [3]],
    ['cve-2024-3094', [4]],
    ['CVE-2024*', [4]],
    ['d41d8cd9*', [4]],
    ['d41d8cd98f00b204e9800998ecf8427e', [4]],
    ['follow-up', [4]],
    ['follow up', [4]],
    ['검에', [5]],
    ['abc', [5]],
    ['株式', [5]],
    ['ABC株', [5]],
    ['preserv*', [3]],
    ['preservatio*', [3]],
    ['preservatix*', []],
  ])('finds %s where it stands', async (query, expected) => {
    search.index(texts.map((text, at) => documentOf(text, at)))
    expect(await found(query)).toEqual(expected)
  })

  it('takes hostile queries for words', async () => {
    search.index(texts.map((text, at) => documentOf(text, at)))
    const hostile = [
      'tokens:yeu',
      'yeu OR cau',
      'NOT yeu',
      '"yeu',
      'yeu"cau',
      "yeu' --",
      '{tokens} : yeu',
      '^yeu',
      'yeu + cau NEAR(a b)',
    ]
    for (const query of hostile) expect(await found(query), query).toEqual(expect.any(Array))
    expect(await found('NEAR yeu')).toEqual([])
  })

  it.each([
    ['', 'query-empty'],
    ['... !', 'query-empty'],
    ['a*', 'query-invalid'],
    ['x'.repeat(257), 'query-too-long'],
    ['a '.repeat(17), 'query-too-long'],
  ])('refuses the query %j with one sentence', async (query, code) => {
    await expect(search.find(all(query))).rejects.toMatchObject({ code, field: 'query' })
  })

  it('says the same as looking at every text, for any texts and queries', async () => {
    const word = fc.constantFrom(
      'yêu',
      'yeu',
      'cầu',
      'cau',
      'đường',
      'duong',
      '协助',
      '助调',
      '协',
      '查',
      'a.b',
      'a',
      'b',
      'example.com',
      '10.0.0.1',
      'C3',
      'カタ',
      '한국',
      'ab-cd',
      'abcdefgh',
      'abcdefgx',
      'ไทย',
      '文a',
      'tiếng',
    )
    const joint = fc.constantFrom(' ', ' ', '', '.', '-', ', ', '@', '"', '* ')
    const text = fc
      .array(fc.tuple(word, joint), { minLength: 1, maxLength: 6 })
      .map((parts) => parts.flat().join(''))
    await fc.assert(
      fc.asyncProperty(fc.array(text, { minLength: 1, maxLength: 8 }), text, async (bodies, query) => {
        fc.pre(isAsked(query))
        const one = Search.open(':memory:', rng)
        one.index(bodies.map((body, at) => documentOf(body, at)))
        const { hits } = await one.find(all(query))
        await one.close()
        const terms = parseQuery(query)
        const expected = bodies.flatMap((body, at) => (matches(piecesOf(body), terms) ? [at] : []))
        expect(hits.map(({ madeMs }) => madeMs)).toEqual(expected.toReversed())
      }),
      { numRuns: 150 },
    )
  })

  it('finds a text by every part of a Chinese run, and by every row of its words without diacritics', async () => {
    const han = fc.array(fc.constantFrom(...Array.from('请求协助调查非法访问计算机系统')), {
      minLength: 1,
      maxLength: 8,
    })
    const vietnamese = fc.array(fc.constantFrom('yêu', 'cầu', 'hỗ', 'trợ', 'đường', 'dây', 'nóng'), {
      minLength: 1,
      maxLength: 5,
    })
    await fc.assert(
      fc.asyncProperty(han, vietnamese, fc.nat(), fc.nat(), async (run, words, first, second) => {
        const one = Search.open(':memory:', rng)
        one.index([documentOf(`${words.join(' ')} ${run.join('')}`, 1)])
        const [from, to] = [first % run.length, second % run.length].toSorted((a, b) => a - b)
        const part = run.slice(from, (to ?? 0) + 1).join('')
        const plain = foldedForm(words.slice(first % words.length).join(' '))
        for (const query of [part, `"${plain}"`, `${plain} ${part}`])
          expect((await one.find(all(query))).hits, query).toHaveLength(1)
        await one.close()
      }),
      { numRuns: 100 },
    )
  })

  it('gives the newest first, page by page, each once', async () => {
    search.index(Array.from({ length: 25 }, (_, at) => documentOf('common text', at)))
    const seen: number[] = []
    let after: string | undefined
    do {
      const page = await search.find(all('common', { limit: 10, after }))
      seen.push(...page.hits.map(({ madeMs }) => madeMs))
      after = page.next
    } while (after !== undefined)
    expect(seen).toEqual(Array.from({ length: 25 }, (_, at) => 24 - at))
    await expect(search.find(all('common', { after: 'x-1' }))).rejects.toMatchObject({
      code: 'cursor-invalid',
    })
  })

  it('goes through blocks of documents and stops where it said it would', async () => {
    for (let at = 0; at < 33_000; at += 1000)
      search.index(
        Array.from({ length: 1000 }, (_, k) => documentOf(`common ${(at + k) % 2 ? 'odd' : 'even'}`, at + k)),
      )
    search.index([documentOf('common odd even', 40_000)])
    const { hits, next } = await search.find(all('odd even'))
    expect(hits.map(({ madeMs }) => madeMs)).toEqual([40_000])
    expect(next).toBeUndefined()
  })

  it('narrows to a channel, a matter and a kind, and to what the asker may know of', async () => {
    search.index([
      documentOf('same words', 1, { channel: 'a'.repeat(64) }),
      documentOf('same words', 2, { matter: 'e'.repeat(64) }),
      documentOf('same words', 3, { kind: 'note' }),
    ])
    const made = async (more: Partial<SearchAsked>): Promise<number[]> =>
      (await search.find(all('same', more))).hits.map(({ madeMs }) => madeMs)
    expect(await made({ channel: 'a'.repeat(64) })).toEqual([1])
    expect(await made({ matter: 'e'.repeat(64) })).toEqual([2])
    expect(await made({ kind: 'note' })).toEqual([3])
    expect(await made({ allowed: ({ kind }) => kind === 'act' })).toEqual([2, 1])
  })

  it('puts a document that is indexed again in the place of the former one', async () => {
    const feed = { channel: CHANNEL, party: 'vn', size: 2 }
    search.index([documentOf('first words', 1)], feed)
    search.index([documentOf('second words', 1)], { ...feed, size: 1 })
    expect(await found('first')).toEqual([])
    expect(await found('second')).toEqual([1])
    expect(await found('words')).toEqual([1])
    expect(search.indexedUpTo(CHANNEL, 'vn')).toBe(2)
    expect(search.indexedUpTo(CHANNEL, 'cn')).toBe(0)
  })

  it('takes no body of an act back that it was told to forget', async () => {
    search.index([documentOf('secret words', 1)])
    await search.forget(CHANNEL, actId(1))
    search.index([documentOf('secret words', 1), documentOf('secret words', 2)])
    expect(await found('secret')).toEqual([2])
  })

  it('refuses a document that has no name', () => {
    expect(() => search.index([documentOf('x', 1, { id: '' })])).toThrow('document.id: must')
  })
})

describe('the search file', () => {
  it('holds no byte of what was forgotten, in any form', async () => {
    await inFolder(async (folder) => {
      const search = Search.open(join(folder, 'search.sqlite'), rng)
      const secret = 'Nguyễn Thị Bí-Mật, bimat.nguyen@secret-host.example, 绝密名单, zq7xkjv9w2mb'
      const parts = [
        'Nguyễn',
        'nguyễn',
        'nguyen',
        'Bí-Mật',
        'bimat',
        'secret-host',
        '绝密',
        '密名',
        'zq7xkjv',
        'zq7x',
      ]
      search.index(Array.from({ length: 300 }, (_, at) => documentOf(`other text ${at} zr${at} ngu`, at)))
      search.index([
        documentOf(secret, 1000),
        documentOf(`${secret}.pdf`, 1001, { kind: 'exhibit', id: `${actId(1000)}:0`, act: actId(1000) }),
      ])
      search.index(Array.from({ length: 300 }, (_, at) => documentOf(`later text ${at} zs${at}`, 2000 + at)))
      expect(await rawBytes(folder)).toContain(asBytes('Nguyễn'))
      await search.forget(CHANNEL, actId(1000))
      const left = await rawBytes(folder)
      for (const part of parts) expect(left.includes(asBytes(part)), part).toBe(false)
      expect(left).toContain(asBytes('later text 7'))
      expect((await search.find(all('bimat'))).hits).toEqual([])
      expect((await search.find(all('later'))).hits).toHaveLength(50)
      await search.close()
    })
  })

  it('stays whole through any order of indexing, replacing, removing and forgetting', async () => {
    const texts = ['yêu cầu một', 'yeu cau hai', '协助调查', '协助 một hai', '10.0.0.1', 'một-hai.com']
    const step = fc.tuple(
      fc.constantFrom('index', 'index', 'remove', 'forget'),
      fc.nat({ max: 7 }),
      fc.constantFrom(...texts),
    )
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 14 }), async (steps) => {
        await inFolder(async (folder) => {
          const path = join(folder, 'search.sqlite')
          const search = Search.open(path, rng)
          const held = new Map<number, string>()
          const gone = new Set<number>()
          for (const [verb, at, text] of steps) {
            if (verb === 'index') search.index([documentOf(text, at)])
            else if (verb === 'remove') await search.remove(documentOf(text, at))
            else await search.forget(CHANNEL, actId(at))
            if (verb === 'forget') gone.add(at)
            if (verb === 'index' && !gone.has(at)) held.set(at, text)
            else held.delete(at)
          }
          for (const query of ['yeu', 'yêu', '协助', '调', 'hai', '10.0.0.1', 'mot-hai.com', 'mo*']) {
            const terms = parseQuery(query)
            const expected = [...held].flatMap(([at, text]) => (matches(piecesOf(text), terms) ? [at] : []))
            const { hits } = await search.find(all(query))
            expect(hits.map(({ madeMs }) => madeMs).toSorted((a, b) => a - b)).toEqual(
              expected.toSorted((a, b) => a - b),
            )
          }
          await search.close()
          const raw = new DatabaseSync(path)
          raw.exec("insert into search_index(search_index) values('integrity-check')")
          raw.close()
        })
      }),
      { numRuns: 10 },
    )
  })

  it('ends a page that found nothing among very many, and says where to go on', async () => {
    await inFolder(async (folder) => {
      const path = join(folder, 'search.sqlite')
      const first = Search.open(path, rng)
      const frequent = Array.from({ length: 700 }, (_, at) => documentOf(at % 2 ? 'odd' : 'even', at))
      first.index([documentOf('odd even', 1000), ...frequent])
      await first.close()
      // As if a quarter of a million documents had come and gone in between.
      const raw = new DatabaseSync(path)
      raw.prepare("update sqlite_sequence set seq = 250000 where name = 'search_document'").run()
      raw.close()
      const second = Search.open(path, rng)
      second.index([documentOf('odd', 2000)])
      const { hits, next } = await second.find(all('odd even'))
      expect(hits).toEqual([])
      expect(next).toMatch(/-65536$/)
      expect((await second.find(all('odd even', { after: next }))).hits).toMatchObject([{ madeMs: 1000 }])
      await second.close()
    })
  })

  it('is read on where it stood, and made anew when it is damaged', async () => {
    await inFolder(async (folder) => {
      const path = join(folder, 'search.sqlite')
      const first = Search.open(path, rng)
      first.index([documentOf('kept words', 1)], { channel: CHANNEL, party: 'vn', size: 9 })
      await first.close()
      const second = Search.open(path, rng)
      expect((await second.find(all('kept'))).hits).toHaveLength(1)
      expect(() => Search.open(path, rng)).toThrow(expect.objectContaining({ code: 'store-locked' }))
      await second.close()
      await writeFile(
        path,
        'this is no database, and it is longer than a header of one would be at least'.repeat(20),
      )
      const third = Search.open(path, rng)
      expect(third.indexedUpTo(CHANNEL, 'vn')).toBe(0)
      await third.close()
    })
  })
})
