import type { Performed, Refusal } from '../app/index.ts'
import {
  joinSentences,
  type MessageKey,
  ruleSentences,
  type Translator,
  type Values,
} from '../words/index.ts'
import type { ExitCode } from './command.ts'

/** A command that ends in a refusal: the one error of this room, whatever room refused. */
export class Refused extends Error {
  override readonly name = 'Refused'
  readonly refusal: Refusal

  constructor(refusal: Refusal, options?: { cause?: unknown }) {
    super(refusal.message, options)
    this.refusal = refusal
  }
}

/** Called wrongly: one sentence that names the field and the rule, in the reader's language. */
export function misused(words: Translator, field: string, key: MessageKey, values?: Values): Refused {
  return new Refused({ room: 'app', code: 'usage', message: words(key, values), field })
}

/** The result of an operation. Throws Refused. */
export function resultOf<R>(performed: Performed<R>): R {
  if ('error' in performed) throw new Refused(performed.error)
  return performed.result
}

/** Codes that say something was looked at and found wrong, though it was asked rightly. */
const foundWrong: readonly string[] = [
  'card-unexpected',
  'charter-mismatch',
  'backup-invalid',
  'state-mismatch',
  'store-damaged',
  'highwater-damaged',
  'highwater-backwards',
  'exhibit-mismatch',
  'archive-malformed',
  'archive-foreign',
  'feed-forked',
  'feed-frozen',
  'head-unreconciled',
]
/** Codes of `app` that depend on the moment: the same call may go well later. */
const notNow: readonly string[] = [
  'founding-incomplete',
  'read-only',
  'queue-full',
  'node-running',
  'node-not-running',
  'node-stopped',
]

/** What the shell is told. */
export function exitCodeOf({ room, code }: Refusal): ExitCode {
  if (foundWrong.includes(code)) return 1
  switch (room) {
    // Bytes that were given and do not hold what they claim.
    case 'record':
      return 1
    case 'acts':
    case 'instruments':
      return 2
    case 'app':
      return notNow.includes(code) ? 3 : 2
    // What the people of the node did wrongly, or may not do.
    case 'private':
    case 'sign-in':
    case 'desk':
    case 'api':
      return 2
    case 'store':
    case 'exchange':
    case 'channel':
    case 'fault':
      return 3
  }
}

/**
 * The sentence for people. In English it is the room's own; else the word for the code, with what the rule asks. Where there
 * is no rule, the room's own stands behind it.
 */
export function sentenceOf(words: Translator, refusal: Refusal): string {
  const { code, field, message, room, rule } = refusal
  if (code === 'usage') return message
  const whole = /[.!?…]$/.test(message) ? message : `${message}.`
  // The field of such an act is the reason why the fold would pass it over.
  const isPassedOver = code === 'act-not-allowed' && field !== null && words.knows('void', field)
  const why = isPassedOver ? [words.term('void', field)] : []
  if (words.language === 'en') return [whole, ...why].join(' ')
  const known = words.knows('error', code) ? words.term('error', code) : undefined
  const sentence = known ?? (room === 'fault' ? words('cli.fault') : code)
  // Whoever typed it looks for it by the name that they typed.
  const named = (label: string, at: string): string => words('cli.field', { label, field: at })
  const asked = rule === undefined ? [] : ruleSentences(refusal, words, named)
  const told = joinSentences([sentence, ...asked, ...why], words.language)
  return asked.length > 0 ? told : words('cli.error', { sentence: told, detail: message.replace(/\.$/, '') })
}
