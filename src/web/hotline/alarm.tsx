import type { ReactNode } from 'react'
import { useSession } from '../shell/session.tsx'
import { IncomingCall } from './incoming.tsx'
import { SoundStrip } from './sound-strip.tsx'
import './hotline.css'
import './ringing.css'

export interface CallPlace {
  readonly channel: string
  readonly matter: string
}

/** What rings now, and whether this browser would be heard. */
export function Alarm({ calls }: { readonly calls: readonly CallPlace[] }): ReactNode {
  const { me } = useSession()
  return (
    <div className="hotline-alarm no-print">
      {calls.map((call) => (
        <IncomingCall key={call.matter} {...call} />
      ))}
      {me.permissions.includes('hotline') && <SoundStrip isRinging={calls.length > 0} />}
    </div>
  )
}
