import { useRead } from '../../api/queries.ts'
import { useSession } from '../../shell/session.tsx'
import type { Place } from './given.ts'

/** What somebody may do about this very matter, by the seats that reach it. */
export function useHere({ channel, matter }: Place): (permission: string) => boolean {
  const { me } = useSession()
  const { data } = useRead('restrictions.get', { params: { channel, matter } })
  const kept = data?.seats ?? null
  return (permission) =>
    me.grants.some(
      (grant) =>
        grant.permissions.some((each) => each === permission) &&
        (grant.channels === '*' || grant.channels.includes(channel)) &&
        (grant.matters === null || grant.matters.includes(matter)) &&
        (kept === null || kept.includes(grant.seat)),
    )
}

export interface Colleagues {
  readonly userName: (id: string) => string
  readonly seatName: (id: string) => string
  readonly users: readonly { readonly id: string; readonly display: string }[]
  readonly seats: readonly { readonly id: string; readonly title: string }[]
}

/** Names of the people and seats here; an id where nobody is called so any more. */
export function useColleagues(): Colleagues {
  const { data } = useRead('colleagues.list', {})
  const users = data?.users ?? []
  const seats = data?.seats ?? []
  return {
    userName: (id) => users.find((one) => one.id === id)?.display ?? id,
    seatName: (id) => seats.find((one) => one.id === id)?.title ?? id,
    users: users.filter(({ isHere }) => isHere),
    seats: seats.filter(({ isOpen }) => isOpen),
  }
}
