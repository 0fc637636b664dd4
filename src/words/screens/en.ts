import { first } from './first.en.ts'
import codes from '../en.json' with { type: 'json' }
import directory from './directory.en.json' with { type: 'json' }
import evidence from './evidence.en.json' with { type: 'json' }
import figures from './figures.en.json' with { type: 'json' }
import guide from './guide.en.json' with { type: 'json' }
import forms from './forms.en.json' with { type: 'json' }
import founding from './founding.en.json' with { type: 'json' }
import hotline from './hotline.en.json' with { type: 'json' }
import matter from './matter.en.json' with { type: 'json' }
import operator from './operator.en.json' with { type: 'json' }
import record from './record.en.json' with { type: 'json' }
import search from './search.en.json' with { type: 'json' }
import signIn from './sign-in.en.json' with { type: 'json' }
import uploads from './uploads.en.json' with { type: 'json' }
import you from './you.en.json' with { type: 'json' }

/** Every word of the screens in English. The compiler holds the other languages to its keys. */
export const texts: typeof codes &
  typeof first &
  typeof directory &
  typeof evidence &
  typeof figures &
  typeof forms &
  typeof guide &
  typeof founding &
  typeof hotline &
  typeof matter &
  typeof operator &
  typeof record &
  typeof search &
  typeof signIn &
  typeof uploads &
  typeof you = {
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

export type ScreenKey = keyof typeof texts
