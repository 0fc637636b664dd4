import { Link, useSearch } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { Stack } from '../../look/parts.tsx'
import { useWords } from '../../look/words.tsx'
import { AllApiKeys } from './api-keys.tsx'
import { BreakGlass } from './break-glass.tsx'
import { SeatList } from './seats.tsx'
import { AllSessions } from './sessions.tsx'
import { UserList } from './users.tsx'
import { UserPage } from './user.tsx'

const VIEWS = ['users', 'seats', 'sessions', 'api-keys', 'break-glass'] as const
const VIEW = {
  users: UserList,
  seats: SeatList,
  sessions: AllSessions,
  'api-keys': AllApiKeys,
  'break-glass': BreakGlass,
}

/** The people of this node, what they may do, and what lets them in. */
export function PeoplePart(): ReactNode {
  const words = useWords()
  const { id } = useSearch({ from: '/operator' })
  const view = id === undefined ? 'users' : VIEWS.find((name) => name === id)
  const View = view === undefined ? undefined : VIEW[view]
  return (
    <Stack>
      <nav aria-label={words('operator.part-people')} className="row no-print">
        {VIEWS.map((name) => (
          <Link
            key={name}
            to="/operator"
            search={{ part: 'people', id: name }}
            className="button"
            data-size="small"
            data-kind={name === view ? 'main' : 'plain'}
            aria-current={name === view ? 'page' : undefined}
          >
            {words(`operator.view-${name}`)}
          </Link>
        ))}
      </nav>
      {View === undefined ? <UserPage user={id ?? ''} /> : <View />}
    </Stack>
  )
}
