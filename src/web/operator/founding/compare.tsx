import { type ReactNode, useState } from 'react'
import { fingerprintWords } from '../../../words/index.ts'
import { printPage } from '../../effects/print.ts'
import { Button } from '../../look/button.tsx'
import { plainForeign } from '../../look/foreign.tsx'
import { Instant } from '../../look/instant.tsx'
import { Callout, Panel, Row } from '../../look/parts.tsx'
import { useReader } from '../../look/reader.tsx'
import { useWords } from '../../look/words.tsx'
import { Heard } from './heard.tsx'
import type { FoundingDetail } from './one-founding.tsx'

/**
 * The words, read aloud and heard, one after the other. While one listens one's own words are not in sight: whoever can see
 * them writes down what they see.
 */
export function Compare({ founding }: { readonly founding: FoundingDetail }): ReactNode {
  const words = useWords()
  const { party } = useReader()
  const [side, setSide] = useState<'read' | 'listen'>('read')
  const { confirmed, fingerprint, parties } = founding
  const others = parties.filter(({ id }) => id !== party)
  const names = words.list(others.map(({ name }) => plainForeign(name)))
  if (confirmed !== null)
    return (
      <Panel title={words('founding.compare')}>
        <Callout tone="good">
          <p>
            {words('founding.compared')} <Instant at={confirmed} />
          </p>
        </Callout>
        <details className="operator-more">
          <summary>{words('founding.words-again')}</summary>
          <Aloud fingerprint={fingerprint} />
        </details>
      </Panel>
    )
  return (
    <Panel title={words('founding.compare')}>
      <p>{words('founding.compare-why')}</p>
      <p>{words('founding.compare-how', { parties: names })}</p>
      <div className="row no-print" role="group" aria-label={words('founding.compare')}>
        {(['read', 'listen'] as const).map((one) => (
          <Button
            key={one}
            kind={one === side ? 'main' : 'plain'}
            aria-pressed={one === side}
            onPress={() => setSide(one)}
          >
            {words(`founding.side-${one}`)}
          </Button>
        ))}
      </div>
      {side === 'read' ? (
        <>
          <p>{words('founding.read-lead')}</p>
          <Aloud fingerprint={fingerprint} />
          <Row>
            <Button onPress={() => void printPage()}>{words('shell.print')}</Button>
          </Row>
        </>
      ) : (
        <Heard founding={founding} others={others} />
      )}
    </Panel>
  )
}

/** Large enough to be read across a desk, and on paper. The words are English in every language: both sides read the same. */
function Aloud({ fingerprint }: { readonly fingerprint: readonly number[] }): ReactNode {
  return (
    <ol className="founding-words" lang="en" translate="no">
      {fingerprintWords(fingerprint).map((word, at) => (
        <li key={at}>{word}</li>
      ))}
    </ol>
  )
}
