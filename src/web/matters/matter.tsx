import { useParams, useSearch } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'
import { useNeeded } from '../api/queries.ts'
import { ExhibitList } from '../evidence/exhibit-list.tsx'
import { Empty, Panel } from '../look/parts.tsx'
import { useWords } from '../look/words.tsx'
import type { Composing } from './page/composing.ts'
import { CarryOut, PrintButton } from './page/carry-out.tsx'
import { DeedsBar } from './page/deeds-bar.tsx'
import { MatterFacts } from './page/facts.tsx'
import { type Place, stateOf } from './page/given.ts'
import { Head } from './page/head.tsx'
import { useHere } from './page/here.ts'
import './page/matter.css'
import { PrivateSide } from './page/private-side.tsx'
import { Thread } from './page/thread.tsx'
import { useThread } from './page/thread-query.ts'
import { Timeline } from './page/timeline.tsx'

/** One matter, whatever its kind: all that both sides hold of it, and apart from that what only we do. */
export function Matter(): ReactNode {
  const { channel, matter } = useParams({ from: '/channels/$channel/matters/$matter' })
  const { act } = useSearch({ from: '/channels/$channel/matters/$matter' })
  return <MatterPage key={matter} place={{ channel, matter }} wanted={act} />
}

function MatterPage({
  place,
  wanted,
}: {
  readonly place: Place
  readonly wanted: string | undefined
}): ReactNode {
  const words = useWords()
  const { data: detail } = useNeeded('matters.get', { params: { ...place } })
  const thread = useThread(place)
  const may = useHere(place)
  const [composing, setComposing] = useState<Composing>()
  const state = stateOf(detail)
  const compose = (next: Composing | undefined): void => {
    setComposing(next)
    if (next !== undefined) document.getElementById('matter-composer')?.scrollIntoView({ block: 'start' })
  }
  return (
    <div className="matter">
      <Head detail={detail} state={state} acts={thread.acts}>
        <PrintButton thread={thread} />
      </Head>
      <div id="matter-composer">
        <DeedsBar detail={detail} state={state} may={may} composing={composing} onCompose={compose} />
      </div>
      <div className="matter-columns">
        <div className="stack matter-record">
          <MatterFacts detail={detail} state={state} acts={thread.acts} />
          {state !== undefined && (
            <Timeline detail={detail} state={state} acts={thread.acts} isWhole={!thread.hasMore} />
          )}
          <Thread detail={detail} state={state} thread={thread} wanted={wanted} may={may} onDo={compose} />
          <Panel title={words('matter.exhibits', { count: detail.exhibits.length })}>
            {detail.exhibits.length === 0 ? (
              <Empty title={words('matter.exhibits-none')}>
                <p>{words('matter.exhibits-none-hint')}</p>
              </Empty>
            ) : (
              <ExhibitList channel={place.channel} matter={place.matter} exhibits={detail.exhibits} />
            )}
          </Panel>
          <CarryOut detail={detail} may={may} />
        </div>
        <PrivateSide detail={detail} may={may} onCompose={compose} />
      </div>
    </div>
  )
}
