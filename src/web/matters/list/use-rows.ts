import { useQuery } from '@tanstack/react-query'
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { fetchPage, type Own, type RowPage } from './fetch-page.ts'
import { type Row, nameOf } from './matter-key.ts'
import { type Asked } from './views.ts'

/** Up to so many pages are asked for again whenever something changed; of longer lists only the beginning is. */
const PAGES_KEPT_LIVE = 8

export interface Rows {
  readonly rows: readonly Row[]
  /** Undefined until the first answer. */
  readonly isWhole: boolean | undefined
  readonly fault: unknown
  readonly isLoading: boolean
  /** Something changed beyond what could be asked for again. */
  readonly isBehind: boolean
  readonly more: () => void
  readonly again: () => void
}

interface Tail {
  readonly key: string
  readonly pages: readonly RowPage[]
}
const NONE: readonly RowPage[] = []

/**
 * The rows of a view, page by page as the reader comes to them, and true at every moment: the first page is asked for
 * anew with every hint, and those behind it after it, in one go, so that no row is ever twice in sight or missing.
 */
export function useRows(asked: Asked, own: Own): Rows {
  const key = JSON.stringify([asked, own])
  const head = useQuery({
    // Begins as the routes do that it asks, so that hints find it.
    queryKey: ['inbox.rows', { asked, own }],
    queryFn: () => fetchPage(asked, own, undefined),
  })
  const [tail, setTail] = useState<Tail>({ key, pages: NONE })
  const [fault, setFault] = useState<unknown>()
  const [isLoading, setLoading] = useState(false)
  const [isBehind, setBehind] = useState(false)
  const isBusy = useRef(false)
  const current = useRef(key)
  const pages = tail.key === key ? tail.pages : NONE
  const { data: first, dataUpdatedAt } = head

  const walk = useCallback(
    async (from: string | null, count: number, before: readonly RowPage[]): Promise<void> => {
      if (isBusy.current || from === null) return
      isBusy.current = true
      setLoading(true)
      setFault(undefined)
      try {
        const walked = await pagesFrom(asked, own, from, count)
        if (current.current === key) setTail({ key, pages: [...before, ...walked] })
      } catch (cause) {
        setFault(cause)
      } finally {
        isBusy.current = false
        setLoading(false)
      }
    },
    // `key` stands for both.
    // oxlint-disable-next-line react/exhaustive-deps
    [key],
  )

  const shown = useRef(pages)
  useEffect(() => {
    current.current = key
    shown.current = pages
  })
  useEffect(() => {
    const count = shown.current.length
    if (first === undefined || count === 0) return
    if (count > PAGES_KEPT_LIVE) setBehind(true)
    else if (first.next === null) setTail({ key, pages: NONE })
    else void walk(first.next, count, NONE)
  }, [first, dataUpdatedAt, key, walk])

  const last = pages.at(-1) ?? first
  const more = useCallback(() => {
    if (last !== undefined) void walk(last.next, 1, shown.current)
  }, [last, walk])
  const again = useCallback(() => {
    setBehind(false)
    setTail({ key, pages: NONE })
  }, [key])
  const rows = useMemo(() => distinct(first === undefined ? pages : [first, ...pages]), [first, pages])
  return {
    rows,
    isWhole: last === undefined ? undefined : last.next === null,
    fault: head.error ?? fault,
    isLoading: isLoading || head.isPending,
    isBehind: isBehind && pages.length > PAGES_KEPT_LIVE,
    more,
    again,
  }
}

async function pagesFrom(asked: Asked, own: Own, from: string, count: number): Promise<readonly RowPage[]> {
  const walked: RowPage[] = []
  let next: string | null = from
  while (next !== null && walked.length < count) {
    const page: RowPage = await fetchPage(asked, own, next)
    walked.push(page)
    next = page.next
  }
  return walked
}

/** A row that moved while pages were on their way may stand on two of them. */
function distinct(pages: readonly RowPage[]): readonly Row[] {
  const seen = new Map<string, Row>()
  for (const { items } of pages)
    for (const row of items) if (!seen.has(nameOf(row))) seen.set(nameOf(row), row)
  return [...seen.values()]
}
