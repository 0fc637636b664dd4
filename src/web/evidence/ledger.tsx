import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { Reply } from '../api/client.ts'
import { useRead } from '../api/queries.ts'
import { useNow } from '../effects/clock.ts'
import { Button } from '../look/button.tsx'
import { Foreign } from '../look/foreign.tsx'
import { Instant } from '../look/instant.tsx'
import { Facts, Panel } from '../look/parts.tsx'
import { useReader } from '../look/reader.tsx'
import { Refusal } from '../look/refusal.tsx'
import { Table } from '../look/table.tsx'
import { bytesText } from '../look/time.ts'
import { useWords } from '../look/words.tsx'
import { ExhibitName } from './exhibit-list.tsx'
import { useKeepers } from './keepers.ts'
import { detailsText } from './ledger-details.ts'
import type { At, Exhibit } from './standing.tsx'

type Entry = Reply<'evidence.ledger'>['items'][number]

/** Who had the exhibit and what they did with it, as both sides hold it: to be read in a court, and printed for one. */
export function Ledger({ at, exhibit }: { readonly at: At; readonly exhibit: Exhibit }): ReactNode {
  const words = useWords()
  const params = { ...at, exhibit: exhibit.sealed }
  const { data, error } = useRead('evidence.ledger', { params })
  return (
    <Panel
      title={words('evidence.ledger')}
      aside={
        <Button size="small" onPress={() => print()}>
          {words('evidence.print')}
        </Button>
      }
    >
      <p className="soft no-print">{words('evidence.ledger-lead')}</p>
      <PrintHead at={at} exhibit={exhibit} />
      <Refusal of={error} />
      {data !== undefined && (
        <div className="evidence-ledger">
          <Table
            label={words('evidence.ledger-table')}
            head={[
              { number: words('evidence.ledger-no') },
              words('evidence.ledger-when'),
              words('evidence.ledger-by'),
              words('evidence.ledger-what'),
              words('evidence.ledger-act'),
            ]}
          >
            {data.items.map((entry, place) => (
              <LedgerRow key={entry.act + entry.what} at={at} entry={entry} no={place + 1} />
            ))}
          </Table>
        </div>
      )}
      <p className="evidence-print-foot small">{words('evidence.ledger-foot')}</p>
    </Panel>
  )
}

const SHOWN_DIGITS = 12

function LedgerRow({
  at,
  entry,
  no,
}: {
  readonly at: At
  readonly entry: Entry
  readonly no: number
}): ReactNode {
  const words = useWords()
  const { partyName } = useReader()
  const { keeperName } = useKeepers(at.channel)
  const details = detailsText(entry, words, partyName, keeperName)
  return (
    <tr>
      <td className="number">{no}</td>
      <td>
        <Instant at={entry.made} />
      </td>
      <td>{partyName(entry.by)}</td>
      <td>
        <strong>{words(whatKey(entry))}</strong>
        {details.length > 0 && (
          <ul className="evidence-details">
            {details.map((detail) => (
              <li key={detail}>
                <Foreign text={detail} />
              </li>
            ))}
          </ul>
        )}
      </td>
      <td>
        <Link
          to="/channels/$channel/matters/$matter"
          params={{ channel: at.channel, matter: at.matter }}
          search={{ act: entry.act }}
          title={entry.act}
          className="evidence-hash code"
        >
          {entry.act.slice(0, SHOWN_DIGITS)}
          <span className="evidence-hash-rest">{entry.act.slice(SHOWN_DIGITS)}</span>
        </Link>
      </td>
    </tr>
  )
}

const WHATS = ['deposit', 'receive', 'view', 'transfer', 'permit', 'release', 'destroy'] as const

function whatKey({
  details,
  what,
}: Entry): `evidence.what-${(typeof WHATS)[number] | 'seal' | 'unseal' | 'mismatch'}` {
  if (what === 'seal') return details['on'] === false ? 'evidence.what-unseal' : 'evidence.what-seal'
  if (what === 'receive' && details['result'] !== 'match') return 'evidence.what-mismatch'
  return `evidence.what-${WHATS.find((known) => known === what) ?? 'deposit'}`
}

/** On paper only: what the table is about must stand on the same sheet. */
function PrintHead({ at, exhibit }: { readonly at: At; readonly exhibit: Exhibit }): ReactNode {
  const words = useWords()
  const { name, partyName, party } = useReader()
  const nowMs = useNow()
  return (
    <div className="evidence-print-head">
      <Facts
        of={[
          [words('evidence.name'), <ExhibitName key="name" exhibit={exhibit} />],
          [words('evidence.brought'), partyName(exhibit.by)],
          [words('evidence.size'), bytesText(exhibit.sealedBytes, words.language)],
          [words('evidence.sha256'), <code key="hash">{exhibit.sealed}</code>],
          [words('evidence.matter'), <code key="matter">{at.matter}</code>],
          [words('evidence.channel'), <code key="channel">{at.channel}</code>],
          [
            words('evidence.printed'),
            <span key="printed">
              <Instant at={new Date(nowMs).toISOString()} /> {name}, {partyName(party)}
            </span>,
          ],
        ]}
      />
    </div>
  )
}
