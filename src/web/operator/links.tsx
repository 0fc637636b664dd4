import { type ReactNode, useState } from 'react'
import type { Reply } from '../api/client.ts'
import { useDo } from '../api/queries.ts'
import { ButtonLink } from '../look/button.tsx'
import { ConfirmButton } from '../look/dialog.tsx'
import { TextInput } from '../look/field.tsx'
import { Foreign } from '../look/foreign.tsx'
import { Ago, Instant } from '../look/instant.tsx'
import { Callout, Columns, Empty, Facts, Panel, Stack, Tag } from '../look/parts.tsx'
import { numberText } from '../look/time.ts'
import { tell } from '../look/toast.tsx'
import { useWords } from '../look/words.tsx'
import { faultAt } from './fault.ts'
import { shortId, useNames } from './names.ts'
import { usePolled } from './polled.ts'

type LinkRow = Reply<'links.list'>['items'][number]

/** A peer that goes down is seen within seconds. */
const LOOK_MS = 2_000

/** The way to every peer and back, as it is now. */
export function LinksPart(): ReactNode {
  const words = useWords()
  const names = useNames()
  const { data } = usePolled('links.list', {}, () => LOOK_MS)
  const { data: status } = usePolled('node.status', {}, () => LOOK_MS)
  if (data.items.length === 0)
    return (
      <Empty title={words('operator.no-links')}>
        <p>{words('operator.no-links-long')}</p>
        <ButtonLink to="/operator" search={{ part: 'founding' }}>
          {words('operator.part-founding')}
        </ButtonLink>
      </Empty>
    )
  const down = data.items.filter(({ up }) => up === false).length
  const channels = [...new Set(data.items.map(({ channel }) => channel))]
  return (
    <Stack gap="large">
      <p role="status">{words('operator.links-state', { count: data.items.length, down })}</p>
      {channels.map((channel) => (
        <Stack key={channel}>
          <h2>{names.channel(channel)}</h2>
          <p className="small soft">
            {words('shell.channel')} <code>{shortId(channel)}</code>
          </p>
          {status.channels.some((one) => one.channel === channel && !one.writable) && (
            <Callout tone="bad">
              <p>{words('operator.need-read-only')}</p>
            </Callout>
          )}
          <Columns column="24rem">
            {data.items
              .filter((link) => link.channel === channel)
              .map((link) => (
                <Peer key={link.party} link={link} />
              ))}
          </Columns>
        </Stack>
      ))}
    </Stack>
  )
}

function Peer({ link }: { readonly link: LinkRow }): ReactNode {
  const words = useWords()
  const { address, answered, called, frozen, name, ours, party, theirs, trouble, up } = link
  const count = (value: number): string => numberText(value, words.language)
  const never = words('operator.not-since-start')
  return (
    <Panel
      level={3}
      title={<Foreign text={name === party ? name : `${name} (${party})`} />}
      aside={<UpTag up={up} />}
    >
      {frozen !== null && (
        <Callout tone="bad">
          <p>{words(`operator.frozen-${frozen}`)}</p>
          <p>{words('operator.do-frozen')}</p>
        </Callout>
      )}
      {trouble !== null && up === false && (
        <Callout tone="warn">
          <p>{words.term('error', trouble)}</p>
          <p>{words('operator.do-peer')}</p>
        </Callout>
      )}
      <Facts
        of={[
          [
            words('operator.address'),
            address === '' ? words('operator.peer-calls-us') : <Foreign key="a" text={address} />,
          ],
          [words('operator.out'), answered === null ? never : <Ago key="o" at={answered} />],
          [words('operator.in'), called === null ? never : <Ago key="i" at={called} />],
          [
            words('operator.ours'),
            ours.unreceipted === 0
              ? words('operator.all-receipted', { count: ours.held })
              : words('operator.unreceipted', { count: ours.unreceipted }),
          ],
          ours.since !== null && [words('operator.unreceipted-since'), <Instant key="u" at={ours.since} />],
          [
            words('operator.theirs'),
            theirs.announced > theirs.held
              ? words('operator.fetching', { held: count(theirs.held), all: count(theirs.announced) })
              : words('operator.all-held', { count: theirs.held }),
          ],
        ]}
      />
      <ChangeAddress link={link} />
    </Panel>
  )
}

/** A peer has moved: only its keys say who it is, so that another address changes nothing but the way to it. */
function ChangeAddress({ link: { address, channel, party } }: { readonly link: LinkRow }): ReactNode {
  const words = useWords()
  const change = useDo('links.address')
  const [typed, setTyped] = useState<string>()
  return (
    <div className="row">
      <ConfirmButton
        kind="quiet"
        size="small"
        confirmKind="main"
        label={words('operator.change-address')}
        title={words('operator.change-address-title')}
        explains={<p>{words('operator.change-address-long')}</p>}
        confirm={words('operator.change-address-go')}
        isReady={typed !== undefined && typed.trim() !== address}
        onConfirm={async () => {
          const body = { address: (typed ?? address).trim() }
          await change.mutateAsync({ params: { channel, party }, body })
          setTyped(undefined)
          tell(words('operator.address-changed'))
        }}
      >
        <TextInput
          label={words('operator.peer-address')}
          hint={words('operator.peer-address-hint')}
          isCode
          autoComplete="off"
          value={typed ?? address}
          onChange={setTyped}
          {...faultAt(change.error, 'address')}
        />
      </ConfirmButton>
    </div>
  )
}

function UpTag({ up }: { readonly up: boolean | null }): ReactNode {
  const words = useWords()
  if (up === null) return <Tag>{words('operator.unheard')}</Tag>
  return <Tag tone={up ? 'good' : 'bad'}>{words(up ? 'operator.up' : 'operator.down')}</Tag>
}
