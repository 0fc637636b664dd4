import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { Reply } from '../../api/client.ts'
import { useNeeded } from '../../api/queries.ts'
import { useNow } from '../../effects/clock.ts'
import { Foreign } from '../../look/foreign.tsx'
import { Ago, Instant } from '../../look/instant.tsx'
import { Callout, Columns, Facts, Meter, Panel, Stack, Tag } from '../../look/parts.tsx'
import { bytesText, numberText } from '../../look/time.ts'
import { useWords } from '../../look/words.tsx'
import { usePolled } from '../polled.ts'
import { Doctor } from './doctor.tsx'
import { MetricTable } from './metrics.tsx'
import { type Need, needsOf } from './needs.ts'

const LOOK_MS = 5_000
export type NodeStatus = Reply<'node.status'>

/** The node in one glance: whether all is well, and if not, what to do. */
export function NodePart(): ReactNode {
  const { data: status } = usePolled('node.status', {}, () => LOOK_MS)
  const { data: links } = usePolled('links.list', {}, () => LOOK_MS)
  const { data: expiries } = useNeeded('expiries.list', {})
  const needs = needsOf(status, links.items, expiries.items, useNow())
  return (
    <Stack gap="large">
      <Health needs={needs} />
      <Columns column="22rem">
        <Identity status={status} />
        <Room status={status} />
      </Columns>
      <Doctor />
      <MetricTable origin={status.door.origin} />
    </Stack>
  )
}

function Health({ needs }: { readonly needs: readonly Need[] }): ReactNode {
  const words = useWords()
  if (needs.length === 0)
    return (
      <Callout tone="good" role="status">
        <strong className="operator-glance">{words('operator.healthy')}</strong>
        <p>{words('operator.healthy-long')}</p>
      </Callout>
    )
  const worst = needs.some(({ tone }) => tone === 'bad') ? 'bad' : 'warn'
  return (
    <Callout tone={worst} role="status">
      <strong className="operator-glance">{words('operator.unwell', { count: needs.length })}</strong>
      <ul className="operator-needs">
        {needs.map(({ about, part, text, values }, i) => (
          <li key={i}>
            {about !== undefined && (
              <>
                <Foreign text={about} />
                {': '}
              </>
            )}
            {words(text, values)}{' '}
            <Link to="/operator" search={{ part }}>
              {words(`operator.part-${part}`)}
            </Link>
          </li>
        ))}
      </ul>
    </Callout>
  )
}

function Identity({ status }: { readonly status: NodeStatus }): ReactNode {
  const words = useWords()
  const { address, backup, door, name, party, started, version, zone } = status
  return (
    <Panel title={words('operator.node')}>
      <Facts
        of={[
          [words('operator.name'), <Foreign key="n" text={`${name} (${party})`} />],
          [words('operator.version'), version],
          [words('operator.started'), <Instant key="s" at={started} />],
          [words('operator.zone'), zone],
          [words('operator.address'), address === '' ? words('operator.calls-out') : address],
          [words('operator.door'), door.origin],
          [words('operator.door-ways'), <DoorWays key="d" door={door} />],
          [
            words('operator.newest-backup'),
            backup === null ? <NoBackup key="b" /> : <Ago key="b" at={backup.made} />,
          ],
        ]}
      />
    </Panel>
  )
}

function NoBackup(): ReactNode {
  return <Tag tone="bad">{useWords()('operator.no-backup')}</Tag>
}

function DoorWays({ door }: { readonly door: NodeStatus['door'] }): ReactNode {
  const words = useWords()
  return (
    <span className="row">
      <span>{words(door.tls ? 'operator.door-tls' : 'operator.door-proxy')}</span>
      {door.oidc && <Tag>{words('operator.door-oidc')}</Tag>}
      {door.breachedPasswords && <Tag>{words('operator.door-breached')}</Tag>}
    </span>
  )
}

function Room({ status }: { readonly status: NodeStatus }): ReactNode {
  const words = useWords()
  const { disk, exhibits, sizes } = status
  const bytes = (count: number): string => bytesText(count, words.language)
  const used = disk.totalBytes - disk.freeBytes
  return (
    <Panel title={words('operator.room')}>
      <Full
        label={words('operator.disk')}
        done={used}
        all={disk.totalBytes}
        text={words('operator.disk-free', { free: bytes(disk.freeBytes), all: bytes(disk.totalBytes) })}
      />
      <Full
        label={words('operator.exhibits')}
        done={exhibits.bytes}
        all={exhibits.roomBytes}
        text={words('operator.exhibits-held', {
          count: exhibits.count,
          bytes: bytes(exhibits.bytes),
          room: bytes(exhibits.roomBytes),
        })}
      />
      <Facts
        of={[
          [words('operator.exhibits-wanted'), numberText(exhibits.wanted, words.language)],
          [words('operator.size-store'), bytes(sizes.storeBytes)],
          [words('operator.size-private'), bytes(sizes.privateBytes)],
          [words('operator.size-search'), bytes(sizes.searchBytes)],
          [words('operator.size-incoming'), bytes(sizes.incomingBytes)],
        ]}
      />
    </Panel>
  )
}

interface FullProps {
  readonly label: string
  readonly done: number
  readonly all: number
  readonly text: string
}
function Full(props: FullProps): ReactNode {
  return (
    <div className="stack" data-gap="small">
      <strong>{props.label}</strong>
      <Meter {...props} />
      <span className="small soft">{props.text}</span>
    </div>
  )
}
