import { Link, useNavigate } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'
import { useDo, useRead } from '../api/queries.ts'
import { ChannelChoice } from '../directory/channel-choice.tsx'
import type { ChannelHere } from '../directory/here.ts'
import { Button } from '../look/button.tsx'
import { TextInput } from '../look/field.tsx'
import { PageHead, Panel, Stack } from '../look/parts.tsx'
import { Refusal } from '../look/refusal.tsx'
import { useWords } from '../look/words.tsx'
import { DrillBadge } from './history.tsx'
import { WhatRings } from './what-rings.tsx'
import { WhoPanel, WhyPanel } from './wish-fields.tsx'
import { bodyOf, isConfirmed, phraseOf, type Wish, type WishProps } from './wish.ts'

/**
 * Placing a call: one thing after the other, none of them chosen beforehand, and at the end a phrase to type that is
 * another one for a drill. No key alone, however often it is pressed, rings anybody.
 */
export function PlaceCall({
  here,
  stuck,
}: {
  readonly here: ChannelHere
  readonly stuck: string | undefined
}): ReactNode {
  const words = useWords()
  const [only] = here.others.length === 1 ? here.others : []
  const [wish, setWish] = useState<Wish>({
    kind: null,
    to: only ?? null,
    seat: null,
    reason: stuck === undefined ? null : 'stuck',
    severity: null,
    matter: stuck ?? null,
    note: '',
    typed: '',
  })
  const change = (part: Partial<Wish>): void => setWish((before) => ({ ...before, ...part }))
  return (
    <Stack gap="large">
      <PageHead
        title={
          <>
            {words('hotline.place')} {wish.kind === 'drill' && <DrillBadge />}
          </>
        }
        lead={words('hotline.place-lead')}
      >
        <Link className="button" data-kind="quiet" to="/hotline" search={{ channel: here.channel }}>
          {words('hotline.place-leave')}
        </Link>
      </PageHead>
      <ChannelChoice to="/hotline" channel={here.channel} />
      <div className="hotline-place" data-kind={wish.kind ?? 'none'}>
        <WhoPanel here={here} wish={wish} change={change} />
        <WhyPanel here={here} wish={wish} change={change} />
        <RingPanel here={here} wish={wish} change={change} />
      </div>
    </Stack>
  )
}

const GO = { call: 'hotline.go-call', drill: 'hotline.go-drill', none: 'hotline.go-none' } as const

function RingPanel({ here, wish, change }: WishProps & { readonly here: ChannelHere }): ReactNode {
  const words = useWords()
  const navigate = useNavigate()
  const place = useDo('hotline.place')
  const { channel } = here
  const { data: terms } = useRead('channels.terms', { params: { channel } })
  const { kind, to } = wish
  const phrase = phraseOf(wish)
  const body = bodyOf(wish)
  const go = async (): Promise<void> => {
    if (body === undefined || !isConfirmed(wish)) return
    const made = await place.mutateAsync({ params: { channel }, body })
    await navigate({ to: '/hotline', search: { channel, call: made.id } })
  }
  return (
    <Panel
      title={
        <>
          {words('hotline.place-3')} {kind === 'drill' && <DrillBadge />}
        </>
      }
    >
      {terms !== undefined && to !== null && kind !== null ? (
        <WhatRings channel={channel} terms={terms} to={to} seat={wish.seat} isDrill={kind === 'drill'} />
      ) : (
        <p className="soft">{words('hotline.rings-first')}</p>
      )}
      {phrase !== null && (
        <TextInput
          label={words('hotline.confirm', { phrase })}
          hint={words(body === undefined ? 'hotline.confirm-missing' : 'hotline.confirm-hint')}
          isCode
          autoComplete="off"
          value={wish.typed}
          onChange={(typed) => change({ typed })}
        />
      )}
      <Refusal of={place.error} />
      <div className="row">
        <Button
          kind={kind === 'call' ? 'danger' : 'plain'}
          isBusy={place.isPending}
          isDisabled={body === undefined || !isConfirmed(wish)}
          onPress={() => void go().catch(() => undefined)}
        >
          {words(GO[kind ?? 'none'])}
        </Button>
      </div>
    </Panel>
  )
}
