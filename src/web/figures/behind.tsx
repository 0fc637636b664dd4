import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { type ReactNode, useEffect, useState } from 'react'
import type { FigureMatter } from '../../report/index.ts'
import { call } from '../api/client.ts'
import { Button } from '../look/button.tsx'
import { Dialog } from '../look/dialog.tsx'
import { plainForeign } from '../look/foreign.tsx'
import { Instant } from '../look/instant.tsx'
import { useReader } from '../look/reader.tsx'
import { Refusal } from '../look/refusal.tsx'
import { useWords } from '../look/words.tsx'
import type { Figures } from './given.ts'
import { rowsOf } from './rows.ts'
import { bucketText, codeName, figureName, monthText, spanText } from './texts.ts'

const LIMIT = 50
const ID_CHARACTERS = 8

/** The matters that one figure counts, with the instants by which they are counted. */
export function Behind({
  channel,
  figures,
  figure,
  onClose,
}: {
  readonly channel: string
  readonly figures: Figures
  /** The key that the figure was given with. */
  readonly figure: string
  readonly onClose: () => void
}): ReactNode {
  const words = useWords()
  const title = useTitle(figures, figure)
  useWayBack()
  const { at, from, until } = figures
  const { data, error, fetchNextPage, hasNextPage, isFetching } = useInfiniteQuery({
    queryKey: ['figures.matters', { params: { channel, key: figure }, query: { from, until, at } }],
    queryFn: ({ pageParam, signal }) => {
      const query = { from, until, at, limit: LIMIT, ...(pageParam === null ? {} : { after: pageParam }) }
      const given = { params: { channel, key: figure }, query, signal }
      return call('figures.matters', given)
    },
    initialPageParam: null as string | null,
    getNextPageParam: ({ next }) => next,
  })
  const items = data?.pages.flatMap((page) => page.items) ?? []
  const withheld = data?.pages.reduce((sum, page) => sum + page.withheld, 0) ?? 0
  return (
    <Dialog title={title} isOpen onClose={onClose} width="52rem">
      <Refusal of={error} />
      {data !== undefined && items.length === 0 && withheld === 0 && (
        <p className="soft">{words('figures.behind-none')}</p>
      )}
      {withheld > 0 && <p className="soft">{words('figures.withheld', { count: withheld })}</p>}
      <ol className="figures-behind">
        {items.map((matter) => (
          <Counted key={matter.id} channel={channel} matter={matter} />
        ))}
      </ol>
      <div className="row">
        {hasNextPage && (
          <Button isBusy={isFetching} onPress={() => void fetchNextPage()}>
            {words('shell.more')}
          </Button>
        )}
        <Button kind="quiet" onPress={onClose}>
          {words('shell.close')}
        </Button>
      </div>
    </Dialog>
  )
}

/** To the number or the bar that was pressed: a dialog by itself does not find its way back into a plot. */
function useWayBack(): void {
  const [opener] = useState(() => document.activeElement)
  useEffect(
    () => () => {
      if (opener instanceof HTMLElement || opener instanceof SVGElement) opener.focus({ preventScroll: true })
    },
    [opener],
  )
}

/** What the figure is of, found in the figures themselves: a key says nothing to a reader. */
function useTitle(figures: Figures, key: string): string {
  const words = useWords()
  const { partyName } = useReader()
  const row = rowsOf(figures).find((one) => one.key === key && one.measure === 'count')
  if (row === undefined) return words('figures.behind')
  const { bar, code, kind, month, party, urgency, value } = row
  const parts = [
    partyName(party),
    figureName(code, words),
    kind === null ? '' : codeName('kind', kind, words),
    urgency === null ? '' : codeName('urgency', urgency, words),
    month === null ? '' : monthText(month, words.language),
    bar === undefined ? '' : bucketText(bar.fromMs, bar.upToMs, words),
  ]
  return words('figures.behind-title', {
    name: words.listed(parts.filter((part) => part !== '')),
    count: value,
  })
}

function Counted({
  channel,
  matter,
}: {
  readonly channel: string
  readonly matter: FigureMatter
}): ReactNode {
  const words = useWords()
  const { partyName } = useReader()
  const { by, drill, id, instants, kind, opened, requestKind, spans, to, urgency } = matter
  const named = [
    words(drill ? 'figures.kind-drill' : `figures.kind-${kind}`),
    requestKind === null ? '' : codeName('kind', requestKind, words),
    urgency === null ? '' : codeName('urgency', urgency, words),
  ]
  return (
    <li className="figures-counted">
      <div className="row">
        <Link
          to="/channels/$channel/matters/$matter"
          params={{ channel, matter: id }}
          className="figures-matter"
        >
          {named.filter((part) => part !== '').join(' · ')}{' '}
          <span className="soft">{id.slice(0, ID_CHARACTERS)}</span>
        </Link>
        <span className="small">{words('figures.from-to', { from: partyName(by), to: partyName(to) })}</span>
      </div>
      <dl className="facts small">
        <Fact name={words('figures.opened')}>
          <Instant at={opened} />
        </Fact>
        {Object.entries(instants).map(([code, at]) => (
          <Fact
            key={code}
            name={
              words.knows('figure-instant', code) ? words.term('figure-instant', code) : plainForeign(code)
            }
          >
            <Instant at={at} />
          </Fact>
        ))}
        {Object.entries(spans).map(([code, ms]) => (
          <Fact key={code} name={figureName(code, words)}>
            <strong>{spanText(ms, words)}</strong>
          </Fact>
        ))}
      </dl>
    </li>
  )
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }): ReactNode {
  return (
    <>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </>
  )
}
