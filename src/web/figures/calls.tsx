import { type ReactNode, Suspense } from 'react'
import { Empty, Panel } from '../look/parts.tsx'
import { useReader } from '../look/reader.tsx'
import { useWords } from '../look/words.tsx'
import { CountsTable } from './counts-table.tsx'
import type { Asked, CallFigures, Figures } from './given.ts'
import { Means } from './means.tsx'
import { figureName } from './texts.ts'
import { TimingTable } from './timing-table.tsx'
import { piece } from '../look/piece.tsx'

const Distribution = piece(async () => (await import('./distribution.tsx')).Distribution)

/** Real calls, and apart from them the drills. */
export function Calls({ asked, figures }: { readonly asked: Asked; readonly figures: Figures }): ReactNode {
  const words = useWords()
  const mine = (all: readonly CallFigures[]): readonly CallFigures[] =>
    all.filter(({ party }) => asked.party === undefined || party === asked.party)
  return (
    <>
      <CallsPanel
        title={words('figures.calls')}
        none={words('figures.calls-none')}
        calls={mine(figures.calls)}
      />
      <CallsPanel
        title={words('figures.drills')}
        none={words('figures.drills-none')}
        note={words('figures.drills-apart')}
        calls={mine(figures.drills)}
      />
    </>
  )
}

function CallsPanel({
  title,
  none,
  note,
  calls,
}: {
  readonly title: string
  readonly none: string
  readonly note?: string
  readonly calls: readonly CallFigures[]
}): ReactNode {
  const words = useWords()
  const { partyName } = useReader()
  const highest = Math.max(
    1,
    ...calls.flatMap(({ timings }) => timings['picked-up'].buckets.map(({ count }) => count)),
  )
  return (
    <Panel title={title} aside={note !== undefined && <span className="soft small">{note}</span>}>
      {calls.length === 0 ? (
        <Empty title={none} />
      ) : (
        <>
          <div className="figures-parties">
            {calls
              .filter(({ timings }) => timings['picked-up'].count > 0)
              .map(({ party, timings }) => {
                const label = words.listed([title, partyName(party), figureName('picked-up', words)])
                return (
                  <figure key={party} className="figures-plot figures-party">
                    <figcaption>
                      {partyName(party)}
                      {': '}
                      <Means code="picked-up" />
                    </figcaption>
                    <Suspense fallback={<div className="figures-room" />}>
                      <Distribution
                        timing={timings['picked-up']}
                        code="picked-up"
                        party={partyName(party)}
                        highest={highest}
                      />
                    </Suspense>
                    <details>
                      <summary>{words('figures.as-table')}</summary>
                      <TimingTable timing={timings['picked-up']} label={label} />
                    </details>
                  </figure>
                )
              })}
          </div>
          <CountsTable
            label={title}
            columns={calls.map(({ counts, party, timings }) => ({ name: partyName(party), counts, timings }))}
          />
        </>
      )}
    </Panel>
  )
}
