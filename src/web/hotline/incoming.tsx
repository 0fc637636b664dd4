import { Link, useNavigate } from '@tanstack/react-router'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { useDo, useRead } from '../api/queries.ts'
import { useNames } from '../directory/names.ts'
import { useChannels } from '../directory/here.ts'
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
  const navigate = useNavigate()
  const { partyName } = useReader()
  const names = useNames(channel)
  const sound = useSound()
  const [isSilenced, setSilenced] = useState(false)
  const answer = useDo('hotline.answer')
  const mayAnswer =
    useChannels()
      .find((here) => here.channel === channel)
      ?.may('hotline') === true && concernsMe(call, names)
  const isLoud = mayAnswer && !isSilenced
  const kind = call.drill ? 'drill' : 'call'
  const caller = partyName(call.caller)
  const title = words(`hotline.ringing-title-${kind}`, { party: caller })
  const box = useRef<HTMLElement>(null)
  useEffect(() => (isLoud ? ring(kind) : undefined), [isLoud, kind])
  useEffect(() => (mayAnswer ? callInTitle(title) : undefined), [mayAnswer, title])
  useEffect(
    () => (mayAnswer ? notify(title, words('hotline.ringing-notice'), call.id) : undefined),
    [mayAnswer, title, words, call.id],
  )
  useEffect(() => {
    // Whoever is typing keeps the keyboard: the next key must not answer a call.
    if (mayAnswer && !isTyping()) box.current?.querySelector('button')?.focus()
  }, [mayAnswer])
  const go = async (): Promise<void> => {
    await answer.mutateAsync({ params: { channel, matter: call.id }, body: {} })
    await navigate({ to: '/hotline', search: { channel, call: call.id } })
  }
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
        <div role="alert" className="hotline-ring-what">
          <strong className="hotline-ring-word">{words(`hotline.ringing-${kind}`)}</strong>
          <span className="hotline-ring-who">
            {words(call.status === 'handed-over' ? 'hotline.ringing-handed' : 'hotline.ringing-calls', {
              party: caller,
            })}
          </span>
          <span>
            {words('hotline.ringing-why', {
              reason: words.term('call-reason', call.reason),
              severity: words.term('severity', call.severity),
            })}
          </span>
          {call.drill && <span>{words('hotline.drill-means')}</span>}
        </div>
        <Escalation call={call} />
      </div>
      <div className="hotline-ring-deeds">
        {mayAnswer && (
          <Button kind="main" isBusy={answer.isPending} onPress={() => void go().catch(() => undefined)}>
            {words(`hotline.answer-${kind}`)}
          </Button>
        )}
        <Link className="button" to="/hotline" search={{ channel, call: call.id }}>
          {words('hotline.look')}
        </Link>
        {isLoud && sound === 'ready' && (
          <Button kind="quiet" onPress={() => setSilenced(true)}>
            {words('hotline.silence')}
          </Button>
        )}
        <span className="small">
          {mayAnswer
            ? words(isSilenced ? 'hotline.sound-silenced' : `hotline.ring-sound-${sound}`)
            : words('hotline.answer-others')}
        </span>
      </div>
      <Refusal of={answer.error} />
    </section>
  )
}

function isTyping(): boolean {
  const focused = document.activeElement
  return (
    focused instanceof HTMLTextAreaElement ||
    (focused instanceof HTMLInputElement && !['checkbox', 'radio', 'button'].includes(focused.type)) ||
    (focused instanceof HTMLElement && focused.isContentEditable)
  )
}

/** For who looks at something else. It says who calls and nothing of the matter: a locked screen shows it too. */
function notify(title: string, body: string, call: string): () => void {
  if (!('Notification' in globalThis) || Notification.permission !== 'granted') return () => undefined
  const shown = new Notification(title, { body, tag: call, requireInteraction: true })
  shown.addEventListener('click', () => globalThis.focus())
  return () => shown.close()
}
