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

type Go = (more: Partial<Record<keyof Asked, string | undefined>>) => void

/** Which months are counted, and of whom. What is chosen stands in the address, so that it can be handed on. */
export function Narrow({ asked, figures }: { readonly asked: Asked; readonly figures: Figures }): ReactNode {
  const words = useWords()
  const navigate = useNavigate()
  const count = figures.months.length
  const go: Go = (more) =>
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
        <WhoseChoices asked={asked} figures={figures} go={go} />
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

function WhoseChoices({
  asked,
  figures,
  go,
}: {
  readonly asked: Asked
  readonly figures: Figures
  readonly go: Go
}): ReactNode {
  const words = useWords()
  const { partyName } = useReader()
  const { answering } = figures.requests
  const codesOf = (group: 'kind' | 'urgency'): { id: string; label: string }[] =>
    [...new Set(answering.map((one) => one[group]).filter((code) => code !== null))].map((id) => ({
      id,
      label: codeName(group, id, words),
    }))
  return (
    <>
      <Choice
        label={words('figures.party')}
        options={[
          { id: ALL, label: words('figures.all-parties') },
          ...Object.keys(figures.upTo).map((id) => ({ id, label: partyName(id) })),
        ]}
        value={asked.party ?? ALL}
        onChange={(id) => go({ party: id === ALL ? undefined : id })}
      />
      <Choice
        label={words('figures.kind')}
        options={[{ id: ALL, label: words('figures.all-kinds') }, ...codesOf('kind')]}
        value={asked.kind ?? ALL}
        onChange={(id) => go({ kind: id === ALL ? undefined : id })}
      />
      <Choice
        label={words('figures.urgency')}
        options={[{ id: ALL, label: words('figures.all-urgencies') }, ...codesOf('urgency')]}
        value={asked.urgency ?? ALL}
        onChange={(id) => go({ urgency: id === ALL ? undefined : id })}
      />
    </>
  )
}
