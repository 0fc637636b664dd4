import codes from '../codes.zh-Hans.json' with { type: 'json' }
import look from './look.zh-Hans.json' with { type: 'json' }
import matters from './matters.zh-Hans.json' with { type: 'json' }
import shell from './shell.zh-Hans.json' with { type: 'json' }
import today from './today.zh-Hans.json' with { type: 'json' }
import type { FirstKey } from './first.en.ts'

/** The same in Simplified Chinese. */
export const first: Readonly<Record<FirstKey, string>> = {
  ...codes,
  ...look,
  ...matters,
  ...shell,
  ...today,
}
