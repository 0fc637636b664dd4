import { Link, useNavigate } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'
import { useDo, useRead } from '../api/queries.ts'
import { ChannelChoice } from '../directory/channel-choice.tsx'
import type { ChannelHere } from '../directory/here.ts'
import { KeepForm, type KeptForm } from '../forms/kept-form.tsx'
import { Button } from '../look/button.tsx'
import { TextInput } from '../look/field.tsx'
import { PageHead, Panel, Stack } from '../look/parts.tsx'
import { Refusal } from '../look/refusal.tsx'
import { useWords } from '../look/words.tsx'
import { DrillBadge } from './history.tsx'
import { WhatRings } from './what-rings.tsx'
import { WhoPanel, WhyPanel } from './wish-fields.tsx'
import { bodyOf, draftOfWish, isConfirmed, phraseOf, type Wish, wishIn } from './wish.ts'

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
  const [only] = here.others.length === 1 ? here.others : []
  const first: Wish = {
    kind: null,
    to: only ?? null,
    seat: null,
    reason: stuck === undefined ? null : 'stuck',
    severity: null,
    matter: stuck ?? null,
    note: '',
  }
  return (
    <KeepForm
      channel={here.channel}
      type="call.place"
      isThis={({ data }) => stuck === undefined || data['matter'] === stuck}
      start={() => draftOfWish(first)}
    >
      {(form) => <Placing here={here} form={form} />}
    </KeepForm>
  )
}

interface PlacingProps {
  readonly here: ChannelHere
  readonly form: KeptForm
}

function Placing({ here, form }: PlacingProps): ReactNode {
  const words = useWords()
  const wish = wishIn(form.content)
  const change = (part: Partial<Wish>): void =>
    form.change((content) => draftOfWish({ ...wishIn(content), ...part }))
  return (
    <Stack gap="large">
      <PageHead
        tab={words('hotline.place')}
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
        {/* What confirms one wish confirms no other. */}
        <RingPanel key={phraseOf(wish)} here={here} wish={wish} form={form} />
      </div>
    </Stack>
  )
}

const GO = { call: 'hotline.go-call', drill: 'hotline.go-drill', none: 'hotline.go-none' } as const

function RingPanel({ here, wish, form }: PlacingProps & { readonly wish: Wish }): ReactNode {
  const words = useWords()
  const navigate = useNavigate()
  const place = useDo('hotline.place')
  const { channel } = here
  const { data: terms } = useRead('channels.terms', { params: { channel } })
  const { kind, to } = wish
  // Never kept with the rest: what rings somebody is typed anew each time.
  const [typed, setTyped] = useState('')
  const phrase = phraseOf(wish)
  const body = bodyOf(wish)
  const go = async (): Promise<void> => {
    if (body === undefined || !isConfirmed(wish, typed)) return
    const made = await form.record(() => place.mutateAsync({ params: { channel }, body }))
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
          value={typed}
          onChange={setTyped}
        />
      )}
      <Refusal of={form.fault} />
      <div className="row">
        <Button
          kind={kind === 'call' ? 'danger' : 'plain'}
          isBusy={form.isBusy}
          isDisabled={body === undefined || !isConfirmed(wish, typed)}
          onPress={() => void go().catch(() => undefined)}
        >
          {words(GO[kind ?? 'none'])}
        </Button>
      </div>
    </Panel>
  )
}
