import type { Reply } from '../api/client.ts'
import type { Names } from '../directory/names.ts'

export type Call = Reply<'hotline.call'>
export type CallRow = Reply<'hotline.calls'>['items'][number]

/**
 * Whether a call that our side was handed is for the reader: for whom it names, or else for everybody. Officers whose
 * passkey nobody here holds can hear nothing, so what is handed to them alone is for everybody too.
 */
export function concernsMe({ calledSpeaker, status }: Call, names: Names): boolean {
  if (status !== 'handed-over') return true
  const { officer, seat } = calledSpeaker
  const here = names.officers.filter(({ user }) => user !== null)
  const meant = here.filter((one) => (officer === null ? one.seat === seat : one.id === officer))
  return meant.length === 0 || meant.some(({ id }) => names.isMe(id))
}

/** Nobody has ended it. */
export const isOpen = ({ status }: Pick<CallRow, 'status'>): boolean => status !== 'stood-down'
