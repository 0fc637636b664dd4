import type { Language } from './language.ts'
import type en from './terms.en.json'

type TermKey = keyof typeof en
type TermId = TermKey extends infer Key ? (Key extends `term.${infer Id}` ? Id : never) : never

/** A word of this house, and what is meant by it. */
export interface Term {
  readonly id: TermId
  readonly word: string
  readonly means: string
}

/** The glossary in one language, in the order in which it is best read. */
export async function loadTerms(language: Language): Promise<readonly Term[]> {
  const texts = await textsOf(language)
  return Object.keys(texts)
    .filter((key): key is `term.${TermId}` => key.startsWith('term.'))
    .map((key) => {
      const id = key.slice('term.'.length) as TermId
      return { id, word: texts[key], means: texts[`term-means.${id}`] }
    })
}

async function textsOf(language: Language): Promise<Readonly<Record<TermKey, string>>> {
  switch (language) {
    case 'en':
      return (await import('./terms.en.json', { with: { type: 'json' } })).default
    case 'vi':
      return (await import('./terms.vi.json', { with: { type: 'json' } })).default
    case 'zh-Hans':
      return (await import('./terms.zh-Hans.json', { with: { type: 'json' } })).default
  }
}
