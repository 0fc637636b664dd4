import { type Language, loadFirstWords, loadScreenWords, type ScreenWords } from '../../words/index.ts'
import { speak } from '../api/client.ts'
import { fetched } from '../api/code.ts'

/**
 * The words in the reader's language: first those of the frame and of Today, then all of them. Screens other than Today
 * wait for all.
 */
export class WordsStore {
  #words: ScreenWords
  #wanted: Language
  #coming: { readonly language: Language; readonly loaded: Promise<ScreenWords | undefined> } | undefined
  /** One for good: what has once waited for all words never waits again. */
  readonly #whole = Promise.withResolvers<ScreenWords | undefined>()
  readonly #listeners = new Set<() => void>()

  private constructor(first: ScreenWords) {
    this.#words = first
    this.#wanted = first.language
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

  /**
   * All words of some language, those of the present one where they are to be had. They are shown before the promise is kept;
   * undefined when none are to be had.
   */
  readonly whole = (): Promise<ScreenWords | undefined> => {
    if (this.#coming === undefined) void this.change(this.#wanted)
    return this.#whole.promise
  }

  /** All words of another language; the present ones stay until those are here. */
  change(language: Language): Promise<ScreenWords | undefined> {
    this.#wanted = language
    if (this.#coming?.language !== language) this.#coming = { language, loaded: this.#load(language) }
    return this.#coming.loaded
  }

  async #load(language: Language): Promise<ScreenWords | undefined> {
    // The reader may ask for another language meanwhile, which is here already.
    const isWanted = (): boolean => language === this.#wanted || language === this.#words.language
    const words = await fetched(() => loadScreenWords(language), { isWanted })
    if (!isWanted()) return undefined
    if (words !== undefined) this.#show(words)
    this.#whole.resolve(words)
    return words
  }

  #show(words: ScreenWords): void {
    speak(words.language)
    this.#words = words
    for (const listener of this.#listeners) listener()
  }
}
