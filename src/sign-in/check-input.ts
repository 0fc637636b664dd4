import { z } from 'zod'
import { faultOf } from '../instruments/index.ts'
import { SignInError } from './errors.ts'

/** Characters that turn or hide what stands around them: a name made with them can pass for another in a list. */
const DECEPTIVE = /[\p{Cc}\p{Cf}\u2028\u2029]/u

/** A short text that people read in lists. */
export function plainText(max: number): z.ZodType<string> {
  return z
    .string()
    .trim()
    .min(1)
    .max(max)
    .refine((text) => !DECEPTIVE.test(text), {
      error: 'must have no control or invisible characters',
      params: { check: 'hidden-characters' },
    })
    .transform((text) => text.normalize('NFC'))
}

/** Checks what came from outside. Throws SignInError `input-invalid` that names field and rule. */
export function checkInput<T>(shape: z.ZodType<T>, input: unknown, root: string): T {
  const parsed = shape.safeParse(input)
  if (parsed.success) return parsed.data
  const { field, rule, sentence } = faultOf(parsed.error, root, input)
  throw new SignInError('input-invalid', sentence, { field, rule })
}
