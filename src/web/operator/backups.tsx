import { type ReactNode, useState } from 'react'
import type { Reply } from '../api/client.ts'
import { useDo } from '../api/queries.ts'
import { useNow } from '../effects/clock.ts'
import { Button } from '../look/button.tsx'
import { Ago, Instant } from '../look/instant.tsx'
import { Callout, Empty, Panel, Stack, Tag } from '../look/parts.tsx'
import { Table } from '../look/table.tsx'
import { bytesText, numberText } from '../look/time.ts'
import { useWords } from '../look/words.tsx'
import { Refusal } from '../look/refusal.tsx'
import { usePolled } from './polled.ts'
import { useFresh } from '../shell/fresh.tsx'

type Backup = Reply<'backups.list'>['items'][number]
type Backups = Reply<'backups.list'>

const WHILE_RUNNING_MS = 1_000
const AT_REST_MS = 15_000
const DAY_MS = 86_400_000
const OLD_DAYS = 7
const isRunning = ({ check, state }: Backup): boolean => state === 'running' || check?.state === 'running'

/** Backups of the node: made and checked here, restored at the machine. */
export function BackupsPart(): ReactNode {
  const words = useWords()
  const { data } = usePolled('backups.list', {}, (told) =>
    told?.items.some(isRunning) === true ? WHILE_RUNNING_MS : AT_REST_MS,
  )
  const fresh = useFresh()
  const make = useDo('backups.make')
  const [fault, setFault] = useState<unknown>()
  const busy = data.items.some(isRunning)
  const go = (): void => {
    setFault(undefined)
    fresh(() => make.mutateAsync({})).catch(setFault)
  }
  return (
    <Stack gap="large">
      <Newest newest={data.newest} />
      <Panel
        title={words('operator.part-backups')}
        aside={
          <Button kind="main" isBusy={busy || make.isPending} onPress={go}>
            {words('operator.backup-make')}
          </Button>
        }
      >
        <Refusal of={fault} />
        <p role="status">
          {busy
            ? words('operator.backup-busy')
            : words('operator.backup-folder', {
                folder: data.folder,
                free: bytesText(data.freeBytes, words.language),
              })}
        </p>
        {data.items.length === 0 ? (
          <Empty title={words('operator.no-backups')}>
            <p>{words('operator.no-backups-long')}</p>
          </Empty>
        ) : (
          <List items={data.items} isBusy={busy} onFault={setFault} />
        )}
      </Panel>
      <Restoring />
    </Stack>
  )
}

function Newest({ newest }: { readonly newest: Backups['newest'] }): ReactNode {
  const words = useWords()
  const nowMs = useNow()
  if (newest === null)
    return (
      <Callout tone="bad">
        <p>{words('operator.need-backup')}</p>
      </Callout>
    )
  const days = Math.floor((nowMs - Date.parse(newest.made)) / DAY_MS)
  return (
    <Callout tone={days >= OLD_DAYS ? 'warn' : 'good'}>
      <p>
        {words(newest.where === 'folder' ? 'operator.newest-here' : 'operator.newest-elsewhere')}{' '}
        <Ago at={newest.made} />
      </p>
      {days >= OLD_DAYS && <p>{words('operator.need-backup-old', { days })}</p>}
    </Callout>
  )
}

function List({
  items,
  isBusy,
  onFault,
}: {
  readonly items: readonly Backup[]
  readonly isBusy: boolean
  readonly onFault: (fault: unknown) => void
}): ReactNode {
  const words = useWords()
  const check = useDo('backups.check')
  return (
    <Table
      label={words('operator.table', { what: words('operator.part-backups') })}
      head={[
        words('operator.made'),
        { number: words('operator.size') },
        { number: words('operator.exhibits') },
        words('operator.state'),
        words('operator.checked'),
      ]}
    >
      {items.map((item) => (
        <tr key={item.backup}>
          <th scope="row">
            <Instant at={item.made} />
            <div className="small soft">
              <code>{item.backup}</code>
            </div>
          </th>
          <td className="number">{bytesText(item.bytes, words.language)}</td>
          <td className="number">
            {item.exhibits === null ? words('operator.unknown') : numberText(item.exhibits, words.language)}
          </td>
          <td>
            <Made item={item} />
          </td>
          <td>
            <div className="stack" data-gap="small">
              <Checked check={item.check} />
              {item.state === 'made' && (
                <Button
                  size="small"
                  isDisabled={isBusy}
                  onPress={() => {
                    onFault(undefined)
                    check.mutate({ params: { backup: item.backup } }, { onError: onFault })
                  }}
                  aria-label={words('operator.check-one', { backup: item.backup })}
                >
                  {words('operator.check')}
                </Button>
              )}
            </div>
          </td>
        </tr>
      ))}
    </Table>
  )
}

const MADE_TONES = { running: 'accent', made: 'good', failed: 'bad' } as const
function Made({ item: { failed, state } }: { readonly item: Backup }): ReactNode {
  const words = useWords()
  return (
    <>
      <Tag tone={MADE_TONES[state]}>{words(`operator.backup-${state}`)}</Tag>
      {failed !== null && <p className="small">{words.term('error', failed)}</p>}
    </>
  )
}

const CHECK_TONES = { running: 'accent', sound: 'good', damaged: 'bad', failed: 'warn' } as const
function Checked({ check }: { readonly check: Backup['check'] }): ReactNode {
  const words = useWords()
  if (check === null) return <span className="soft">{words('operator.unchecked')}</span>
  return (
    <>
      <span>
        <Tag tone={CHECK_TONES[check.state]}>{words(`operator.check-${check.state}`)}</Tag>
      </span>
      {check.state !== 'running' && <Ago at={check.at} />}
      {check.why !== null && <span className="small">{words.term('error', check.why)}</span>}
    </>
  )
}

/** What is typed at the machine: it is read in every language as it is. */
const RESTORE = 'entente restore BACKUP.tar D'

function Restoring(): ReactNode {
  const words = useWords()
  return (
    <Panel title={words('operator.restore')}>
      <p>{words('operator.restore-why')}</p>
      <ol className="operator-steps">
        <li>{words('operator.restore-1')}</li>
        <li>
          {words('operator.restore-2')} <code className="code">{RESTORE}</code>
        </li>
        <li>{words('operator.restore-3')}</li>
        <li>{words('operator.restore-4')}</li>
      </ol>
    </Panel>
  )
}
