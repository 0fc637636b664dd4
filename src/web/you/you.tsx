import { getRouteApi, Link } from '@tanstack/react-router'
import { type ReactNode, Suspense } from 'react'
import { PageHead, Stack } from '../look/parts.tsx'
import { useReader } from '../look/reader.tsx'
import { LinkTabs } from '../look/tabs.tsx'
import { useWords } from '../look/words.tsx'
import { Waiting } from '../shell/waiting.tsx'
import { ApiKeys } from './api-keys.tsx'
import { NoticeWays } from './notice-ways.tsx'
import { OwnNotices } from './own-notices.tsx'
import { OwnWaysIn } from './own-ways-in.tsx'
import { Sessions } from './sessions.tsx'
import { Who } from './who.tsx'
import './you.css'

const PARTS = ['who', 'sign-in', 'keys', 'notices'] as const
const route = getRouteApi('/you')

/** Everything that somebody sees and changes of themselves. */
export function You(): ReactNode {
  const words = useWords()
  const { name } = useReader()
  const { part: asked } = route.useSearch()
  const shown = PARTS.find((part) => part === asked) ?? 'who'
  return (
    <Stack gap="large">
      <PageHead title={words('you.title')} lead={words('you.lead', { name })} />
      <LinkTabs label={words('you.parts')}>
        {PARTS.map((part) => (
          <Link
            key={part}
            to="/you"
            search={{ part }}
            className="tab"
            aria-current={part === shown ? 'page' : undefined}
          >
            {words(`you.part-${part}`)}
          </Link>
        ))}
      </LinkTabs>
      <Suspense fallback={<Waiting />} key={shown}>
        {shown === 'who' && <Who />}
        {shown === 'sign-in' && (
          <>
            <OwnWaysIn />
            <Sessions />
          </>
        )}
        {shown === 'keys' && <ApiKeys />}
        {shown === 'notices' && (
          <>
            <NoticeWays />
            <OwnNotices />
          </>
        )}
      </Suspense>
    </Stack>
  )
}
