import type { ReactNode } from 'react'
import { fingerprintWords } from '../../../words/index.ts'
import { addressOf } from '../../api/client.ts'
import { useNeeded } from '../../api/queries.ts'
import { Foreign } from '../../look/foreign.tsx'
import { Instant } from '../../look/instant.tsx'
import { Callout, Facts, Panel, Row } from '../../look/parts.tsx'
import { useWords } from '../../look/words.tsx'
import { CopyButton } from '../copy-button.tsx'

/** What the other parties need of us: nothing in it is secret. */
export function OwnCard(): ReactNode {
  const words = useWords()
  const { data: card } = useNeeded('cards.own', {})
  return (
    <Panel title={words('founding.own-card')}>
      <p>{words('founding.own-card-lead')}</p>
      <Row>
        <a className="button" data-kind="main" href={addressOf('cards.own-file', {})} download>
          {words('founding.download', { file: card.file })}
        </a>
        <CopyButton text={card.text} label={words('founding.copy-card')} />
      </Row>
      {card.address === '' && (
        <Callout tone="warn">
          <p>{words('founding.no-address')}</p>
        </Callout>
      )}
      <CardFacts card={card} />
    </Panel>
  )
}

export interface Card {
  readonly party: string
  readonly name: string
  readonly address: string
  readonly made: string
  readonly fingerprint: readonly number[]
}

/** Whose card it is, as it says itself. */
export function CardFacts({ card }: { readonly card: Card }): ReactNode {
  const words = useWords()
  const { address, fingerprint, made, name, party } = card
  return (
    <Facts
      of={[
        [words('founding.card-name'), <Foreign key="n" text={name} />],
        [words('founding.card-party'), <Foreign key="p" text={party} />],
        [
          words('founding.card-address'),
          address === '' ? words('founding.card-calls') : <Foreign key="a" text={address} />,
        ],
        [words('founding.card-made'), <Instant key="m" at={made} />],
        [
          words('founding.card-words'),
          <span key="w" lang="en" translate="no" className="founding-small-words">
            {fingerprintWords(fingerprint).join(' ')}
          </span>,
        ],
      ]}
    />
  )
}
