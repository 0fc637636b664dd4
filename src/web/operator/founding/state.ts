import type { Reply } from '../../api/client.ts'
import type { Tone } from '../../look/parts.tsx'

export type Founding = Reply<'foundings.list'>['items'][number]
/** What the operator here does next. */
export type NextStep = 'compare' | 'accept' | 'hand-on' | 'hand-on-and-compare' | 'open'

export function nextStep({ confirmed, state }: Pick<Founding, 'confirmed' | 'state'>): NextStep {
  switch (state) {
    case 'received':
      return confirmed === null ? 'compare' : 'accept'
    case 'waiting':
      return confirmed === null ? 'hand-on-and-compare' : 'hand-on'
    case 'unconfirmed':
      return 'compare'
    case 'open':
      return 'open'
  }
}

export const STATE_TONES: Readonly<Record<Founding['state'], Tone>> = {
  received: 'accent',
  waiting: 'warn',
  unconfirmed: 'warn',
  open: 'good',
}
