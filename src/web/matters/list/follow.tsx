import { useQueries, useQueryClient } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { ToggleButton } from 'react-aria-components'
import { readOf } from '../../api/queries.ts'
import { tell } from '../../look/toast.tsx'
import { refusalText } from '../../look/refusal.tsx'
import { useWords } from '../../look/words.tsx'
import { useSession } from '../../shell/session.tsx'
import { tellDone } from './bulk.tsx'
import { follow, unfollow } from './deeds.ts'
import { type Row, nameOf } from './matter-key.ts'

/** Names of the matters that the reader follows, in all channels. */
export function useFollowed(): ReadonlySet<string> {
  const { channels } = useSession()
  const open = channels.filter(({ status }) => status === 'open')
  const lists = useQueries({
    queries: open.map(({ id }) => readOf('follows.list', { params: { channel: id } })),
  })
  return new Set(
    lists.flatMap(({ data }, at) =>
      (data?.items ?? []).map((id) => nameOf({ channel: open[at]?.id ?? '', id })),
    ),
  )
}

/** Follows a matter or leaves it; whoever follows hears of every change. */
export function Follow({ row, isFollowed }: { readonly row: Row; readonly isFollowed: boolean }): ReactNode {
  const words = useWords()
  const client = useQueryClient()
  const change = (wanted: boolean): void => {
    const done = wanted ? follow(client, [row], new Set()) : unfollow(client, [row])
    done.then(
      (one) => tellDone(words(wanted ? 'matters.follow' : 'matters.unfollow'), one, words),
      (cause: unknown) => tell(refusalText(cause, words)),
    )
  }
  return (
    <ToggleButton
      className="lists-follow no-print"
      isSelected={isFollowed}
      onChange={change}
      aria-label={words('matters.follow')}
    >
      <span aria-hidden="true">{isFollowed ? '\u2605' : '\u2606'}</span>
    </ToggleButton>
  )
}
