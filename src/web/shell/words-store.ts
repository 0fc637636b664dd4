import { type Language, loadFirstWords, loadScreenWords, type ScreenWords } from '../../words/index.ts'
import { speak } from '../api/client.ts'
import { fetched } from '../api/code.ts'

/**
 * The words in the reader's language: first those of the frame and of Today, then all of them. Screens other than Today
 * wait for all.
 */
export class WordsStore {
  #words: ScreenWords
  #whole: { readonly language: Language; readonly loaded: Promise<ScreenWords | undefined> } | undefined
  readonly #listeners = new Set<() => void>()

  private constructor(first: ScreenWords) {
    this.#words = first
  }

  /** The first words of a language, as soon as they are here. Throws when they are not to be had. */
  static async open(language: Language): Promise<WordsStore> {
    speak(language)
    const first = await fetched(() => loadFirstWords(language))
    if (first === undefined) throw new TypeError('The words of the screens are not to be had.')
    return new WordsStore(first)
  }

  readonly current = (): ScreenWords => this.#words

  readonly subscribe = (changed: () => void): (() => void) => {
    this.#listeners.add(changed)
    return () => this.#listeners.delete(changed)
  }

  /** All words of the present language. They are shown before the promise is kept; undefined when they are not to be had. */
  readonly whole = (): Promise<ScreenWords | undefined> =>
    this.change(this.#whole?.language ?? this.#words.language)

  /** All words of another language; the present ones stay until those are here. */
  change(language: Language): Promise<ScreenWords | undefined> {
    if (this.#whole?.language !== language) this.#whole = { language, loaded: this.#load(language) }
    return this.#whole.loaded
  }

  async #load(language: Language): Promise<ScreenWords | undefined> {
    const words = await fetched(() => loadScreenWords(language))
    if (words === undefined) return undefined
    speak(language)
    this.#words = words
    for (const listener of this.#listeners) listener()
    return words
  }
}
