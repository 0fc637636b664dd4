import { useSearch } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { ChannelHere } from '../directory/here.ts'
import { Panel, Stack } from '../look/parts.tsx'
import { useReader } from '../look/reader.tsx'
import { useWords } from '../look/words.tsx'
import { Command } from './command.tsx'
import type { RecordView } from './given.ts'
import { VerifyAll } from './verify-all.tsx'
import { VerifyFiles } from './verify-files.tsx'
import { VerifyFork } from './verify-fork.tsx'

/** Verification in this browser: of the whole channel, and of any file that somebody was given. */
export function VerifyView({
  here,
  record,
}: {
  readonly here: ChannelHere
  readonly record: RecordView
}): ReactNode {
  const words = useWords()
  const { party } = useReader()
  const { party: accused } = useSearch({ from: '/record' })
  const isForked = record.feeds.some((feed) => feed.party === accused && feed.frozen?.reason === 'fork')
  const cards = here.parties.map((one) => `${one}.card.json`)
  return (
    <Stack>
      {accused !== undefined && isForked && here.may('export') && (
        <VerifyFork channel={here.channel} party={accused} />
      )}
      {here.may('export') && <VerifyAll here={here} record={record} />}
      <VerifyFiles here={here} />
      <Panel title={words('record.about-page')}>
        <ul className="record-about">
          <li>{words('record.page-proves')}</li>
          <li>{words('record.page-limits')}</li>
          <li>{words('record.page-better')}</li>
        </ul>
        <Command file={`${party}-${here.channel.slice(0, 12)}.tar`} cards={cards} />
      </Panel>
    </Stack>
  )
}
