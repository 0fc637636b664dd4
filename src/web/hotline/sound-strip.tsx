import { type ReactNode, useState } from 'react'
import { likeSound, useSound } from '../effects/ringer.ts'
import { Button } from '../look/button.tsx'
import { useWords } from '../look/words.tsx'

/** Asked once; afterwards only said, and only while this browser would not be heard. */
export function SoundStrip({ isRinging }: { readonly isRinging: boolean }): ReactNode {
  const words = useWords()
  const sound = useSound()
  const { state, ask } = useNotifications()
  if (sound === 'ready' || (sound === 'off' && !isRinging)) return null
  return (
    <div ref={clearOfFocus} className="hotline-sound" role="status" data-sound={sound}>
      <span>{words(`hotline.sound-${sound}`)}</span>
      {sound !== 'blocked' && (
        <Button
          size="small"
          onPress={() => {
            likeSound(true)
            if (state === 'default') ask()
          }}
        >
          {words('hotline.sound-on')}
        </Button>
      )}
      {sound === 'unasked' && (
        <Button size="small" kind="quiet" onPress={() => likeSound(false)}>
          {words('hotline.sound-without')}
        </Button>
      )}
    </div>
  )
}

/** It may come over what somebody has just gone to with the keyboard: that moves out from under it (WCAG 2.4.11). */
function clearOfFocus(strip: HTMLElement | null): void {
  const { activeElement, body } = document
  if (strip !== null && activeElement !== body) activeElement?.scrollIntoView({ block: 'nearest' })
}

/** The same with all that can be chosen, for the hotline's own screen. */
export function SoundSettings(): ReactNode {
  const words = useWords()
  const sound = useSound()
  const { state, ask } = useNotifications()
  return (
    <div className="stack" data-gap="small">
      <p role="status">
        {sound === 'ready' ? words('hotline.sound-ready') : words(`hotline.sound-${sound}`)}{' '}
        {words(`hotline.notify-${state}`)}
      </p>
      <div className="row">
        {sound === 'off' || sound === 'unasked' ? (
          <Button size="small" onPress={() => likeSound(true)}>
            {words('hotline.sound-on')}
          </Button>
        ) : (
          <Button size="small" onPress={() => likeSound(false)}>
            {words('hotline.sound-turn-off')}
          </Button>
        )}
        {state === 'default' && (
          <Button size="small" onPress={ask}>
            {words('hotline.notify-ask')}
          </Button>
        )}
      </div>
    </div>
  )
}

interface Notifications {
  readonly state: NotificationPermission | 'missing'
  readonly ask: () => void
}

function useNotifications(): Notifications {
  const isThere = 'Notification' in globalThis
  const [state, setState] = useState<Notifications['state']>(isThere ? Notification.permission : 'missing')
  return { state, ask: () => void Notification.requestPermission().then(setState) }
}
