import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useNeeded, useRead } from '../api/queries.ts'
import { ButtonLink } from '../look/button.tsx'
import { Foreign, plainForeign } from '../look/foreign.tsx'
import { Callout, Columns, Empty, Facts, PageHead, Panel, Stack } from '../look/parts.tsx'
import { useReader } from '../look/reader.tsx'
import { bytesText } from '../look/time.ts'
import { useWords } from '../look/words.tsx'
import { useSession } from '../shell/session.tsx'
import { DestroyDeed, SealDeed, TransferDeed } from './custody-deeds.tsx'
import { ExhibitName, NAME_CHARACTERS } from './exhibit-list.tsx'
import { useKeepers } from './keepers.ts'
import { Ledger } from './ledger.tsx'
import { MarksText, marksIn } from './marks-text.tsx'
import { BundleDeed, PermitDeed, ReleaseDeed } from './release-deeds.tsx'
import { type At, type Exhibit, Holders, StandingTags } from './standing.tsx'
import { ViewDeed } from './view-deed.tsx'

/** One exhibit: what it is, who holds it, its custody ledger, and what may be done. Its content is never shown here. */
export function ExhibitPage({ at, sealed }: { readonly at: At; readonly sealed: string }): ReactNode {
  const words = useWords()
  const { channel, matter: id } = at
  const { data: matter } = useNeeded('matters.get', { params: { channel, matter: id } })
  const exhibit = matter.exhibits.find((each) => each.sealed === sealed)
  if (exhibit === undefined)
    return (
      <Stack>
        <PageHead title={words('evidence.title')} />
        <Empty title={words('evidence.unknown')}>
          <ButtonLink to="/evidence">{words('evidence.all')}</ButtonLink>
        </Empty>
      </Stack>
    )
  return (
    <Stack>
      <p className="no-print">
        <Link to="/evidence">{words('evidence.back')}</Link>
      </p>
      <PageHead
        tab={words('evidence.title')}
        title={<ExhibitName exhibit={exhibit} />}
        lead={<StandingTags exhibit={exhibit} />}
      />
      <div className="no-print">
        <Columns>
          <About at={at} exhibit={exhibit} state={matter.state} />
          <Custody at={at} exhibit={exhibit} />
        </Columns>
      </div>
      <Deeds at={at} exhibit={exhibit} exhibits={matter.exhibits} />
      <Ledger at={at} exhibit={exhibit} />
    </Stack>
  )
}

function About({
  at,
  exhibit,
  state,
}: {
  readonly at: At
  readonly exhibit: Exhibit
  readonly state: unknown
}): ReactNode {
  const words = useWords()
  const { partyName } = useReader()
  return (
    <Panel title={words('evidence.about')}>
      <Facts
        of={[
          exhibit.name.length > NAME_CHARACTERS && [
            words('evidence.name'),
            <Foreign key="name" text={exhibit.name} />,
          ],
          [words('evidence.brought'), partyName(exhibit.by)],
          [words('evidence.size'), bytesText(exhibit.sealedBytes, words.language)],
          [
            words('evidence.sha256'),
            <code key="hash" className="evidence-hash">
              {exhibit.sealed}
            </code>,
          ],
          [words('evidence.marks'), <MarksText key="marks" marks={marksIn(state, exhibit.by)} />],
          [words('evidence.matter'), <MatterLink key="matter" at={at} />],
        ]}
      />
    </Panel>
  )
}

export function MatterLink({ at: { channel, matter } }: { readonly at: At }): ReactNode {
  const words = useWords()
  const { data } = useRead('headings.list', { params: { channel }, query: { matters: matter } })
  const found = data?.items[0]
  return (
    <Link to="/channels/$channel/matters/$matter" params={{ channel, matter }}>
      {found?.title === undefined || found.title === null
        ? words('evidence.matter-of', {
            kind: words.term('matter', found?.kind ?? 'evidence'),
            id: matter.slice(0, 12),
          })
        : plainForeign(found.title)}
    </Link>
  )
}

function Custody({ at, exhibit }: { readonly at: At; readonly exhibit: Exhibit }): ReactNode {
  const words = useWords()
  const { partyName } = useReader()
  const { channels } = useSession()
  const { keeperName } = useKeepers(at.channel)
  const parties = channels.find(({ id }) => id === at.channel)?.parties.map(({ id }) => id) ?? []
  return (
    <Panel title={words('evidence.who-holds')}>
      <Holders exhibit={exhibit} parties={parties} />
      <Facts
        of={[
          [words('evidence.custodian'), partyName(exhibit.custodian)],
          exhibit.keeper !== null && [
            words('evidence.keeper'),
            <bdi key="keeper">{keeperName(exhibit.keeper)}</bdi>,
          ],
          [words('evidence.viewed'), words('evidence.times', { count: exhibit.views })],
          [words('evidence.let-out'), words('evidence.times', { count: exhibit.releases })],
        ]}
      />
    </Panel>
  )
}

function Deeds({
  at,
  exhibit,
  exhibits,
}: {
  readonly at: At
  readonly exhibit: Exhibit
  readonly exhibits: readonly Exhibit[]
}): ReactNode {
  const words = useWords()
  const { may, partyName, party } = useReader()
  if (!may('evidence') && !may('export')) return null
  return (
    <div className="no-print">
      <Panel title={words('evidence.deeds')}>
        <p className="soft">{words('evidence.deeds-lead')}</p>
        {exhibit.shutBy !== null && (
          <Callout tone="warn">
            <p>
              {exhibit.shutBy === party
                ? words('evidence.shut-by-us')
                : words('evidence.shut-by', { party: partyName(exhibit.shutBy) })}
            </p>
          </Callout>
        )}
        <div className="row">
          {may('evidence') && (
            <>
              <ViewDeed at={at} exhibit={exhibit} />
              <TransferDeed at={at} exhibit={exhibit} />
              <SealDeed at={at} exhibit={exhibit} />
              <PermitDeed at={at} exhibit={exhibit} />
              <ReleaseDeed at={at} exhibit={exhibit} />
            </>
          )}
          <BundleDeed at={at} exhibits={exhibits} />
          {may('evidence') && <DestroyDeed at={at} exhibit={exhibit} />}
        </div>
      </Panel>
    </div>
  )
}
