import { first } from './first.vi.ts'
import codes from '../vi.json' with { type: 'json' }
import directory from './directory.vi.json' with { type: 'json' }
import evidence from './evidence.vi.json' with { type: 'json' }
import figures from './figures.vi.json' with { type: 'json' }
import guide from './guide.vi.json' with { type: 'json' }
import forms from './forms.vi.json' with { type: 'json' }
import founding from './founding.vi.json' with { type: 'json' }
import hotline from './hotline.vi.json' with { type: 'json' }
import matter from './matter.vi.json' with { type: 'json' }
import operator from './operator.vi.json' with { type: 'json' }
import record from './record.vi.json' with { type: 'json' }
import search from './search.vi.json' with { type: 'json' }
import signIn from './sign-in.vi.json' with { type: 'json' }
import uploads from './uploads.vi.json' with { type: 'json' }
import you from './you.vi.json' with { type: 'json' }
import type { ScreenKey } from './en.ts'

/** Every word of the screens in Vietnamese. */
export const texts: Readonly<Record<ScreenKey, string>> = {
  ...codes,
  ...first,
  ...directory,
  ...evidence,
  ...figures,
  ...forms,
  ...guide,
  ...founding,
  ...hotline,
  ...matter,
  ...operator,
  ...record,
  ...search,
  ...signIn,
  ...uploads,
  ...you,
}
