import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { DraftContent } from './content.ts'

interface Place {
  readonly channel: string
  readonly content: DraftContent
  /** The draft's id, or one of this browser's. */
  readonly place: string
}

interface Look {
  readonly className?: string
  readonly 'data-kind'?: 'main'
  readonly 'data-size'?: 'small'
  readonly 'aria-label'?: string
  readonly children: ReactNode
}

/** The way to where a draft is gone on with: the screen that has its form, and else the one that has all. */
export function DraftLink({
  of,
  isAtMatter = false,
  ...look
}: Look & {
  readonly of: Place
  /** What is about a matter is gone on with on the matter's own page. */
  readonly isAtMatter?: boolean
}): ReactNode {
  const { channel, content, place } = of
  const { about, data, type } = content
  if (type === 'request.open') return <Link {...look} to="/requests/new" search={{ channel, draft: place }} />
  if (type === 'call.place') return <Link {...look} to="/hotline" search={{ channel, view: 'place' }} />
  if (type.startsWith('call.') && about !== undefined)
    return <Link {...look} to="/hotline" search={{ channel, call: about }} />
  if (type.startsWith('directory.agency.') || type === 'directory.seat.open')
    return <Link {...look} to="/directory" search={{ channel, ...agencyForm(type, about) }} />
  if (type === 'directory.duty.set' && about !== undefined && typeof data['seat'] === 'string')
    return <Link {...look} to="/directory" search={{ channel, agency: about, seat: data['seat'] }} />
  return isAtMatter && about !== undefined ? (
    <Link {...look} to="/channels/$channel/matters/$matter" params={{ channel, matter: about }} />
  ) : (
    <Link {...look} to="/drafts" search={{ draft: place }} />
  )
}

function agencyForm(type: string, about: string | undefined): { agency?: string; view?: string } {
  if (about === undefined) return { view: 'new' }
  return type === 'directory.agency.update' ? { agency: about, view: 'edit' } : { agency: about }
}
