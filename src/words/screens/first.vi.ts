import codes from '../codes.vi.json' with { type: 'json' }
import look from './look.vi.json' with { type: 'json' }
import matters from './matters.vi.json' with { type: 'json' }
import shell from './shell.vi.json' with { type: 'json' }
import today from './today.vi.json' with { type: 'json' }
import type { FirstKey } from './first.en.ts'

/** The same in Vietnamese. */
export const first: Readonly<Record<FirstKey, string>> = {
  ...codes,
  ...look,
  ...matters,
  ...shell,
  ...today,
}
