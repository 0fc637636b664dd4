import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { type ReactNode, useEffect, useState, useSyncExternalStore } from 'react'
import { Button, ButtonLink } from '../look/button.tsx'
import { Callout, Empty, PageHead, Panel } from '../look/parts.tsx'
import { useReader } from '../look/reader.tsx'
import { Refusal } from '../look/refusal.tsx'
import { useWords } from '../look/words.tsx'
import { useSession } from '../shell/session.tsx'
import { Waiting } from '../shell/waiting.tsx'
import { Apart } from './apart.tsx'
import { CopyEarlier } from './copy-earlier.tsx'
import { DraftFiles } from './draft-files.tsx'
import { FaultList } from './fault-list.tsx'
import { Finish, useIsLocked } from './finish.tsx'
import { type DraftContent, textAt } from './content.ts'
import { discardDraft } from './node-drafts.ts'
import type { DraftHold } from './hold.ts'
import { KeptBar, useGuard } from './kept.tsx'
import { drawPlace } from './open-draft.ts'
import { useOtherParties } from './other-parties.ts'
import { PlannedDeadlines } from './plan.tsx'
import { Preview } from './preview.tsx'
import { type Made, Recorded } from './recorded.tsx'
import { BasisSection, nameOf, useAgencies } from './request-basis.tsx'
import { HandlingSection, PeopleSection, SubstanceSection, WantedSection } from './request-substance.tsx'
import { blankRequest } from './start-request.ts'
import { UnfinishedList } from './unfinished-list.tsx'
import { useCheck } from './use-check.ts'
import { useChannel, useDraft, usePlace, WithForm } from './use-draft.tsx'
import './forms.css'

const route = getRouteApi('/requests/new')

/** A request for assistance, from the first word to the record. */
export function NewRequest(): ReactNode {
  const { channel, draft, copy } = route.useSearch()
  const { channels } = useSession()
  const words = useWords()
  const first = channels.find(({ status }) => status === 'open')?.id
  const chosen = channels.some(({ id }) => id === channel) ? channel : first
  if (chosen === undefined)
    return (
      <>
        <PageHead title={words('forms.title')} />
        <Empty title={words('forms.no-channel')} />
      </>
    )
  return <RequestDraft key={copy ?? ''} channel={chosen} draft={draft ?? null} copy={copy} />
}

function RequestDraft({
  channel,
  draft,
  copy,
}: {
  readonly channel: string
  readonly draft: string | null
  readonly copy: string | undefined
}): ReactNode {
  const navigate = useNavigate()
  const [made, setMade] = useState<Made>()
  const start = useBlank(channel)
  const { fault, hold, missing } = useDraft({ channel, place: draft, start })
  useGuard(hold)
  if (made !== undefined) return <Instead>{<Recorded made={made} />}</Instead>
  if (missing) return <Missing />
  if (fault !== undefined) return <Instead>{<Refusal of={fault} />}</Instead>
  if (hold === undefined) return <Waiting />
  return (
    <RequestForm
      key={hold.key}
      hold={hold}
      isNew={draft === null}
      copy={copy}
      onMade={setMade}
      onDiscarded={() => void navigate({ to: '/drafts' })}
      onChannel={(next) => {
        const old = hold.moveTo(next, drawPlace())
        if (old !== undefined) void discardDraft(old).catch(() => undefined)
      }}
    />
  )
}

/** What stands where the form would. */
function Instead({ children }: { readonly children: ReactNode }): ReactNode {
  const words = useWords()
  return (
    <>
      <PageHead title={words('forms.title')} />
      {children}
    </>
  )
}

function Missing(): ReactNode {
  const words = useWords()
  return (
    <Instead>
      <Callout tone="warn" role="alert">
        <p>{words('forms.draft-missing')}</p>
      </Callout>
      <UnfinishedList type="request.open" />
      <ButtonLink to="/requests/new">{words('forms.begin-anew')}</ButtonLink>
    </Instead>
  )
}

/** A new request with all that is known before anybody has typed: who asks, and whom where there is only one. */
function useBlank(channel: string): () => DraftContent {
  const { language } = useWords()
  const { me } = useSession()
  const { party, partyName } = useReader()
  const [own] = useAgencies(channel, party)
  const others = useOtherParties(channel)
  const country = own?.country ?? undefined
  const name = own === undefined ? partyName(party) : nameOf(own, language)
  return () =>
    blankRequest({
      me,
      language,
      to: others.length === 1 ? others[0]?.id : undefined,
      requesting: country === undefined ? { name } : { name, country },
    })
}

interface RequestFormProps {
  readonly hold: DraftHold
  readonly isNew: boolean
  readonly copy: string | undefined
  readonly onMade: (made: Made) => void
  readonly onDiscarded: () => void
  readonly onChannel: (channel: string) => void
}

function RequestForm(props: RequestFormProps): ReactNode {
  const { copy, hold, isNew, onMade, onDiscarded } = props
  const words = useWords()
  const agency = useAgencyOf(hold)
  const book = useCheck(hold, agency)
  const isLocked = useIsLocked(hold)
  const [isPreviewing, setPreviewing] = useState(false)
  usePlaceInAddress(hold)
  return (
    <WithForm hold={hold} book={book} isLocked={isLocked}>
      <PageHead title={words('forms.title')} lead={words('forms.lead')} />
      <KeptBar hold={hold} onDiscarded={onDiscarded} />
      {isNew && <UnfinishedList type="request.open" />}
      {isNew && <CopyEarlier hold={hold} from={copy} />}
      <Apart hold={hold} />
      <div className="forms-sides">
        <div className="stack" data-gap="large">
          <BasisSection agency={agency} onChannel={props.onChannel} />
          <SubstanceSection />
          <WantedSection />
          <PeopleSection />
          <HandlingSection />
          <Panel title={words('forms.label-files')}>
            <DraftFiles />
          </Panel>
        </div>
        <aside className="forms-aside" aria-label={words('forms.aside')}>
          <Panel title={words('forms.deadlines')}>
            <PlannedDeadlines agency={agency} />
          </Panel>
          <Panel title={words('forms.check')}>
            <FaultList book={book} />
          </Panel>
          <Finish hold={hold} book={book} deed={words('forms.record-request')} onMade={onMade}>
            <Button onPress={() => setPreviewing(true)}>{words('forms.preview')}</Button>
          </Finish>
        </aside>
      </div>
      {isPreviewing && <Preview hold={hold} onClose={() => setPreviewing(false)} />}
    </WithForm>
  )
}

/** The agency that the form names as the one that is asked, as the partner lists it. */
function useAgencyOf(hold: DraftHold): string | undefined {
  const textOf = (field: string): string => textAt(hold.content(), field)
  const to = useSyncExternalStore(hold.subscribe, () => textOf('data.to'))
  const name = useSyncExternalStore(hold.subscribe, () => textOf('form.requested.name'))
  const channel = useChannel(hold)
  const agencies = useAgencies(channel, to)
  return agencies.find(({ names }) => Object.values(names).includes(name))?.id
}

/** The draft's id in the address as soon as there is something to come back to. */
function usePlaceInAddress(hold: DraftHold): void {
  const navigate = useNavigate()
  const place = usePlace(hold)
  const channel = useChannel(hold)
  const isBegun = useSyncExternalStore(hold.subscribe, () => hold.keeping().where !== 'nowhere-yet')
  useEffect(() => {
    if (isBegun) void navigate({ to: '/requests/new', search: { channel, draft: place }, replace: true })
  }, [navigate, isBegun, place, channel])
}
