import type { ReactNode } from 'react'
import { addressOf } from '../api/client.ts'
import { useRead } from '../api/queries.ts'
import type { ChannelHere } from '../directory/here.ts'
import { handDown } from '../effects/hand-down.ts'
import { Button } from '../look/button.tsx'
import { Columns, Panel, Stack } from '../look/parts.tsx'
import { useReader } from '../look/reader.tsx'
import { Refusal } from '../look/refusal.tsx'
import { useWords } from '../look/words.tsx'
import { Command } from './command.tsx'

const ID_CHARACTERS = 12

/** Everything that can be taken out of the record, and with what each is checked where there is no node. */
export function CarryOut({ here }: { readonly here: ChannelHere }): ReactNode {
  const words = useWords()
  const { party, partyName } = useReader()
  const { channel } = here
  if (!here.may('export')) return <p className="soft">{words('record.carry-may-not')}</p>
  const cards = here.parties.map((one) => cardFile(one))
  const record = `${party}-${channel.slice(0, ID_CHARACTERS)}.tar`
  return (
    <Stack>
      <p className="page-head-lead">{words('record.carry-lead')}</p>
      <Columns column="24rem">
        <Panel title={words('record.carry-channel')}>
          <p>{words('record.carry-channel-text')}</p>
          <div className="row no-print">
            <a
              className="button"
              data-kind="main"
              download=""
              href={addressOf('channels.export', { params: { channel } })}
            >
              {words('record.carry-tar')}
            </a>
            <a
              className="button"
              download=""
              href={addressOf('channels.export', { params: { channel }, query: { exhibits: 'true' } })}
            >
              {words('record.carry-tar-exhibits')}
            </a>
          </div>
          <Command file={record} cards={cards} />
        </Panel>
        <Cards here={here} />
        <Panel title={words('record.carry-one')}>
          <p>{words('record.carry-one-text')}</p>
          <Command file="act-0123456789ab.tlog-proof" cards={cards} />
        </Panel>
        <Panel title={words('record.carry-heads')}>
          <p>{words('record.carry-heads-text')}</p>
        </Panel>
        <Panel title={words('record.carry-policies')}>
          <p>{words('record.carry-policies-text')}</p>
          <div className="row no-print">
            {here.parties.map((one) => (
              <a
                key={one}
                className="button"
                download=""
                href={addressOf('record.policy', { params: { channel, party: one } })}
              >
                {words('record.carry-policy', { party: partyName(one) })}
              </a>
            ))}
          </div>
        </Panel>
      </Columns>
    </Stack>
  )
}

function Cards({ here }: { readonly here: ChannelHere }): ReactNode {
  const words = useWords()
  const { partyName } = useReader()
  const { data: anchors, error } = useRead('record.anchors', { params: { channel: here.channel } })
  return (
    <Panel title={words('record.carry-keys')}>
      <p>{words('record.carry-keys-text')}</p>
      <Refusal of={error} />
      <div className="row no-print">
        {here.parties.map((one) => {
          const card = anchors?.cards[one]
          return (
            <Button
              key={one}
              isDisabled={card === undefined}
              onPress={() => handDown(cardFile(one), card ?? '')}
            >
              {words('record.carry-card', { party: partyName(one) })}
            </Button>
          )
        })}
      </div>
    </Panel>
  )
}

/** Parties are named in letters, digits and hyphens: the genesis takes no others. */
const cardFile = (party: string): string => `${party}.card.json`
