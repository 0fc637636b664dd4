import { wordlist } from '@scure/bip39/wordlists/english.js'

/**
 * A channel's fingerprint as words to be read aloud: one word of the BIP-39 English list for each number of 0 to 2047.
 * The list is English in every language, so that both sides read the same words.
 */
export function fingerprintWords(numbers: readonly number[]): string[] {
  return numbers.map((number) => {
    const word = wordlist[number]
    if (word === undefined)
      throw new RangeError(`a fingerprint has numbers of 0 to ${wordlist.length - 1}, not ${number}`)
    return word
  })
}

/** The number of a word that somebody heard; undefined for a word that is in no fingerprint. */
export function fingerprintNumber(word: string): number | undefined {
  const number = wordlist.indexOf(word.trim().toLowerCase())
  return number === -1 ? undefined : number
}
