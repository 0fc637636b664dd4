import { useParams, useSearch } from '@tanstack/react-router'
import { type ReactNode, useEffect, useMemo, useRef, useState } from 'react'
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
import { KnownHere } from './page/named.tsx'
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
  const composer = useRef<HTMLDivElement>(null)
  const wasComposing = useRef(false)
  useEffect(() => {
    if (composing === undefined && !wasComposing.current) return
    wasComposing.current = composing !== undefined
    // To where the act is written; and back to where it was begun when it is done or left.
    composer.current?.scrollIntoView({ block: 'nearest' })
    composer.current?.focus({ preventScroll: true })
  }, [composing])
  const { exhibits } = detail
  const known = useMemo(() => ({ channel: place.channel, exhibits }), [place.channel, exhibits])
  return (
    <KnownHere value={known}>
      <div className="matter">
        <Head detail={detail} state={state} acts={thread.acts}>
          <PrintButton thread={thread} />
        </Head>
        <div ref={composer} tabIndex={-1} className="matter-composer">
          <DeedsBar detail={detail} state={state} may={may} composing={composing} onCompose={setComposing} />
        </div>
        <div className="matter-columns">
          <div className="stack matter-record">
            <MatterFacts detail={detail} state={state} acts={thread.acts} />
            {state !== undefined && (
              <Timeline
                detail={detail}
                state={state}
                acts={thread.acts}
                isWhole={thread.acts.length >= detail.actCount}
              />
            )}
            <Thread
              detail={detail}
              state={state}
              thread={thread}
              wanted={wanted}
              may={may}
              onDo={setComposing}
            />
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
          <PrivateSide detail={detail} may={may} onCompose={setComposing} />
        </div>
      </div>
    </KnownHere>
  )
}
