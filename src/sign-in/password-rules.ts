import type { Rule } from '../instruments/index.ts'
import { SignInError } from './errors.ts'

/** NIST SP 800-63B-4 asks for 8 beside a second factor; people who guard a hotline can remember a sentence. */
export const PASSWORD_CHARACTERS_MIN = 12
/** ASVS 6.2.9 asks for at least 64; more than this is no password and costs time to hash. */
export const PASSWORD_CHARACTERS_MAX = 256

/** What people who must have twelve characters choose first. Compared without case, blanks and marks. */
const OBVIOUS = [
  'password',
  'passphrase',
  'qwertyuiop',
  'qwertzuiop',
  'azertyuiop',
  'asdfghjkl',
  'zxcvbnm',
  'qazwsxedc',
  '1qaz2wsx3edc',
  'letmein',
  'iloveyou',
  'administrator',
  'welcome',
  'changeme',
  'trustno1',
  'entente',
  'matkhau',
  'anhyeuem',
  'woaini',
  'mima',
]
/** What remains of a password without its obvious part must be this long to count for itself. */
const REMAINDER_MIN = 6
const DISTINCT_MIN = 5

/**
 * Length, and nothing that somebody would try first. No rules on kinds of characters: they make passwords worse.
 * Throws `password-weak`.
 */
export function assertPassword(password: string, person: { name: string; display: string }): void {
  const length = Array.from(password).length
  const weak = (sentence: string, code: Rule['code'], values: Rule['values'] = {}): never => {
    throw new SignInError('password-weak', `password: ${sentence}`, {
      field: 'password',
      rule: { code, values },
    })
  }
  if (length < PASSWORD_CHARACTERS_MIN)
    weak(`must have at least ${PASSWORD_CHARACTERS_MIN} characters`, 'too-short', {
      least: PASSWORD_CHARACTERS_MIN,
    })
  if (length > PASSWORD_CHARACTERS_MAX)
    weak(`must have at most ${PASSWORD_CHARACTERS_MAX} characters`, 'too-long', {
      most: PASSWORD_CHARACTERS_MAX,
    })
  const bare = bareOf(password)
  if (isRun(bare)) weak('must not be a run or a repetition of a few characters', 'one-pattern')
  const names = [person.name, person.display, ...person.display.split(/\s+/)].map(bareOf)
  if (names.some((name) => name.length >= 3 && bare.replaceAll(name, '').length < REMAINDER_MIN))
    weak('must not be made of your own name', 'own-name')
  if (OBVIOUS.some((word) => bare.includes(word) && bare.replaceAll(word, '').length < REMAINDER_MIN))
    weak('is among those that are tried first', 'tried-first')
}

function bareOf(text: string): string {
  return text
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]/gu, '')
}

/** Few different characters, or each next to the one before, as in 123456789012 and abcdefghijkl. */
function isRun(bare: string): boolean {
  const points = Array.from(bare, (one) => one.codePointAt(0) ?? 0)
  if (new Set(points).size < DISTINCT_MIN) return true
  const steps = points.slice(1).map((point, index) => Math.abs(point - (points[index] ?? 0)))
  return steps.filter((step) => step > 1 && step !== 9).length * 4 < steps.length
}
