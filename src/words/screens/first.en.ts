import codes from '../codes.en.json' with { type: 'json' }
import look from './look.en.json' with { type: 'json' }
import matters from './matters.en.json' with { type: 'json' }
import shell from './shell.en.json' with { type: 'json' }
import today from './today.en.json' with { type: 'json' }

/** What the frame and the first screen say; the rest of the words follows while they are read. */
export const first: typeof codes & typeof look & typeof matters & typeof shell & typeof today = {
  ...codes,
  ...look,
  ...matters,
  ...shell,
  ...today,
}

export type FirstKey = keyof typeof first
