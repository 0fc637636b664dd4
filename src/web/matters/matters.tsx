import { Link, useSearch } from '@tanstack/react-router'
import { type ReactNode, useMemo, useState } from 'react'
import { Button, ButtonLink } from '../look/button.tsx'
import { Empty, PageHead } from '../look/parts.tsx'
import { useReader } from '../look/reader.tsx'
import { LinkTabs } from '../look/tabs.tsx'
import { useWords } from '../look/words.tsx'
import { useSession } from '../shell/session.tsx'
import type { Own } from './list/fetch-page.ts'
import { KeysHelp } from './list/help.tsx'
import { MatterList } from './list/list.tsx'
import { Narrowing } from './list/narrow.tsx'
import { SavedViews } from './list/saved.tsx'
import { useRows } from './list/use-rows.ts'
import { type View, VIEWS, addressText, askedBy, searchOf } from './list/views.ts'

/** Every matter of every channel, seen one way or another; the address says which. */
export function Matters(): ReactNode {
  const words = useWords()
  const { may } = useReader()
  const address = useSearch({ from: '/matters' })
  const query = addressText(address)
  // The address is read anew by the router at every change of anything: its text tells whether it is the same.
  // oxlint-disable-next-line react/exhaustive-deps
  const asked = useMemo(() => askedBy(address), [query])
  const own = useOwn()
  const [isHelping, setHelping] = useState(false)
  const rows = useRows(asked, own)
  const isNarrow = Object.keys(asked.narrow).length > 0
  const { channel, kind, party, status } = address
  return (
    <>
      <PageHead title={words('matters.title')}>
        <span className="lists-keys-help">
          <Button kind="quiet" onPress={() => setHelping(true)} aria-keyshortcuts="?">
            {words('shell.keys')}
          </Button>
        </span>
        {may('act') && (
          <ButtonLink to="/requests/new" kind="main">
            {words('matters.new-request')}
          </ButtonLink>
        )}
      </PageHead>
      <LinkTabs label={words('matters.views')}>
        {VIEWS.filter((view) => view !== 'assigned' || own.worksHere).map((view) => (
          <Link
            key={view}
            to="/matters"
            search={searchOf({ list: view, channel, kind, party, status })}
            className="tab"
            activeProps={{ 'aria-current': undefined }}
            aria-current={asked.view === view ? 'page' : undefined}
          >
            {words(`matters.view-${view}`)}
          </Link>
        ))}
      </LinkTabs>
      <div className="lists-tools">
        <Narrowing address={address} />
        <SavedViews address={address} />
      </div>
      <MatterList
        key={query}
        rows={rows}
        onHelp={() => setHelping(true)}
        empty={<Nothing view={asked.view} isNarrow={isNarrow} />}
      />
      {isHelping && <KeysHelp onClose={() => setHelping(false)} />}
    </>
  )
}

function useOwn(): Own {
  const { channels, me } = useSession()
  const { may } = useReader()
  const worksHere = may('draft')
  return useMemo(
    () => ({
      channels: channels.filter(({ status }) => status === 'open').map(({ id }) => id),
      seats: [...new Set(me.grants.map(({ seat }) => seat))],
      worksHere,
    }),
    [channels, me, worksHere],
  )
}

/** What would stand here, and how it comes about. */
function Nothing({ view, isNarrow }: { readonly view: View; readonly isNarrow: boolean }): ReactNode {
  const words = useWords()
  return (
    <Empty title={words(isNarrow ? 'matters.none-narrow' : 'matters.none')}>
      <p>{words(`matters.none-${view}`)}</p>
      {isNarrow ? (
        <Link to="/matters" search={{ list: view }} className="button">
          {words('matters.widen')}
        </Link>
      ) : (
        view !== 'all' && (
          <Link to="/matters" search={{ list: 'all' }} className="button">
            {words('matters.see-all')}
          </Link>
        )
      )}
    </Empty>
  )
}
