import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { VOCABULARY, VOID_CODES, type VoidCode } from '../../src/acts/index.ts'
import { historyFrom, verdictsOf } from './histories.ts'

const SEEDS = 300
const ACTS = 80

/** Void codes that a history of eighty acts may not come to, and the test that comes to each. */
const ELSEWHERE: Readonly<Partial<Record<VoidCode, string>>> = {
  'matter-full': 'tests/vocabulary/bounds.test.ts',
  'successor-self': 'src/acts/channel/channel.test.ts',
  'credential-used': 'src/acts/directory/directory.test.ts',
  'seat-held': 'src/acts/directory/directory.test.ts',
  'already-rated': 'src/acts/request/voids.test.ts',
  'not-later': 'src/acts/request/voids.test.ts',
}

it('reaches every act with effect and every void code, or says where else it is reached', () => {
  const effects = new Map<string, number>(VOCABULARY.map(({ name }) => [name, 0]))
  const voids = new Map<string, Map<VoidCode, number>>()
  const codes = new Map<VoidCode, number>()
  let acts = 0
  for (let seed = 1; seed <= SEEDS; seed++)
    for (const { code, type } of verdictsOf(historyFrom(seed, 2 + (seed % 3), ACTS))) {
      acts += 1
      if (code === null) effects.set(type, (effects.get(type) ?? 0) + 1)
      else {
        codes.set(code, (codes.get(code) ?? 0) + 1)
        const of = voids.get(type) ?? new Map<VoidCode, number>()
        of.set(code, (of.get(code) ?? 0) + 1)
        voids.set(type, of)
      }
    }
  const lines = [...effects].map(
    ([type, count]) => `  ${type}: ${count} with effect${voidText(voids.get(type))}`,
  )
  console.log(
    `${SEEDS} histories, ${acts} acts, ${codes.size} of ${VOID_CODES.length} void codes\n${lines.join('\n')}`,
  )
  expect([...effects].filter(([, count]) => count === 0).map(([type]) => type)).toEqual([])
  for (const code of VOID_CODES.filter((each) => !codes.has(each))) {
    const file = ELSEWHERE[code]
    expect(file, `${code} is reached by no history, and no test is named that reaches it`).toBeDefined()
    expect(readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8')).toContain(`'${code}'`)
  }
}, 120_000)

function voidText(of: ReadonlyMap<VoidCode, number> | undefined): string {
  if (of === undefined) return ''
  return `, void ${[...of].map(([code, count]) => `${code} ${count}`).join(', ')}`
}
