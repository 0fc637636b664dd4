import { useQueries } from '@tanstack/react-query'
import { type ReactNode, Suspense } from 'react'
import type { Reply } from '../api/client.ts'
import { readOf } from '../api/queries.ts'
import { useNow } from '../effects/clock.ts'
import { ButtonLink } from '../look/button.tsx'
import { Callout } from '../look/parts.tsx'
import { useWords } from '../look/words.tsx'
import { useSession } from '../shell/session.tsx'
import type { CallPlace } from './alarm.tsx'
import { WholeWords } from '../shell/whole-words.tsx'
import { piece } from '../look/piece.tsx'

const Alarm = piece(async () => (await import('./alarm.tsx')).Alarm, Unheard)

/** The desk rings its people for a day; what nobody came to by then is reached by other means. */
const RINGS_MS = 24 * 3_600_000
/** Of one channel; a party that places more is listed on the hotline's own screen. */
const SHOWN_MAX = 12

/**
 * Above every screen: that the hotline rings for our side. Only who may read a channel learns of it, and only what a list
 * tells; all that is to be shown comes with the alarm itself, which is fetched before anything rings.
 */
export function RingingBanner(): ReactNode {
  const { channels, me } = useSession()
  const nowMs = useNow()
  const open = channels.filter(({ status }) => status === 'open')
  const query = { kind: 'call', status: 'ringing,handed-over', limit: SHOWN_MAX }
  const lists = useQueries({
    queries: me.permissions.includes('read')
      ? open.map(({ id }) => readOf('matters.list', { params: { channel: id }, query }))
      : [],
    combine: (found) => found.map(({ data }) => data?.items ?? []),
  })
  const calls = lists.flatMap((items: Reply<'matters.list'>['items'], i) =>
    items
      .filter(({ onClock, opened }) => onClock === me.party && nowMs - Date.parse(opened ?? '') < RINGS_MS)
      .map(({ id }) => ({ channel: open[i]?.id ?? '', matter: id })),
  )
  if (!me.permissions.includes('hotline') && calls.length === 0) return null
  return (
    <Suspense fallback={null}>
      <WholeWords otherwise={<Unheard calls={calls} />}>
        <Alarm calls={calls} />
      </WholeWords>
    </Suspense>
  )
}

/** In the place of an alarm whose code is not to be had: it makes no sound, and answers nothing, but it tells. */
function Unheard({ calls }: { readonly calls: readonly CallPlace[] }): ReactNode {
  const words = useWords()
  if (calls.length === 0) return null
  return (
    <Callout tone="bad" role="alert">
      <p>
        {words('shell.rings')} <ButtonLink to="/hotline">{words('shell.hotline')}</ButtonLink>
      </p>
    </Callout>
  )
}
