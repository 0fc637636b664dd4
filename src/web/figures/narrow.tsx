import { useNavigate } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { Button } from '../look/button.tsx'
import { Choice } from '../look/field.tsx'
import { Panel } from '../look/parts.tsx'
import { useReader } from '../look/reader.tsx'
import { useWords } from '../look/words.tsx'
import { type Asked, changed, type Figures } from './given.ts'
import { monthAfter } from './months.ts'
import { codeName, monthText } from './texts.ts'

const SPANS = ['1', '3', '6', '12', '24', '36'] as const
/** Four years back: whoever asks for older months writes them into the address. */
const MONTHS_OFFERED = 48
const ALL = ''

/** Which months are counted, and of whom. What is chosen stands in the address, so that it can be handed on. */
export function Narrow({ asked, figures }: { readonly asked: Asked; readonly figures: Figures }): ReactNode {
  const words = useWords()
  const { partyName } = useReader()
  const navigate = useNavigate()
  const { answering } = figures.requests
  const count = figures.months.length
  const go = (more: Partial<Record<keyof Asked, string | undefined>>): void =>
    void navigate({
      to: '/figures',
      search: changed(asked, { key: undefined, ...more }),
      replace: true,
    })
  const window = (until: string, months: number): void =>
    go({ from: monthAfter(until, 1 - months), to: until })
  const last = figures.at.slice(0, 7)
  const offered = [
    ...new Set([figures.until, ...Array.from({ length: MONTHS_OFFERED }, (_, i) => monthAfter(last, -i))]),
  ]
  const spans = SPANS.some((one) => Number(one) === count) ? [...SPANS] : [String(count), ...SPANS]
  const values = (of: readonly (string | null)[]): string[] => [...new Set(of.filter((one) => one !== null))]
  const parties = Object.keys(figures.upTo)
  const kinds = values(answering.map(({ kind }) => kind))
  const urgencies = values(answering.map(({ urgency }) => urgency))
  const isNarrow = [asked.party, asked.kind, asked.urgency].some((one) => one !== undefined)
  return (
    <Panel
      title={words('figures.choose')}
      aside={
        isNarrow && (
          <Button size="small" onPress={() => go({ party: undefined, kind: undefined, urgency: undefined })}>
            {words('figures.clear')}
          </Button>
        )
      }
    >
      <div className="figures-narrow no-print">
        <Choice
          label={words('figures.span')}
          options={spans.map((id) => ({ id, label: words('figures.months', { count: Number(id) }) }))}
          value={String(count)}
          onChange={(id) => window(figures.until, Number(id))}
        />
        <Choice
          label={words('figures.until')}
          options={offered.map((id) => ({ id, label: monthText(id, words.language) }))}
          value={figures.until}
          onChange={(id) => window(id, count)}
        />
        <Choice
          label={words('figures.party')}
          options={[
            { id: ALL, label: words('figures.all-parties') },
            ...parties.map((id) => ({ id, label: partyName(id) })),
          ]}
          value={asked.party ?? ALL}
          onChange={(id) => go({ party: id === ALL ? undefined : id })}
        />
        <Choice
          label={words('figures.kind')}
          options={[
            { id: ALL, label: words('figures.all-kinds') },
            ...kinds.map((id) => ({ id, label: codeName('kind', id, words) })),
          ]}
          value={asked.kind ?? ALL}
          onChange={(id) => go({ kind: id === ALL ? undefined : id })}
        />
        <Choice
          label={words('figures.urgency')}
          options={[
            { id: ALL, label: words('figures.all-urgencies') },
            ...urgencies.map((id) => ({ id, label: codeName('urgency', id, words) })),
          ]}
          value={asked.urgency ?? ALL}
          onChange={(id) => go({ urgency: id === ALL ? undefined : id })}
        />
      </div>
      <p className="small">
        {words('figures.window', {
          from: monthText(figures.from, words.language),
          until: monthText(figures.until, words.language),
        })}
      </p>
    </Panel>
  )
}
