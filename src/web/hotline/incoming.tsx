import { Link, useNavigate } from '@tanstack/react-router'
import { type ReactNode, type RefObject, useEffect, useRef, useState } from 'react'
import { useDo, useRead } from '../api/queries.ts'
import { useChannels } from '../directory/here.ts'
import { useNames } from '../directory/names.ts'
import { ring, useSound } from '../effects/ringer.ts'
import { callInTitle } from '../effects/title.ts'
import { Button } from '../look/button.tsx'
import { useReader } from '../look/reader.tsx'
import { Refusal } from '../look/refusal.tsx'
import { useWords } from '../look/words.tsx'
import type { CallPlace } from './alarm.tsx'
import { type Call, concernsMe } from './call.ts'
import { Escalation } from './escalation.tsx'

/** One call to our side, across the whole screen, until a person has answered it. */
export function IncomingCall({ channel, matter }: CallPlace): ReactNode {
  const { data: call } = useRead('hotline.call', { params: { channel, matter } })
  if (call === undefined || call.status === 'answered' || call.status === 'stood-down') return null
  return <Ringing channel={channel} call={call} />
}

function Ringing({ channel, call }: { readonly channel: string; readonly call: Call }): ReactNode {
  const words = useWords()
  const { partyName } = useReader()
  const names = useNames(channel)
  const sound = useSound()
  const [isSilenced, setSilenced] = useState(false)
  const here = useChannels().find((one) => one.channel === channel)
  const mayAnswer = here?.may('hotline') === true && concernsMe(call, names)
  const isLoud = mayAnswer && !isSilenced
  const kind = call.drill ? 'drill' : 'call'
  const title = words(`hotline.ringing-title-${kind}`, { party: partyName(call.caller) })
  const box = useRef<HTMLElement>(null)
  useEffect(() => (isLoud ? ring(kind) : undefined), [isLoud, kind])
  useOutside(mayAnswer, call.id, title, words('hotline.ringing-notice'))
  useFocus(mayAnswer, box)
  return (
    <section
      className="hotline-ring"
      aria-label={title}
      data-drill={call.drill}
      data-loud={isLoud}
      data-sound={isLoud ? sound : 'silenced'}
      ref={box}
    >
      <div className="hotline-ring-what">
        <WhatRings call={call} />
        <Escalation call={call} />
      </div>
      <div className="hotline-ring-deeds">
        <Answer channel={channel} call={call} mayAnswer={mayAnswer} />
        {isLoud && sound === 'ready' && (
          <Button kind="quiet" onPress={() => setSilenced(true)}>
            {words('hotline.silence')}
          </Button>
        )}
        {mayAnswer && (
          <span className="small">
            {words(isSilenced ? 'hotline.sound-silenced' : `hotline.ring-sound-${sound}`)}
          </span>
        )}
      </div>
    </section>
  )
}

function WhatRings({ call }: { readonly call: Call }): ReactNode {
  const words = useWords()
  const { partyName } = useReader()
  const party = partyName(call.caller)
  return (
    <div role="alert" className="hotline-ring-what">
      <strong className="hotline-ring-word">
        {words(call.drill ? 'hotline.ringing-drill' : 'hotline.ringing-call')}
      </strong>
      <span className="hotline-ring-who">
        {words(call.status === 'handed-over' ? 'hotline.ringing-handed' : 'hotline.ringing-calls', { party })}
      </span>
      <span>
        {words('hotline.ringing-why', {
          reason: words.term('call-reason', call.reason),
          severity: words.term('severity', call.severity),
        })}
      </span>
      {call.drill && <span>{words('hotline.drill-means')}</span>}
    </div>
  )
}

function Answer({
  channel,
  call,
  mayAnswer,
}: {
  readonly channel: string
  readonly call: Call
  readonly mayAnswer: boolean
}): ReactNode {
  const words = useWords()
  const navigate = useNavigate()
  const answer = useDo('hotline.answer')
  const go = async (): Promise<void> => {
    await answer.mutateAsync({ params: { channel, matter: call.id }, body: {} })
    await navigate({ to: '/hotline', search: { channel, call: call.id } })
  }
  return (
    <>
      {mayAnswer && (
        <Button kind="main" isBusy={answer.isPending} onPress={() => void go().catch(() => undefined)}>
          {words(call.drill ? 'hotline.answer-drill' : 'hotline.answer-call')}
        </Button>
      )}
      <Link className="button" to="/hotline" search={{ channel, call: call.id }}>
        {words('hotline.look')}
      </Link>
      {!mayAnswer && <span className="small">{words('hotline.answer-others')}</span>}
      <Refusal of={answer.error} />
    </>
  )
}

/** For who looks at something else: the title of the tab, and a notice where the browser shows them. */
function useOutside(rings: boolean, call: string, title: string, body: string): void {
  useEffect(() => (rings ? callInTitle(title) : undefined), [rings, title])
  useEffect(() => (rings ? notify(title, body, call) : undefined), [rings, title, body, call])
}

/** It says who calls and nothing of the matter: a locked screen shows it too. */
function notify(title: string, body: string, call: string): () => void {
  if (!('Notification' in globalThis) || Notification.permission !== 'granted') return () => undefined
  const shown = new Notification(title, { body, tag: call, requireInteraction: true })
  shown.addEventListener('click', () => globalThis.focus())
  return () => shown.close()
}

/** The way to answer is under the next key. Whoever is typing keeps the keyboard: no word may answer a call. */
function useFocus(rings: boolean, box: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    if (rings && !isTyping()) box.current?.querySelector('button')?.focus()
  }, [rings, box])
}

function isTyping(): boolean {
  const focused = document.activeElement
  return (
    focused instanceof HTMLTextAreaElement ||
    (focused instanceof HTMLInputElement && !['checkbox', 'radio', 'button'].includes(focused.type)) ||
    (focused instanceof HTMLElement && focused.isContentEditable)
  )
}
