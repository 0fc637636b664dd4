import type { ReactNode } from 'react'
import type { ScreenWords } from '../../../words/index.ts'
import { plainForeign } from '../../look/foreign.tsx'
import { Facts } from '../../look/parts.tsx'
import { bytesText, numberText } from '../../look/time.ts'
import { useWords } from '../../look/words.tsx'
import { codeText } from './codes.tsx'
import type { Act } from './given.ts'
import { languageName } from './language-name.ts'
import { Long } from './long.tsx'

/** Salts and commitments are for machines; the names of files stand with the exhibits. */
const ELSEWHERE: readonly string[] = ['form', 'exhibits']
const DEPTH_MAX = 5
const ENTRIES_MAX = 200

/** What an act says in words, whatever its form: every field, known or not, as the text that it is. */
export function ActWords({
  body,
  isExpunged,
  hint,
}: {
  readonly body: Act['body']
  readonly isExpunged: boolean
  /** In the place of a form that the page shows elsewhere. */
  readonly hint?: ReactNode
}): ReactNode {
  const words = useWords()
  if (body === null) return null
  if (!body.held) return <Gone isExpunged={isExpunged} />
  if (body.content === null)
    return (
      <p className="soft">
        {words('matter.body-not-shown', {
          type: plainForeign(body.type),
          size: bytesText(body.bytes, words.language),
        })}
      </p>
    )
  if (hint !== undefined) return hint
  return <Said content={body.content} />
}

export function Gone({ isExpunged }: { readonly isExpunged: boolean }): ReactNode {
  const words = useWords()
  return <p className="matter-gone">{words(isExpunged ? 'look.expunged' : 'look.not-held')}</p>
}

/** Languages, zones and ways of reply are codes within a form: shown by their names, as far as there are any. */
function wordOf(field: string, text: string, words: ScreenWords): string {
  if (field === 'languages' || field === 'language') return languageName(text, words.language)
  return field === 'replyBy' ? codeText(words, field, text) : text
}

/** Content of an act. `field`: what it stands under. */
export function Said({
  content,
  field = '',
  depth = 0,
}: {
  readonly content: unknown
  readonly field?: string
  readonly depth?: number
}): ReactNode {
  const words = useWords()
  if (typeof content === 'string') return <Long text={wordOf(field, content, words)} />
  if (typeof content === 'number') return numberText(content, words.language)
  if (typeof content === 'boolean') return words(content ? 'shell.yes' : 'shell.no')
  if (content === null || content === undefined) return words('shell.none')
  if (depth >= DEPTH_MAX) return <Long text={JSON.stringify(content)} />
  if (Array.isArray(content))
    return (
      <ul className="matter-list">
        {content.slice(0, ENTRIES_MAX).map((one, i) => (
          // What stands in an act never changes its order.
          <li key={i}>
            <Said content={one} field={field} depth={depth + 1} />
          </li>
        ))}
      </ul>
    )
  const fields = Object.entries(content).filter(([field]) => !ELSEWHERE.includes(field))
  const [only] = fields
  if (fields.length === 1 && only?.[0] === 'text') return <Said content={only[1]} depth={depth + 1} />
  return (
    <Facts
      of={fields
        .slice(0, ENTRIES_MAX)
        .map(([field, value]) => [
          words.knows('matter', `form.${field}`)
            ? words.term('matter', `form.${field}`)
            : plainForeign(field),
          <Said key={field} content={value} field={field} depth={depth + 1} />,
        ])}
    />
  )
}
