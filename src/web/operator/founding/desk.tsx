import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useNeeded } from '../../api/queries.ts'
import { ButtonLink } from '../../look/button.tsx'
import { plainForeign } from '../../look/foreign.tsx'
import { Instant } from '../../look/instant.tsx'
import { Columns, Empty, Panel, Row, Stack, Tag } from '../../look/parts.tsx'
import { useWords } from '../../look/words.tsx'
import { usePolled } from '../polled.ts'
import { OwnCard } from './own-card.tsx'
import { STATE_TONES, nextStep } from './state.ts'
import { TakeFile } from './take-file.tsx'

const LOOK_MS = 10_000

/** Where founding begins, and how far each has come. */
export function FoundingDesk(): ReactNode {
  const words = useWords()
  return (
    <Stack gap="large">
      <Panel
        title={words('founding.title')}
        aside={
          <ButtonLink to="/operator" search={{ part: 'founding', id: 'new' }} kind="main">
            {words('founding.begin')}
          </ButtonLink>
        }
      >
        <p>{words('founding.lead')}</p>
        <ol className="operator-steps">
          <li>{words('founding.step-1')}</li>
          <li>{words('founding.step-2')}</li>
          <li>{words('founding.step-3')}</li>
          <li>{words('founding.step-4')}</li>
          <li>{words('founding.step-5')}</li>
        </ol>
      </Panel>
      <Foundings />
      <Columns column="24rem">
        <OwnCard />
        <Panel title={words('founding.take')}>
          <p>{words('founding.take-lead')}</p>
          <TakeFile />
        </Panel>
      </Columns>
    </Stack>
  )
}

function Foundings(): ReactNode {
  const words = useWords()
  const { data: own } = useNeeded('cards.own', {})
  const { data } = usePolled('foundings.list', {}, () => LOOK_MS)
  return (
    <Panel title={words('founding.list')}>
      {data.items.length === 0 ? (
        <Empty title={words('founding.none')}>
          <p>{words('founding.none-long')}</p>
        </Empty>
      ) : (
        <ul className="operator-list">
          {data.items.map((founding) => (
            <li key={founding.channel} className="stack" data-gap="small">
              <Row>
                <Link to="/operator" search={{ part: 'founding', id: founding.channel }}>
                  {words.list(
                    founding.parties
                      .filter(({ id }) => id !== own.party)
                      .map(({ name }) => plainForeign(name)),
                  )}
                </Link>
                <Tag tone={STATE_TONES[founding.state]}>{words(`founding.state-${founding.state}`)}</Tag>
              </Row>
              <span>{words(`founding.next-${nextStep(founding)}`)}</span>
              <span className="small soft">
                <Instant at={founding.founded} /> <code>{founding.channel.slice(0, ID_DIGITS)}</code>
              </span>
            </li>
          ))}
        </ul>
      )}
    </Panel>
  )
}

const ID_DIGITS = 8
