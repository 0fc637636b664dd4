import { type ReactNode, useEffect } from 'react'
import type { ScreenWords } from '../../words/index.ts'
import type { Reply } from '../api/client.ts'
import { useRead } from '../api/queries.ts'
import { every } from '../effects/clock.ts'
import { Foreign } from '../look/foreign.tsx'
import { Instant } from '../look/instant.tsx'
import { Tag } from '../look/parts.tsx'
import { useWords } from '../look/words.tsx'
import { Refused } from '../sign-in/deed.tsx'

type Delivery = Reply<'notices.deliveries'>['items'][number]

const RESULTS = ['begun', 'sent', 'failed', 'cut'] as const
const LOOK_MS = 1_000
const TONES = { waiting: 'plain', sending: 'plain', sent: 'good', dead: 'bad' } as const

/** How a notice went out: each way, each attempt, each result. Looks again while something is under way. */
export function Attempts({ notice }: { readonly notice: string }): ReactNode {
  const words = useWords()
  const { data, error, refetch } = useRead('notices.deliveries', { params: { id: notice } })
  const isUnderWay = data?.items.some(({ state }) => state === 'waiting' || state === 'sending') ?? true
  useEffect(() => (isUnderWay ? every(LOOK_MS, () => void refetch()) : undefined), [isUnderWay, refetch])
  if (data === undefined) return <Refused of={error} />
  if (data.items.length === 0) return <p className="soft small">{words('you.deliveries-none')}</p>
  return (
    <ul className="stack" data-gap="small" aria-live="polite">
      {data.items.map((delivery) => (
        <Went key={delivery.id} delivery={delivery} />
      ))}
    </ul>
  )
}

function resultWord(result: string, words: ScreenWords): string {
  const known = RESULTS.find((each) => each === result)
  return known === undefined ? result : words(`you.attempt-${known}`)
}

function Went({ delivery: { attempts, state, wayKind } }: { readonly delivery: Delivery }): ReactNode {
  const words = useWords()
  const kind = (['mail', 'webhook', 'command'] as const).find((each) => each === wayKind)
  return (
    <li className="you-item">
      <div>
        {kind === undefined ? wayKind : words(`you.way-${kind}`)}{' '}
        <Tag tone={TONES[state]}>{words(`you.delivery-${state}`)}</Tag>
      </div>
      {attempts.length > 0 && (
        <ol className="you-attempts small">
          {attempts.map(({ begun, tookMs, result, code }) => (
            <li key={begun}>
              <Instant at={begun} zones={[]} /> {resultWord(result, words)}
              {code !== result && (
                <>
                  {' '}
                  <Foreign text={code} />
                </>
              )}
              {tookMs !== null && <> {words('you.attempt-took', { ms: Math.round(tookMs) })}</>}
            </li>
          ))}
        </ol>
      )}
    </li>
  )
}
