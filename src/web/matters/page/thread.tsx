import { type ReactNode, useEffect, useRef, useState } from 'react'
import type { MatterState } from '../../../acts/index.ts'
import { Button } from '../../look/button.tsx'
import { Callout, Panel } from '../../look/parts.tsx'
import { useReader } from '../../look/reader.tsx'
import { Refusal } from '../../look/refusal.tsx'
import { numberText } from '../../look/time.ts'
import { useWords } from '../../look/words.tsx'
import { actText } from './act-text.ts'
import { ActEntry } from './act.tsx'
import type { Compose } from './composing.ts'
import type { Act, Detail } from './given.ts'
import { seenIn } from './known.ts'
import { useIsOfficer, useOfficers } from './officers.ts'
import type { Thread as Loaded } from './thread-query.ts'

/** From here on a browser lays out only what is in sight. */
const MANY_ACTS = 60

/** Every act in the order of the fold, void ones among them. New ones come in below; the reader's place stays. */
export function Thread({
  detail,
  state,
  thread,
  wanted,
  may,
  onDo,
}: {
  readonly detail: Detail
  readonly state: MatterState | undefined
  readonly thread: Loaded
  /** Act that the address names. */
  readonly wanted: string | undefined
  readonly may: (permission: string) => boolean
  readonly onDo: Compose
}): ReactNode {
  const words = useWords()
  const { acts, hasMore, isLoading, more } = thread
  const missing = useWanted(thread, wanted)
  const isWhole = acts.length >= detail.actCount
  return (
    <Panel
      title={words('matter.thread')}
      aside={
        <span className="soft small">
          {words('matter.act-count', {
            count: detail.actCount,
            shown: numberText(acts.length, words.language),
          })}
        </span>
      }
    >
      {missing && (
        <Callout tone="warn">
          <p>{words('matter.act-missing')}</p>
        </Callout>
      )}
      <Entries detail={detail} state={state} acts={acts} wanted={wanted} may={may} onDo={onDo} />
      <Refusal of={thread.fault} />
      {hasMore && !isWhole && (
        <Button isBusy={isLoading} onPress={() => void more()}>
          {words('matter.more-acts', { count: detail.actCount - acts.length })}
        </Button>
      )}
      <News acts={acts} isWhole={isWhole} />
    </Panel>
  )
}

function Entries({
  detail,
  state,
  acts,
  wanted,
  may,
  onDo,
}: {
  readonly detail: Detail
  readonly state: MatterState | undefined
  readonly acts: readonly Act[]
  readonly wanted: string | undefined
  readonly may: (permission: string) => boolean
  readonly onDo: Compose
}): ReactNode {
  const seen = seenIn(acts)
  const officerOf = useOfficers(detail.channel, acts)
  const isOfficer = useIsOfficer(detail.channel)
  const numbers = new Map(acts.map(({ id }, i) => [id, i + 1]))
  const expunged = new Set(state?.expunges.map(({ act }) => act))
  const signed = new Set(state?.attestations.map(({ act }) => act))
  const translations = acts.filter(({ type, void: fault }) => type === 'remark.translate' && fault === null)
  return (
    <ol className="matter-thread" data-many={acts.length > MANY_ACTS}>
      {acts.map((act, i) => (
        <li key={act.id}>
          <ActEntry
            act={act}
            number={i + 1}
            place={{ channel: detail.channel, matter: detail.id }}
            parties={detail.parties.map(({ id }) => id)}
            seen={seen}
            isExpunged={expunged.has(act.id)}
            isSigned={signed.has(act.id)}
            isWanted={act.id === wanted}
            translations={translations.filter(({ data }) => data['of'] === act.id)}
            numberOf={(id) => numbers.get(id) ?? 0}
            officer={officerOf(act)}
            names={detail.exhibits}
            may={may}
            isOfficer={isOfficer}
            onDo={onDo}
          />
        </li>
      ))}
    </ol>
  )
}

/** Brings the act that the address names into sight, loading page after page until it is there. Says when it is nowhere. */
function useWanted({ acts, hasMore, isLoading, more }: Loaded, wanted: string | undefined): boolean {
  const shown = useRef<string>(undefined)
  const isThere = acts.some(({ id }) => id === wanted)
  useEffect(() => {
    if (wanted === undefined || shown.current === wanted) return
    if (isThere) {
      shown.current = wanted
      goTo(wanted)
    } else if (hasMore && !isLoading) void more()
  }, [wanted, isThere, hasMore, isLoading, more])
  return wanted !== undefined && !isThere && !hasMore && !isLoading && acts.length > 0
}

function goTo(act: string): void {
  const place = document.getElementById(`act-${act}`)
  place?.scrollIntoView({ block: 'start' })
  place?.focus({ preventScroll: true })
}

/** Tells of acts of others that came in while somebody reads, without taking them away from where they are. */
function News({ acts, isWhole }: { readonly acts: readonly Act[]; readonly isWhole: boolean }): ReactNode {
  const words = useWords()
  const { party, partyName } = useReader()
  const known = useRef<ReadonlySet<string>>(undefined)
  const wasWhole = useRef(false)
  const [news, setNews] = useState<readonly Act[]>([])
  const ids = acts.map(({ id }) => id).join(' ')
  useEffect(() => {
    const before = known.current
    if (acts.length === 0) return
    known.current = new Set(acts.map(({ id }) => id))
    // What a reader loads by going on is no news.
    const wasPart = !wasWhole.current
    wasWhole.current = isWhole
    if (before === undefined || wasPart) return
    const fresh = acts.filter(({ by, id }) => by !== party && !before.has(id))
    if (fresh.length > 0) setNews((told) => [...told, ...fresh])
    // The same ids are the same acts.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [ids, party])
  const [first] = news
  return (
    <div className="matter-news no-print" role="status">
      {first !== undefined && (
        <div className="matter-news-said">
          <span>
            {words('matter.news', { count: news.length })}{' '}
            {words.phrases(news.slice(-2).map((one) => `${partyName(one.by)} ${actText(words, one.type)}`))}
          </span>
          <Button
            size="small"
            onPress={() => {
              setNews([])
              goTo(first.id)
            }}
          >
            {words('matter.news-go')}
          </Button>
          <Button size="small" kind="quiet" aria-label={words('shell.close')} onPress={() => setNews([])}>
            {'\u2715'}
          </Button>
        </div>
      )}
    </div>
  )
}
