import type { Rule } from '../rule.ts'
import { cycles } from './cycles.ts'
import { dependencies } from './dependencies.ts'
import { effects } from './effects.ts'
import { errorCodes } from './error-codes.ts'
import { imports } from './imports.ts'
import { literalText } from './literal-text.ts'
import { lockfile } from './lockfile.ts'
import { names } from './names.ts'
import { paths } from './paths.ts'
import { sizes } from './sizes.ts'
import { state } from './state.ts'
import { unfinished } from './unfinished.ts'
import { words } from './words.ts'

export const rules: readonly Rule[] = [
  imports,
  cycles,
  effects,
  state,
  sizes,
  names,
  unfinished,
  errorCodes,
  words,
  literalText,
  dependencies,
  lockfile,
  paths,
]
