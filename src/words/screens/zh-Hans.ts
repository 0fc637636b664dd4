import { first } from './first.zh-Hans.ts'
import codes from '../zh-Hans.json' with { type: 'json' }
import directory from './directory.zh-Hans.json' with { type: 'json' }
import evidence from './evidence.zh-Hans.json' with { type: 'json' }
import figures from './figures.zh-Hans.json' with { type: 'json' }
import guide from './guide.zh-Hans.json' with { type: 'json' }
import forms from './forms.zh-Hans.json' with { type: 'json' }
import founding from './founding.zh-Hans.json' with { type: 'json' }
import hotline from './hotline.zh-Hans.json' with { type: 'json' }
import matter from './matter.zh-Hans.json' with { type: 'json' }
import operator from './operator.zh-Hans.json' with { type: 'json' }
import record from './record.zh-Hans.json' with { type: 'json' }
import search from './search.zh-Hans.json' with { type: 'json' }
import signIn from './sign-in.zh-Hans.json' with { type: 'json' }
import uploads from './uploads.zh-Hans.json' with { type: 'json' }
import you from './you.zh-Hans.json' with { type: 'json' }
import type { ScreenKey } from './en.ts'

/** Every word of the screens in Simplified Chinese. */
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
