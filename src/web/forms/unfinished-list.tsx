import { Link } from '@tanstack/react-router'
import { type ReactNode, useEffect, useState } from 'react'
import { Foreign } from '../look/foreign.tsx'
import { Instant } from '../look/instant.tsx'
import { Callout, Tag } from '../look/parts.tsx'
import { useReader } from '../look/reader.tsx'
import { useWords } from '../look/words.tsx'
import { textAt } from './content.ts'
import { type Unfinished, unfinished } from './open-draft.ts'
import { useJournal } from './use-draft.tsx'

const LISTED_MAX = 5

/** One's own drafts of a type that have not become acts, wherever they are kept: nothing that was typed is out of sight. */
export function UnfinishedList({ type }: { readonly type: string }): ReactNode {
  const words = useWords()
  const list = useUnfinished((content) => content.type === type)
  if (list.length === 0) return null
  return (
    <Callout role="status">
      <p>{words('forms.unfinished', { count: list.length })}</p>
      <ul className="forms-plain-list">
        {list.slice(0, LISTED_MAX).map(({ place, channel, content, changedMs, isHere }) => (
          <li key={place}>
            <Link to="/requests/new" search={{ channel, draft: place }}>
              <Foreign text={textAt(content, 'form.title') || words('forms.untitled')} />
            </Link>{' '}
            <Instant at={new Date(changedMs).toISOString()} zones={[]} />{' '}
            {isHere && <Tag tone="warn">{words('forms.only-here')}</Tag>}
          </li>
        ))}
      </ul>
      {list.length > LISTED_MAX && <Link to="/drafts">{words('forms.all-drafts')}</Link>}
    </Callout>
  )
}

/** As of when it was first shown. */
export function useUnfinished(wanted: Parameters<typeof unfinished>[1]): readonly Unfinished[] {
  const { user } = useReader()
  const journal = useJournal()
  const [list, setList] = useState<readonly Unfinished[]>([])
  useEffect(() => {
    let isShown = true
    unfinished({ journal, user }, wanted).then(
      (found) => {
        if (isShown) setList(found)
      },
      // The node says nothing of one's drafts now: the screen of drafts tells why.
      () => undefined,
    )
    return () => {
      isShown = false
    }
    // What is wanted is said anew at each render and means the same.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [journal, user])
  return list
}
