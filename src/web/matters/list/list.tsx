import { useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useEffect, useState } from 'react'
import { hasLetters } from '../../effects/kept-lists.ts'
import { Button } from '../../look/button.tsx'
import { Check } from '../../look/field.tsx'
import { Callout } from '../../look/parts.tsx'
import { useReader } from '../../look/reader.tsx'
import { Refusal } from '../../look/refusal.tsx'
import { numberText } from '../../look/time.ts'
import { useWords } from '../../look/words.tsx'
import { Waiting } from '../../shell/waiting.tsx'
import { Bulk, tellDone } from './bulk.tsx'
import { assignTo, type Done, follow, unfollow } from './deeds.ts'
import { type Row, nameOf } from './matter-key.ts'
import { MatterLine } from './row.tsx'
import { Follow, useFollowed } from './follow.tsx'
import { type Frames, PRINTED_ROWS_MAX, useFrames } from './use-frames.ts'
import { useListKeys } from './use-list-keys.ts'
import type { Rows } from './use-rows.ts'
import './list.css'

/** Rows from the end at which the next page is asked for: it is here before the reader is. */
const AHEAD_ROWS = 40

/** A list of matters of any length, of which only what is in sight is drawn; driven by mouse, finger or keyboard. */
export function MatterList({
  rows: { again, fault, isBehind, isLoading, isWhole, more, rows },
  empty,
  onHelp,
}: {
  readonly rows: Rows
  readonly empty: ReactNode
  readonly onHelp: () => void
}): ReactNode {
  const words = useWords()
  const frames = useFrames(rows)
  const { height, items, measure, place } = frames
  const [selected, setSelected] = useState<ReadonlyMap<string, Row>>(new Map())
  const followed = useFollowed()
  const client = useQueryClient()
  const end = items.at(-1)?.index ?? 0
  const isFaulty = fault !== undefined && fault !== null
  useEffect(() => {
    // What failed is tried again by the reader: a node that is away is not asked without end.
    if (isWhole === false && !isLoading && !isFaulty && end >= rows.length - AHEAD_ROWS) more()
  }, [end, isFaulty, isLoading, isWhole, more, rows.length])
  const toggle = (row: Row): void => {
    const next = new Map(selected)
    if (!next.delete(nameOf(row))) next.set(nameOf(row), row)
    setSelected(next)
  }
  const isFollowed = (row: Row): boolean => followed.has(nameOf(row))
  const followAll = (chosen: readonly Row[]): Promise<Done> =>
    chosen.length === 1 && chosen.every(isFollowed)
      ? unfollow(client, chosen)
      : follow(client, chosen, followed)
  useRowKeys({ frames, onHelp, rows, toggle, followAll, isFollowed, clear: () => setSelected(new Map()) })
  if (rows.length === 0) return isFaulty ? <Refusal of={fault} /> : isWhole === true ? empty : <Waiting />
  const chosen = rows.filter((row) => selected.has(nameOf(row)))
  return (
    <>
      <Bulk rows={chosen} onFollow={followAll} onClear={() => setSelected(new Map())} />
      {isBehind && <Behind onAgain={again} />}
      <div className="lists" data-list-rows="" ref={place}>
        <ol style={{ height }} aria-label={words('matters.list')}>
          {items.map(({ index, start }) => {
            const row = rows[index]
            return row === undefined ? null : (
              <li
                key={nameOf(row)}
                ref={measure}
                data-index={index}
                aria-setsize={isWhole === true ? rows.length : -1}
                aria-posinset={index + 1}
                className="lists-row"
                style={{ transform: `translateY(${start}px)` }}
              >
                <RowParts
                  row={row}
                  number={index + 1}
                  isSelected={selected.has(nameOf(row))}
                  isFollowed={isFollowed(row)}
                  onToggle={toggle}
                />
              </li>
            )
          })}
        </ol>
      </div>
      {isFaulty && <TryAgain fault={fault} onAgain={more} />}
      <HowMany count={rows.length} isWhole={isWhole === true} />
    </>
  )
}

function RowParts({
  row,
  number,
  isSelected,
  isFollowed,
  onToggle,
}: {
  readonly row: Row
  readonly number: number
  readonly isSelected: boolean
  readonly isFollowed: boolean
  readonly onToggle: (row: Row) => void
}): ReactNode {
  const words = useWords()
  return (
    <>
      <Check isSelected={isSelected} onChange={() => onToggle(row)}>
        <span className="hidden-text">{words('matters.select', { number })}</span>
      </Check>
      <MatterLine row={row} />
      <Follow row={row} isFollowed={isFollowed} />
    </>
  )
}

function Behind({ onAgain }: { readonly onAgain: () => void }): ReactNode {
  const words = useWords()
  return (
    <Callout role="status">
      <p>
        {words('matters.behind')}{' '}
        <Button size="small" onPress={onAgain}>
          {words('matters.show-again')}
        </Button>
      </p>
    </Callout>
  )
}

function TryAgain({ fault, onAgain }: { readonly fault: unknown; readonly onAgain: () => void }): ReactNode {
  const words = useWords()
  return (
    <>
      <Refusal of={fault} />
      <div className="row no-print">
        <Button onPress={onAgain}>{words('shell.try-again')}</Button>
      </div>
    </>
  )
}

function HowMany({ count, isWhole }: { readonly count: number; readonly isWhole: boolean }): ReactNode {
  const words = useWords()
  return (
    <>
      <p className="lists-count soft small no-print" role="status">
        {words(isWhole ? 'matters.whole' : 'matters.so-far', { count })}
      </p>
      <p className="lists-paper small" aria-hidden="true">
        {words('matters.on-paper', {
          count: numberText(count, words.language),
          shown: numberText(Math.min(count, PRINTED_ROWS_MAX), words.language),
          isWhole: isWhole ? 'yes' : 'no',
        })}
      </p>
    </>
  )
}

/** What the keys do to the row that has the focus. */
function useRowKeys({
  frames,
  rows,
  toggle,
  followAll,
  isFollowed,
  clear,
  onHelp,
}: {
  readonly frames: Frames
  readonly rows: readonly Row[]
  readonly toggle: (row: Row) => void
  readonly followAll: (rows: readonly Row[]) => Promise<Done>
  readonly isFollowed: (row: Row) => boolean
  readonly clear: () => void
  readonly onHelp: () => void
}): void {
  const words = useWords()
  const client = useQueryClient()
  const { may, user } = useReader()
  const rowHere = (): Row | undefined => rows[frames.here()]
  const told = (deed: string, done: Promise<Done>): void => {
    void done.then(
      (one) => tellDone(deed, one, words),
      // The row is as it was; whoever pressed the key sees it, and the banner says that the node is away.
      () => undefined,
    )
  }
  useListKeys(
    {
      move: (by) => frames.moveTo(frames.here() === -1 ? 0 : frames.here() + by),
      toEnd: (end) => frames.moveTo(end === 'first' ? 0 : rows.length - 1),
      select: () => {
        const row = rowHere()
        if (row !== undefined) toggle(row)
      },
      assign: () => {
        const row = rowHere()
        if (row !== undefined && may('draft'))
          told(words('matters.assign-me'), assignTo(client, [row], { kind: 'user', id: user }))
      },
      follow: () => {
        const row = rowHere()
        if (row !== undefined)
          told(words(isFollowed(row) ? 'matters.unfollow' : 'matters.follow'), followAll([row]))
      },
      help: onHelp,
      leave: clear,
    },
    hasLetters(),
  )
}
