import type { ReactNode } from 'react'
import type { Reply } from '../../api/client.ts'
import { useRead } from '../../api/queries.ts'
import { Button, ButtonLink } from '../../look/button.tsx'
import { Foreign } from '../../look/foreign.tsx'
import { Ago } from '../../look/instant.tsx'
import { Tag } from '../../look/parts.tsx'
import { useReader } from '../../look/reader.tsx'
import { useWords } from '../../look/words.tsx'
import { actText } from './act-text.ts'
import type { Compose } from './composing.ts'
import type { Detail } from './given.ts'
import { useColleagues } from './here.ts'

type Draft = Reply<'drafts.list'>['items'][number]
const LOOKED_AT = 200

/** Acts about this matter that somebody of ours is still writing, or that wait for a second officer. */
export function DraftsHere({
  detail,
  onCompose,
}: {
  readonly detail: Detail
  readonly onCompose: Compose
}): ReactNode {
  const words = useWords()
  const { party, partyName, user } = useReader()
  const { userName } = useColleagues()
  const lists = (['mine', 'seat', 'to-approve'] as const).map((list) => ({
    query: { list, limit: LOOKED_AT },
  }))
  const mine = useRead('drafts.list', lists[0] ?? {})
  const shared = useRead('drafts.list', lists[1] ?? {})
  const waiting = useRead('drafts.list', lists[2] ?? {})
  const all = new Map<string, Draft>()
  for (const { data } of [mine, shared, waiting])
    for (const draft of data?.items ?? [])
      if (draft.content.about === detail.id && draft.act === null && !draft.discarded)
        all.set(draft.id, draft)
  if (all.size === 0) return null
  return (
    <section className="stack" data-gap="small" aria-labelledby="matter-drafts">
      <h3 id="matter-drafts">{words('matter.drafts', { count: all.size })}</h3>
      <ul className="matter-list">
        {[...all.values()].map((draft) => (
          <li key={draft.id} className="row">
            <span>{`${partyName(party)} ${actText(words, draft.content.type)}`}</span>
            <Tag>{words.term('matter', `draft.${draft.state}`)}</Tag>
            <span className="small soft">
              <Foreign text={userName(draft.editor)} /> <Ago at={draft.changed} />
            </span>
            {draft.author === user && draft.state === 'editing' ? (
              <Button size="small" onPress={() => onCompose({ type: draft.content.type, draft: draft.id })}>
                {words('matter.draft-go-on')}
              </Button>
            ) : (
              <ButtonLink size="small" to="/drafts">
                {words('matter.draft-look')}
              </ButtonLink>
            )}
          </li>
        ))}
      </ul>
    </section>
  )
}
