import type { Reply } from '../api/client.ts'
import type { Names } from '../directory/names.ts'

export type Call = Reply<'hotline.call'>
export type CallRow = Reply<'hotline.calls'>['items'][number]

/** Whether a call that our side was handed is for the reader: for whom it names, or else for everybody. */
export function concernsMe({ calledSpeaker, status }: Call, names: Names): boolean {
  if (status !== 'handed-over') return true
  const { officer, seat } = calledSpeaker
  if (officer !== null) return names.isMe(officer)
  const holders = names.officers.filter((one) => one.seat === seat)
  return seat === null || holders.length === 0 || holders.some(({ id }) => names.isMe(id))
}

/** Nobody has ended it. */
export const isOpen = ({ status }: Pick<CallRow, 'status'>): boolean => status !== 'stood-down'
