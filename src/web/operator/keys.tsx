import { type ReactNode, useState } from 'react'
import type { Reply } from '../api/client.ts'
import { useDo, useNeeded } from '../api/queries.ts'
import { ConfirmButton } from '../look/dialog.tsx'
import { Foreign } from '../look/foreign.tsx'
import { Instant } from '../look/instant.tsx'
import { Callout, Empty, Panel, Stack, Tag } from '../look/parts.tsx'
import { Table } from '../look/table.tsx'
import { numberText } from '../look/time.ts'
import { useWords } from '../look/words.tsx'
import { shortId, useNames } from './names.ts'
import { useFresh } from '../shell/fresh.tsx'

type SigningKeys = Reply<'signing-keys.list'>
type Era = SigningKeys['channels'][number]['parties'][number]['eras'][number]
type Rotated = Reply<'signing-keys.rotate'>

/** Which keys sign for whom since when, and everything that will stop working by itself. */
export function KeysPart(): ReactNode {
  return (
    <Stack gap="large">
      <Expiries />
      <SigningKeyPanel />
    </Stack>
  )
}

const EXPIRY_KINDS: readonly string[] = ['own-tls', 'peer-tls', 'api-key', 'officer-credential', 'head-key']
const SOON_DAYS = 30
const CLOSE_DAYS = 60

function Expiries(): ReactNode {
  const words = useWords()
  const { data } = useNeeded('expiries.list', {})
  return (
    <Panel title={words('operator.expiries')}>
      {data.items.length === 0 ? (
        <Empty title={words('operator.no-expiries')} />
      ) : (
        <Table
          label={words('operator.table', { what: words('operator.expiries') })}
          head={[words('operator.what'), words('operator.ends'), { number: words('operator.days-left') }]}
        >
          {data.items.map(({ daysLeft, ends, id, kind }) => (
            <tr key={id}>
              <th scope="row">
                {EXPIRY_KINDS.includes(kind) ? words.term('notice', `item.${kind}`) : <Foreign text={kind} />}{' '}
                <code className="small soft" title={id}>
                  {shortId(id)}
                </code>
              </th>
              <td>
                <Instant at={ends} />
              </td>
              <td className="number">
                <Tag tone={daysLeft <= SOON_DAYS ? 'bad' : daysLeft <= CLOSE_DAYS ? 'warn' : 'plain'}>
                  {daysLeft < 0 ? words('operator.expired') : words('look.days', { count: daysLeft })}
                </Tag>
              </td>
            </tr>
          ))}
        </Table>
      )}
    </Panel>
  )
}

function SigningKeyPanel(): ReactNode {
  const words = useWords()
  const names = useNames()
  const { data } = useNeeded('signing-keys.list', {})
  const [rotated, setRotated] = useState<Rotated>()
  return (
    <Panel title={words('operator.signing-keys')} aside={<Rotate onDone={setRotated} />}>
      <p>{words('operator.signing-keys-lead')}</p>
      {rotated !== undefined && <RotationTold rotated={rotated} />}
      {data.channels.length === 0 && <Empty title={words('operator.no-links')} />}
      {data.channels.map(({ behind, channel, parties }) => (
        <Stack key={channel}>
          <h3>{names.channel(channel)}</h3>
          {behind && (
            <Callout tone="warn">
              <p>{words('operator.keys-behind')}</p>
            </Callout>
          )}
          <Table
            label={`${names.channel(channel)} ${shortId(channel)}`}
            head={[
              words('shell.party'),
              words('operator.keys'),
              { number: words('operator.from-entry') },
              words('operator.since'),
              words('operator.state'),
            ]}
          >
            {parties.flatMap(({ eras, party }) =>
              eras.toReversed().map((era) => (
                <tr key={`${party} ${era.keys} ${era.from}`}>
                  <th scope="row">{names.party(party)}</th>
                  <td>
                    <code title={era.keys}>{shortId(era.keys)}</code>
                  </td>
                  <td className="number">{numberText(era.from, words.language)}</td>
                  <td>
                    <Instant at={era.since} />
                  </td>
                  <td>
                    <EraTag era={era} />
                  </td>
                </tr>
              )),
            )}
          </Table>
        </Stack>
      ))}
    </Panel>
  )
}

function EraTag({ era: { disowned, inForce } }: { readonly era: Era }): ReactNode {
  const words = useWords()
  if (disowned) return <Tag tone="bad">{words('operator.keys-disowned')}</Tag>
  return (
    <Tag tone={inForce ? 'good' : 'plain'}>
      {words(inForce ? 'operator.keys-in-force' : 'operator.keys-replaced')}
    </Tag>
  )
}

function Rotate({ onDone }: { readonly onDone: (rotated: Rotated) => void }): ReactNode {
  const words = useWords()
  const rotate = useDo('signing-keys.rotate')
  const fresh = useFresh()
  return (
    <ConfirmButton
      label={words('operator.rotate')}
      title={words('operator.rotate-title')}
      explains={
        <Stack gap="small">
          <p>{words('operator.rotate-1')}</p>
          <p>{words('operator.rotate-2')}</p>
          <p>{words('operator.rotate-3')}</p>
        </Stack>
      }
      confirm={words('operator.rotate-confirm')}
      onConfirm={() => fresh(() => rotate.mutateAsync({})).then(onDone)}
    />
  )
}

function RotationTold({ rotated: { channels } }: { readonly rotated: Rotated }): ReactNode {
  const words = useWords()
  const names = useNames()
  const refused = channels.filter((one) => one.refused !== null)
  if (refused.length === 0)
    return (
      <Callout tone="good" role="status">
        <p>{words('operator.rotated', { count: channels.length })}</p>
      </Callout>
    )
  return (
    <Callout tone="warn" role="alert">
      <p>{words('operator.rotated-not-all')}</p>
      <ul>
        {refused.map(({ channel, refused: why }) => (
          <li key={channel}>
            {`${names.channel(channel)}: `}
            {words.term('error', why?.code ?? '')}
          </li>
        ))}
      </ul>
    </Callout>
  )
}
