import { Link, useNavigate } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'
import { CALL_REASONS, CALL_SEVERITIES, type CallReason, type CallSeverity } from '../../acts/index.ts'
import { ProblemError } from '../api/client.ts'
import { useDo, useRead } from '../api/queries.ts'
import type { ChannelHere } from '../directory/here.ts'
import { useNames } from '../directory/names.ts'
import { Button } from '../look/button.tsx'
import { Choice, Radios, TextBox, TextInput } from '../look/field.tsx'
import { PageHead, Panel, Stack } from '../look/parts.tsx'
import { useReader } from '../look/reader.tsx'
import { Refusal } from '../look/refusal.tsx'
import { useWords } from '../look/words.tsx'
import { ChannelChoice } from '../directory/channel-choice.tsx'
import { DrillBadge } from './history.tsx'
import { StuckMatter } from './stuck-matter.tsx'
import { WhatRings } from './what-rings.tsx'

type Kind = 'call' | 'drill'
const ANY_SEAT = 'any'

interface Wish {
  readonly kind: Kind | null
  readonly to: string | null
  readonly seat: string
  readonly reason: CallReason | null
  readonly severity: CallSeverity | null
  readonly matter: string | null
  readonly note: string
  /** What is typed to confirm it. */
  readonly typed: string
}

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
  const navigate = useNavigate()
  const place = useDo('hotline.place')
  const { partyName } = useReader()
  const names = useNames(here.channel)
  const { data: terms } = useRead('channels.terms', { params: { channel: here.channel } })
  const [only] = here.others.length === 1 ? here.others : []
  const [wish, setWish] = useState<Wish>({
    kind: null,
    to: only ?? null,
    seat: ANY_SEAT,
    reason: stuck === undefined ? null : 'stuck',
    severity: null,
    matter: stuck ?? null,
    note: '',
    typed: '',
  })
  const change = (part: Partial<Wish>): void => setWish((before) => ({ ...before, ...part }))
  const { kind, matter, note, reason, seat, severity, to, typed } = wish
  const phrase = kind === null || to === null ? null : `${kind} ${to}`
  const isWhole =
    to !== null &&
    severity !== null &&
    note.trim() !== '' &&
    reason !== null &&
    (reason !== 'stuck' || matter !== null)
  const isConfirmed = phrase !== null && typed.trim().toLowerCase() === phrase
  const seats = names.agencies.filter(({ party }) => party === to).flatMap((agency) => agency.seats)
  const go = async (): Promise<void> => {
    if (!isWhole || !isConfirmed || kind === null) return
    const made = await place.mutateAsync({
      params: { channel: here.channel },
      body: {
        confirm: kind,
        drill: kind === 'drill',
        to,
        reason,
        severity,
        note,
        ...(matter === null ? {} : { matter }),
        ...(seat === ANY_SEAT ? {} : { seat }),
      },
    })
    await navigate({ to: '/hotline', search: { channel: here.channel, call: made.id } })
  }
  return (
    <Stack gap="large">
      <PageHead
        title={
          <>
            {words('hotline.place')} {kind === 'drill' && <DrillBadge />}
          </>
        }
        lead={words('hotline.place-lead')}
      >
        <Link className="button" data-kind="quiet" to="/hotline" search={{ channel: here.channel }}>
          {words('hotline.place-leave')}
        </Link>
      </PageHead>
      <ChannelChoice to="/hotline" channel={here.channel} />
      <div className="hotline-place" data-kind={kind ?? 'none'}>
        <Panel title={words('hotline.place-1')}>
          <Radios
            label={words('hotline.kind')}
            isRequired
            options={[
              { id: 'drill', label: words('hotline.kind-drill'), hint: words('hotline.kind-drill-hint') },
              { id: 'call', label: words('hotline.kind-call'), hint: words('hotline.kind-call-hint') },
            ]}
            value={kind}
            onChange={(chosen) => change({ kind: chosen, typed: '' })}
          />
          <Radios
            label={words('hotline.to')}
            isRequired
            options={here.others.map((id) => ({ id, label: partyName(id) }))}
            value={to}
            onChange={(chosen) => change({ to: chosen, seat: ANY_SEAT, typed: '' })}
          />
          {seats.length > 1 && (
            <Choice
              label={words('hotline.to-seat')}
              options={[
                { id: ANY_SEAT, label: words('hotline.to-any-seat') },
                ...seats.map(({ id }) => ({ id, label: names.seatName(id) })),
              ]}
              value={seat}
              onChange={(chosen) => change({ seat: chosen })}
            />
          )}
        </Panel>
        <Panel title={words('hotline.place-2')}>
          <Radios
            label={words('hotline.reason')}
            isRequired
            options={CALL_REASONS.map((id) => ({ id, label: words.term('call-reason', id) }))}
            value={reason}
            onChange={(chosen) => change({ reason: chosen })}
          />
          <StuckMatter
            channel={here.channel}
            isNeeded={reason === 'stuck'}
            value={matter}
            onChange={(chosen) => change({ matter: chosen })}
          />
          <Radios
            label={words('hotline.severity')}
            isRequired
            options={CALL_SEVERITIES.map((id) => ({ id, label: words.term('severity', id) }))}
            value={severity}
            onChange={(chosen) => change({ severity: chosen })}
          />
          <TextBox
            label={words('hotline.note')}
            hint={words('hotline.note-hint')}
            isRequired
            value={note}
            onChange={(text) => change({ note: text })}
            fault={faultAt(place.error, 'body.note')}
          />
        </Panel>
        <Panel
          title={
            <>
              {words('hotline.place-3')} {kind === 'drill' && <DrillBadge />}
            </>
          }
        >
          {terms !== undefined && to !== null && kind !== null ? (
            <WhatRings
              channel={here.channel}
              terms={terms}
              to={to}
              seat={seat === ANY_SEAT ? null : seat}
              isDrill={kind === 'drill'}
            />
          ) : (
            <p className="soft">{words('hotline.rings-first')}</p>
          )}
          {phrase !== null && (
            <TextInput
              label={words('hotline.confirm', { phrase })}
              hint={words(isWhole ? 'hotline.confirm-hint' : 'hotline.confirm-missing')}
              isCode
              autoComplete="off"
              value={typed}
              onChange={(text) => change({ typed: text })}
            />
          )}
          <Refusal of={place.error} />
          <div className="row">
            <Button
              kind={kind === 'call' ? 'danger' : 'plain'}
              isBusy={place.isPending}
              isDisabled={!isWhole || !isConfirmed}
              onPress={() => void go().catch(() => undefined)}
            >
              {words(
                kind === 'call'
                  ? 'hotline.go-call'
                  : kind === 'drill'
                    ? 'hotline.go-drill'
                    : 'hotline.go-none',
              )}
            </Button>
          </div>
        </Panel>
      </div>
    </Stack>
  )
}

function faultAt(cause: unknown, field: string): string | undefined {
  return cause instanceof ProblemError && cause.problem.field === field ? cause.problem.detail : undefined
}
