import { readFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { SIGN_IN_EVENTS } from '../../src/sign-in/index.ts'
import { LANGUAGES, translator } from '../../src/words/index.ts'

describe('what sign-in says', () => {
  it('has a word in every language for each refusal and each event', async () => {
    const source = await readFile(new URL('../../src/sign-in/errors.ts', import.meta.url), 'utf8')
    const codes = [...source.matchAll(/^ {2}\| '([a-z-]+)'$/gm)].map((match) => match[1] ?? '')
    expect(codes.length).toBeGreaterThan(30)
    for (const language of LANGUAGES) {
      const words = translator(language)
      expect(codes.filter((code) => !words.knows('error', code))).toEqual([])
      expect(SIGN_IN_EVENTS.filter((code) => !words.knows('event', code))).toEqual([])
    }
  })
})
