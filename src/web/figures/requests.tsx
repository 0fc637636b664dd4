import { type ReactNode, Suspense } from 'react'
import { Panel, Stack } from '../look/parts.tsx'
import { useReader } from '../look/reader.tsx'
import { Table } from '../look/table.tsx'
import { useWords } from '../look/words.tsx'
import { ByKind } from './by-kind.tsx'
import { CountsTable } from './counts-table.tsx'
import type { Asked, Figures, RequestFigures } from './given.ts'
import { Means } from './means.tsx'
import { NumberLink } from './number-link.tsx'
import { figureName, monthText } from './texts.ts'
import { TimingTable } from './timing-table.tsx'
import { piece } from '../look/piece.tsx'

const Distribution = piece(async () => (await import('./distribution.tsx')).Distribution)
const ByMonth = piece(async () => (await import('./by-month.tsx')).ByMonth)

const TIMINGS = ['acknowledged', 'answered'] as const
const MONTH_CODES = ['asked', 'answered-in-time', 'answered-late', 'open-overdue'] as const

/** How each party answers what it is asked. */
export function Requests({
  asked,
  figures,
}: {
  readonly asked: Asked
  readonly figures: Figures
}): ReactNode {
  const words = useWords()
  const { partyName } = useReader()
  const groups = figures.requests.answering.filter(
    (one) =>
      one.kind === (asked.kind ?? null) &&
      one.urgency === (asked.urgency ?? null) &&
      (asked.party === undefined || one.party === asked.party),
  )
  const highest = Math.max(
    1,
    ...groups.flatMap(({ timings }) =>
      TIMINGS.flatMap((code) => timings[code].buckets.map(({ count }) => count)),
    ),
  )
  const mostAsked = Math.max(
    1,
    ...groups.flatMap(({ months }) => months.map(({ counts }) => counts.asked.count)),
  )
  return (
    <Stack>
      <Panel title={words('figures.speed')}>
        {groups.length === 0 && (
          <p className="soft">
            {words('figures.no-requests', {
              party: asked.party === undefined ? words('figures.all-parties') : partyName(asked.party),
            })}
          </p>
        )}
        <div className="figures-parties">
          {groups.map((group) => (
            <Speed key={group.party} group={group} highest={highest} mostAsked={mostAsked} />
          ))}
        </div>
      </Panel>
      {groups.length > 0 && (
        <Panel title={words('figures.counts')}>
          <CountsTable
            label={words('figures.counts')}
            columns={groups.map(({ counts, party, timings }) => ({
              name: partyName(party),
              counts,
              timings,
            }))}
          />
        </Panel>
      )}
      <Made asked={asked} figures={figures} />
      {asked.kind === undefined && asked.urgency === undefined && (
        <ByKind
          groups={figures.requests.answering.filter(
            ({ kind, party, urgency }) =>
              kind !== null && urgency !== null && (asked.party === undefined || party === asked.party),
          )}
        />
      )}
    </Stack>
  )
}

function Made({ asked, figures }: { readonly asked: Asked; readonly figures: Figures }): ReactNode {
  const words = useWords()
  const { partyName } = useReader()
  const made = figures.requests.opened.filter(
    ({ party }) => asked.party === undefined || party === asked.party,
  )
  if (made.length === 0 || asked.kind !== undefined || asked.urgency !== undefined) return null
  return (
    <Panel title={words('figures.made')}>
      <CountsTable
        label={words('figures.made')}
        columns={made.map(({ party, total }) => ({ name: partyName(party), counts: { opened: total } }))}
      />
    </Panel>
  )
}

function Speed({
  group,
  highest,
  mostAsked,
}: {
  readonly group: RequestFigures
  readonly highest: number
  readonly mostAsked: number
}): ReactNode {
  const words = useWords()
  const { partyName } = useReader()
  const party = partyName(group.party)
  return (
    <section className="figures-party" aria-label={words('figures.speed-of', { party })}>
      <h3>{words('figures.speed-of', { party })}</h3>
      {TIMINGS.map((code) => (
        <figure key={code} className="figures-plot">
          <figcaption>
            <Means code={code} />
          </figcaption>
          {group.timings[code].count === 0 ? (
            <p className="soft small">{words('figures.no-times')}</p>
          ) : (
            <>
              <Suspense fallback={<div className="figures-room" />}>
                <Distribution timing={group.timings[code]} code={code} party={party} highest={highest} />
              </Suspense>
              <details>
                <summary>{words('figures.as-table')}</summary>
                <TimingTable
                  timing={group.timings[code]}
                  label={words.listed([figureName(code, words), party])}
                />
              </details>
            </>
          )}
        </figure>
      ))}
      {group.months.length > 0 && (
        <figure className="figures-plot">
          <figcaption>{words('figures.by-month')}</figcaption>
          <Suspense fallback={<div className="figures-room" />}>
            <ByMonth months={group.months} party={party} highest={mostAsked} />
          </Suspense>
          <details>
            <summary>{words('figures.as-table')}</summary>
            <MonthTable group={group} label={words.listed([words('figures.by-month'), party])} />
          </details>
        </figure>
      )}
    </section>
  )
}

function MonthTable({ group, label }: { readonly group: RequestFigures; readonly label: string }): ReactNode {
  const words = useWords()
  return (
    <Table
      label={label}
      head={[words('figures.month'), ...MONTH_CODES.map((code) => ({ number: figureName(code, words) }))]}
    >
      {group.months.map(({ counts, month }) => {
        const name = monthText(month, words.language)
        return (
          <tr key={month}>
            <th scope="row">{name}</th>
            {MONTH_CODES.map((code) => (
              <td key={code} className="number">
                <NumberLink of={counts[code]} name={words.listed([name, figureName(code, words)])} />
              </td>
            ))}
          </tr>
        )
      })}
    </Table>
  )
}
