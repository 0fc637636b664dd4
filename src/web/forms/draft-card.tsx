import { Link } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'
import { useDo } from '../api/queries.ts'
import { Button } from '../look/button.tsx'
import { Foreign, plainForeign } from '../look/foreign.tsx'
import { Instant } from '../look/instant.tsx'
import { Callout, Panel, Tag, type Tone } from '../look/parts.tsx'
import { useReader } from '../look/reader.tsx'
import { Refusal } from '../look/refusal.tsx'
import { tell } from '../look/toast.tsx'
import { useWords } from '../look/words.tsx'
import { useSession } from '../shell/session.tsx'
import { type DraftContent, type DraftInfo, textAt } from './content.ts'
import { DraftLink } from './draft-link.tsx'
import type { Unfinished } from './open-draft.ts'

/** What a draft is called: by its title, else by its act. */
export function useTitle(content: DraftContent): string {
  const words = useWords()
  const title = textAt(content, 'form.title')
  const act = words.term('act', content.type)
  return title === '' ? act : `${plainForeign(title)} \u00b7 ${act}`
}

const TONES: Readonly<Record<string, Tone>> = {
  'awaiting-approval': 'warn',
  approved: 'good',
  rejected: 'bad',
  submitted: 'plain',
}

/** One act in the making, and what may be done with it now. */
export function DraftCard({ draft }: { readonly draft: DraftInfo }): ReactNode {
  const words = useWords()
  const { user } = useReader()
  const title = useTitle(draft.content)
  const { author, changed, channel, content, discarded, reason, seat, state } = draft
  return (
    <Panel
      title={title}
      level={2}
      aside={<Tag tone={TONES[state] ?? 'private'}>{words.term('choice', `draft-${state}`)}</Tag>}
      tone="private"
    >
      <p className="soft">
        <Instant at={changed} zones={[]} /> {author !== user && words('forms.of-colleague')}{' '}
        {seat !== null && <Tag>{words('forms.shared')}</Tag>}
      </p>
      {state === 'rejected' && reason !== null && (
        <p>
          {words('forms.rejected')} <Foreign text={reason} />
        </p>
      )}
      {content.about !== undefined && (
        <p>
          <Link to="/channels/$channel/matters/$matter" params={{ channel, matter: content.about }}>
            {words('forms.about-matter')}
          </Link>
        </p>
      )}
      <div className="row">{discarded ? <TakeBack draft={draft} /> : <Deeds draft={draft} />}</div>
    </Panel>
  )
}

function Deeds({ draft }: { readonly draft: DraftInfo }): ReactNode {
  const words = useWords()
  const { user } = useReader()
  const { me } = useSession()
  const title = useTitle(draft.content)
  const discard = useDo('drafts.discard')
  const takeBack = useDo('drafts.take-back')
  const share = useDo('drafts.share')
  const [fault, setFault] = useState<unknown>()
  const params = { draft: draft.id }
  const own = me.grants[0]?.seat
  const put = async (): Promise<void> => {
    try {
      await discard.mutateAsync({ params })
      tell(words('forms.discarded'), () => takeBack.mutateAsync({ params }))
    } catch (cause) {
      setFault(cause)
    }
  }
  const seat = draft.seat === null ? (own ?? null) : null
  return (
    <>
      <OpenLink of={{ ...draft, place: draft.id }} title={title} />
      {draft.author === user && own !== undefined && (
        <Button
          size="small"
          onPress={() => void share.mutateAsync({ params, body: { seat } }).catch(setFault)}
        >
          {draft.seat === null ? words('forms.share') : words('forms.unshare')}
        </Button>
      )}
      <Button
        size="small"
        kind="quiet"
        aria-label={words('forms.discard-named', { title })}
        onPress={() => void put()}
      >
        {words('forms.discard')}
      </Button>
      <Refusal of={fault} />
    </>
  )
}

function TakeBack({ draft }: { readonly draft: DraftInfo }): ReactNode {
  const words = useWords()
  const title = useTitle(draft.content)
  const takeBack = useDo('drafts.take-back')
  return (
    <>
      <Button
        aria-label={words('forms.take-back-named', { title })}
        isBusy={takeBack.isPending}
        onPress={() => takeBack.mutate({ params: { draft: draft.id } })}
      >
        {words('forms.take-back')}
      </Button>
      <Refusal of={takeBack.error} />
    </>
  )
}

function OpenLink({
  of,
  title,
}: {
  readonly of: Pick<Unfinished, 'channel' | 'content' | 'place'>
  readonly title: string
}): ReactNode {
  const words = useWords()
  return (
    <DraftLink
      of={of}
      className="button"
      data-kind="main"
      data-size="small"
      aria-label={words('forms.open-named', { title })}
    >
      {words('forms.open')}
    </DraftLink>
  )
}

/** What only this browser has: the node was never reached while it was written. */
export function OnlyHere({ of }: { readonly of: Unfinished }): ReactNode {
  const words = useWords()
  const title = useTitle(of.content)
  return (
    <Panel title={title} tone="private" aside={<Tag tone="warn">{words('forms.only-here')}</Tag>}>
      <p className="soft">
        <Instant at={new Date(of.changedMs).toISOString()} zones={[]} />
      </p>
      <Callout tone="warn">
        <p>{words('forms.only-here-explained')}</p>
      </Callout>
      <div className="row">
        <OpenLink of={of} title={title} />
      </div>
    </Panel>
  )
}
